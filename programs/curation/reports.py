"""What curators do with a report: put a program right, close it, draft it, or decline.

Each verb is one transaction. The report is locked first, so that of two curators one comes first
and the other is told; then the program, by the ledger.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from programs import choices
from programs.catalogue import touching
from programs.choices import ReportState
from programs.curation.listed import organization_named
from programs.ledger import recording
from programs.models import Change, Evidence, Organization, Program, Redirect, Report

SPAM_ANSWER = "This does not say what is wrong with a listing, or what is missing."

_SLUG_LENGTH = Program._meta.get_field("slug").max_length
_ORGANIZATION_SLUG_LENGTH = Organization._meta.get_field("slug").max_length


class AlreadyHandled(Exception):
    """Somebody has answered the report before. Its text is one sentence: who, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where what is written is said; all blank if nobody said. `read_on` is by who accepts."""

    url: str = ""
    quote: str = ""
    kind: str = choices.EvidenceKind.PARAPHRASE
    read_on: datetime.date | None = None


def reason_of(report: Report) -> str:
    """Return what the history of a program says of a change that came of the report."""
    return f"Report {report.reference}"


@contextmanager
def answering(report: Report) -> Iterator[Report]:
    """Give the report locked, until the one transaction of what is done about it ends.

    Raises AlreadyHandled if nobody may answer it any more.
    """
    with touching():
        locked = _locked(report)
        if not locked.is_open:
            raise AlreadyHandled(handled_words(locked))
        yield locked


def handled_words(report: Report) -> str:
    """Return who answered the report how and when: `ada accepted this report on …`."""
    who = report.handled_by.get_username() if report.handled_by else "Somebody"
    did = report.get_state_display().lower()
    at = timezone.localtime(report.handled_at) if report.handled_at else None
    return f"{who} {did} this report{f' on {at:%Y-%m-%d at %H:%M}' if at else ''}."


# --- Accepted ---------------------------------------------------------------------------------


def correct(
    report: Report, values: dict[str, Any], *, by: Any, source: Source, answer: str = ""
) -> Report:
    """Write these values of the program’s plain fields, with their evidence, and accept.

    Raises AlreadyHandled, and ValidationError if the program cannot be so.
    """
    with answering(report) as locked:
        with recording([locked.program_id], by=by, reason=reason_of(locked)):
            _write(locked.program_id, values)
            _support(locked.program_id, locked.field, source, by)
        change = newest_change(locked, sorted(values))
        return accept(locked, by=by, answer=answer, change=change)


def close(
    report: Report, *, basis: str, note: str, by: Any, source: Source, answer: str = ""
) -> Report:
    """Mark the program as closed, with how that is known and what happened, and accept."""
    with answering(report) as locked:
        values = {"status": choices.Status.CLOSED, "status_basis": basis, "status_note": note}
        with recording([locked.program_id], by=by, reason=reason_of(locked)):
            _write(locked.program_id, values)
            _support(locked.program_id, "status", source, by)
        change = newest_change(locked, ["status"])
        return accept(locked, by=by, answer=answer, change=change)


def draft(
    report: Report,
    values: dict[str, Any],
    *,
    organization: str,
    by: Any,
    source: Source,
    answer: str = "",
) -> Program:
    """Make a draft of the program that is suggested, accept the report, and return the program.

    An organization of no such name is made. Raises AlreadyHandled and ValidationError.
    """
    with answering(report) as locked:
        with recording(by=by, reason=reason_of(locked)) as record:
            program = Program(
                slug=_free_slug(values["name"]),
                organization=organization_named(organization) or _new_organization(organization),
                publication=choices.Publication.DRAFT,
                **values,
            )
            program.full_clean()
            program.save(force_insert=True)
            record.created([program])
            _support(program.pk, "", source, by)
        locked.program = program
        change = newest_change(locked, [Change.CREATED])
        accept(locked, by=by, answer=answer, change=change)
    return program


def accept(locked: Report, *, by: Any, answer: str, change: Change | None) -> Report:
    """Accept a report that is locked, after what it asks for was done: see `answering`."""
    locked.change = change
    return _settle(locked, ReportState.ACCEPTED, by=by, answer=answer)


def newest_change(report: Report, fields: list[str], *, after: int = 0) -> Change | None:
    """Return the newest change of the report’s program, one of these fields if there is one.

    Of changes with the report as their reason, or those whose key comes after the one given.
    """
    mine = Q(pk__gt=after) if after else Q(reason=reason_of(report))
    changes = Change.objects.filter(mine, program=report.program_id).order_by("-pk")
    own = changes.filter(field=report.field) if report.field else changes.none()
    return own.first() or changes.filter(field__in=fields).first() or changes.first()


# --- Not accepted -----------------------------------------------------------------------------


def decline(report: Report, reason: str, *, by: Any) -> Report:
    """Decline, for a reason that everybody with the reference can read."""
    with answering(report) as locked:
        return _settle(locked, ReportState.DECLINED, by=by, answer=reason)


def release(report: Report) -> Report:
    """Put a report that was held among those that wait for an answer."""
    with answering(report) as locked:
        locked.state = ReportState.RECEIVED
        locked.save(update_fields=["state"])
        return locked


def reopen(report: Report) -> Report:
    """Take back that a report was declined. Raises AlreadyHandled if it was accepted."""
    with transaction.atomic():
        locked = _locked(report)
        if locked.state == ReportState.ACCEPTED:
            raise AlreadyHandled(f"{handled_words(locked)} What came of it is in the history.")
        return _settle(locked, ReportState.RECEIVED, by=None, answer="")


# --- Parts ------------------------------------------------------------------------------------


def _locked(report: Report) -> Report:
    # Alone: PostgreSQL reads a row again that it waited for, but not what was joined to it.
    return Report.objects.select_for_update().get(pk=report.pk)


def _settle(locked: Report, state: ReportState, *, by: Any, answer: str) -> Report:
    locked.state, locked.answer, locked.handled_by = state, answer, by
    locked.handled_at = timezone.now() if by else None
    locked.save()
    return locked


def _write(program_id: int, values: dict[str, Any]) -> None:
    program = Program.objects.get(pk=program_id)
    for name, value in values.items():
        setattr(program, name, value)
    program.clean_fields(exclude={f.name for f in program._meta.concrete_fields} - values.keys())
    program.validate_constraints()
    program.save(update_fields=[*values, "updated_at"])


def _support(program_id: int, field: str, source: Source, by: Any) -> None:
    """Add what the source says as evidence of the field; a page alone is a further source."""
    if not (source.url or source.quote):
        return
    Evidence.objects.create(
        program_id=program_id,
        field=field,
        kind=source.kind if source.quote else choices.EvidenceKind.REFERENCE,
        quote=source.quote,
        url=source.url,
        checked_on=source.read_on,
        checked_by=by if source.read_on else None,
    )


def _new_organization(name: str) -> Organization:
    name = " ".join(name.split())
    taken = set(Organization.objects.values_list("slug", flat=True))
    slug = _free(slugify(name) or "organization", taken, _ORGANIZATION_SLUG_LENGTH)
    organization = Organization(name=name, slug=slug)
    organization.full_clean()
    organization.save(force_insert=True)
    return organization


def _free_slug(name: str) -> str:
    """Return a slug for a program of this name that no program has, nor ever had."""
    stem = slugify(name)[: _SLUG_LENGTH - 4].strip("-") or "program"
    taken = {
        *Program.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
        *Redirect.objects.filter(old_slug__startswith=stem).values_list("old_slug", flat=True),
    }
    return _free(stem, taken, _SLUG_LENGTH)


def _free(stem: str, taken: set[str], longest: int) -> str:
    stem = stem[: longest - 4].strip("-")
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return slug

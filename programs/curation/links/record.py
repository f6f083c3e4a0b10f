"""Writes what an address answered. Public pages show none of it, so the catalogue need not know."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from programs.curation.links.answer import Answer
from programs.curation.links.due import Address
from programs.models import LinkCheck, Program

KEPT = 30
"""Rows that are kept of one address of one program: a page that always changes fills no table."""


def record(address: Address, answer: Answer, at: datetime) -> None:
    """Note an answer for each program that has the address. One short transaction."""
    with transaction.atomic():
        pks = [pk for pk, _ in address.of]
        # Who asks takes a while, and a program may be gone meanwhile.
        there = set(Program.objects.filter(pk__in=pks).values_list("pk", flat=True))
        for pk, url in address.of:
            if pk in there:
                _note(pk, url, answer, at)


def _note(program_id: int, url: str, answer: Answer, at: datetime) -> None:
    rows = LinkCheck.objects.filter(program_id=program_id, url=url)
    last = rows.order_by("-at", "-pk").first()
    if last and _is_same(last, answer):
        again = timezone.localdate(last.at) != timezone.localdate(at)
        rows.filter(pk=last.pk).update(
            since=Coalesce("since", "at"),
            at=at,
            times=F("times") + int(again),
            final_url=answer.final_url,
        )
        return
    LinkCheck.objects.create(
        program_id=program_id,
        url=url,
        at=at,
        outcome=answer.outcome,
        http_status=answer.http_status,
        note=answer.note,
        final_url=answer.final_url,
        text_hash=answer.text_hash,
    )
    old = rows.order_by("-at", "-pk").values_list("pk", flat=True)[KEPT:]
    if old := list(old):
        LinkCheck.objects.filter(pk__in=old).delete()


def _is_same(last: LinkCheck, answer: Answer) -> bool:
    """Return whether an answer says what the last one said.

    What follows `?` where it led to is often made anew for each visit.
    """
    return (
        last.outcome == answer.outcome
        and last.http_status == answer.http_status
        and last.note == answer.note
        and last.text_hash == answer.text_hash
        and last.final_url.partition("?")[0] == answer.final_url.partition("?")[0]
    )

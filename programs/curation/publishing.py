"""Programs that are published on a day which somebody set beforehand."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from programs.catalogue import touching
from programs.choices import Publication
from programs.csv_import.rules import broken_rules
from programs.ledger import recording
from programs.models import Program, Publishing, Redirect

_WAYS_OUT = "Publish by hand, or set another day."


@dataclass(slots=True)
class Outcome:
    """What came of the programs whose day has come."""

    published: list[Publishing] = field(default_factory=list)
    left: dict[str, list[Publishing]] = field(default_factory=lambda: defaultdict(list))
    """Those that were not published, by the sentences that say why."""


def set_day(program: Program, day: datetime.date | None, *, by: Any) -> None:
    """Have the program published on this day, as this person's deed; None takes the day away."""
    if day:
        Publishing.objects.update_or_create(program=program, defaults={"on": day, "by": by})
    else:
        Publishing.objects.filter(program=program).delete()


def forget_overtaken(programs: Iterable[Program | int]) -> None:
    """Take away the days of those of these programs that are published or archived by now."""
    Publishing.objects.overtaken().filter(program__in=programs).delete()


def publish_due(day: datetime.date) -> Outcome:
    """Publish the programs whose day is this one or an earlier one; return what came of each.

    One transaction, in the history as the deed of who set the day. What breaks a rule, or was set
    by somebody who may not publish any more, is left and stays due. What was published or archived
    in another way is left, and its day taken away, even if that is still to come. Of two runs at
    once, one waits for the other and finds nothing to do.
    """
    outcome = Outcome()
    with touching():
        together = defaultdict(list)
        for one in _locked(day):
            if one.program.publication in Publishing.AHEAD:
                together[one.by_id, one.on].append(one)
            else:
                outcome.left[_overtaken_words(one.program)].append(one)
                one.delete()
        for rows in together.values():
            _publish(rows, outcome)
    return outcome


def _locked(day: datetime.date) -> list[Publishing]:
    """Return what there is to do, with its programs locked, in the order of these."""
    found = (Publishing.objects.due(day) | Publishing.objects.overtaken()).order_by("program")
    # All at once: to lock them person by person could end in a circle of those who wait.
    ids = list(found.values_list("program", flat=True))
    programs = Program.objects.filter(pk__in=ids).order_by("pk")
    list(programs.select_for_update(no_key=True).values("pk"))
    # Read now: another run, or a curator, may have been there first.
    return list(found.filter(program__in=ids).select_related("program", "by"))


def _publish(rows: list[Publishing], outcome: Outcome) -> None:
    """Publish what one person has set for one day."""
    by, on = rows[0].by, rows[0].on
    if not by.has_perm("programs.publish_program"):
        may_not = "may not publish any more" if by.is_active else "has no active account any more"
        outcome.left[f"{by}, who set the day, {may_not}. {_WAYS_OUT}"] += rows
        return
    fit = []
    reason = f"Set to be published on {on:%Y-%m-%d}"
    with recording([one.program_id for one in rows], by=by, reason=reason) as record:
        for one in rows:
            state = {**record.before[one.program_id], "publication": Publication.PUBLISHED.value}
            if broken := [sentence for _, sentence in broken_rules(state)]:
                outcome.left[f"{broken[0]} Mend that, and the next run publishes it."].append(one)
            else:
                fit.append(one)
        Program.objects.filter(pk__in=[one.program_id for one in fit]).update(
            publication=Publication.PUBLISHED, updated_at=timezone.now()
        )
    Publishing.objects.filter(pk__in=[one.pk for one in fit]).delete()
    outcome.published += fit


def _overtaken_words(program: Program) -> str:
    """Return the sentence for a program that is not to be published any more."""
    merged = Redirect.objects.select_related("program").filter(old_slug=program.slug).first()
    if merged:
        return f"It was merged into “{merged.program.name}”, so its day is taken away."
    return f"It is {program.get_publication_display().lower()} already, so its day is taken away."

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from programs.dates import PartialDate
from programs.models.constraints import dated, rule, stated
from programs.models.fields import PartialDateField, perhaps_from, surely_before


class ApplicationRoundQuerySet(models.QuerySet):
    """Rounds. Nothing here reads the clock: the day is an argument."""

    def open_on(self, day: datetime.date) -> Self:
        """Keep rounds whose stated deadline is not over and which have opened.

        A round without an opening date counts as opened; one known by month has opened when the
        month is over.
        """
        return self.filter(
            Q(opens_on__isnull=True) | surely_before("opens_on", day + datetime.timedelta(days=1)),
            perhaps_from("closes_on", day),
            cancelled=False,
        )

    def opening_after(self, day: datetime.date) -> Self:
        """Keep rounds that open on a later day, or in a month or year that is not over.

        What has closed opens no more: "opens 2026, closes 2026-01-15" is over in February.
        """
        later = perhaps_from("opens_on", day + datetime.timedelta(days=1))
        return self.filter(later, ~_over_by(day), cancelled=False)

    def over_by(self, day: datetime.date) -> Self:
        """Keep rounds of which the last date that is stated is over, and cancelled ones."""
        return self.filter(_over_by(day) | Q(cancelled=True))


def _over_by(day: datetime.date) -> Q:
    return (
        surely_before("closes_on", day)
        | Q(closes_on__isnull=True) & surely_before("starts_on", day)
        | Q(closes_on__isnull=True, starts_on__isnull=True) & surely_before("opens_on", day)
    )


class ApplicationRound(models.Model):
    """One dated opening of a program. Past rounds are kept: the next ones follow their pattern.

    Each date is as precise as its source: a round may open in `2026-08`, close on `2026-09-13`.
    """

    program = models.ForeignKey("Program", models.CASCADE, related_name="rounds")
    label = models.CharField(max_length=80, help_text="What the source calls it: 2027 cohort.")
    opens_on = PartialDateField("opens")
    closes_on = PartialDateField("closes")
    starts_on = PartialDateField("starts")
    closes_at_note = models.CharField(
        "closing time", max_length=120, blank=True, help_text="The hour and time zone, if stated."
    )
    cancelled = models.BooleanField(default=False)

    objects = ApplicationRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="round_label_once",
                fields=["program", "label"],
                violation_error_message="Another round of this program has this label.",
            ),
            stated("round", "label"),
            dated("round", "opens_on"),
            dated("round", "closes_on"),
            dated("round", "starts_on"),
            rule(
                "round_opens_before_it_closes",
                Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on"))
                # "2026-01-15 to 2026-01" is no contradiction: the month may end after the day.
                | Q(opens_on__startswith=F("closes_on")),
                "The round closes before it opens.",
            ),
            rule(
                "round_fits_in_one_cell",
                ~Q(label__contains="|")
                & ~Q(label__contains=";")
                & ~Q(closes_at_note__contains="|")
                & ~Q(closes_at_note__contains=";"),
                "A round’s texts have no | and no semicolon: files separate rounds with them.",
            ),
        ]
        indexes = [models.Index(fields=["closes_on", "opens_on"], name="round_by_dates")]

    def __str__(self) -> str:
        return f"{self.label} of {self.program_id}"

    def next_start(self, day: datetime.date) -> PartialDate | None:
        """Return when it starts, if that is known, ahead, and one may still apply for it."""
        last = self.closes_on or self.starts_on
        is_ahead = self.starts_on and min(last.last_day, self.starts_on.last_day) >= day
        return self.starts_on if is_ahead else None

    def turns(self) -> list[datetime.date]:
        """Return every day on which it may open, close or be over: `open_on` and its kin differ
        from the day before on no other.
        """
        stated = [date for date in (self.opens_on, self.closes_on, self.starts_on) if date]
        after = [date.last_day + datetime.timedelta(days=1) for date in stated]
        return [self.opens_on.last_day, *after] if self.opens_on else after

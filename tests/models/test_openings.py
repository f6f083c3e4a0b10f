"""Openings of random programs, held against each of their dates in turn."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import choices
from programs.choices import Opening, Status
from programs.dates import PartialDate
from programs.ledger import recording
from programs.models import ApplicationRound, Organization, Program
from tests.factories import OrganizationFactory
from tests.strategies import RoundDates, days_around, round_dates

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Spec:
    """A program as far as its opening depends on it."""

    status: str
    rolling: bool | None
    rounds: list[RoundDates]

    def on(self, day: datetime.date) -> tuple[str, PartialDate | None]:
        """Return opening and next closing, held against each date in turn."""
        if self.status in (Status.PAUSED, Status.CLOSED):
            return Opening.UNKNOWN, None
        closings = [one.closes_on for one in self.rounds if one.is_open_on(day)]
        if closings:
            return Opening.NOW, min(closings, key=lambda each: (each.first_day, len(str(each))))
        if self.status == Status.ACTIVE and self.rolling:
            return Opening.ROLLING, None
        later = any(one.opens_after(day) for one in self.rounds)
        return Opening.SOON if later else Opening.UNKNOWN, None


specs = st.builds(
    Spec,
    st.sampled_from(Status.values),
    st.sampled_from([True, False, None]),
    st.lists(round_dates(2026, 2027), max_size=3),
)


def write_programs(organization: Organization, specs: list[Spec]) -> None:
    """Write the programs in as few statements as there are tables."""
    with recording() as record:
        programs = Program.objects.bulk_create(
            Program(
                slug=f"{number}",
                name=f"Program {number}",
                url="https://example.org/",
                summary="One.",
                organization=organization,
                program_type=choices.ProgramType.GRANT,
                status=spec.status,
                rolling=spec.rolling,
            )
            for number, spec in enumerate(specs)
        )
        ApplicationRound.objects.bulk_create(
            ApplicationRound(program=program, label=f"{number}", **vars(one))
            for program, spec in zip(programs, specs, strict=True)
            for number, one in enumerate(spec.rounds)
        )
        record.created(programs)


@settings(max_examples=50)
@given(specs=st.lists(specs, min_size=1, max_size=10), data=st.data())
def test_openings_agree_with_dates_held_one_by_one(specs: list[Spec], data: st.DataObject):
    day = data.draw(days_around([one for spec in specs for one in spec.rounds]))

    with transaction.atomic():
        write_programs(OrganizationFactory(), specs)
        found = {
            int(program.slug): (program.opening, program.closes_on)
            for program in Program.objects.with_rounds_on(day)
        }
        transaction.set_rollback(True)

    assert found == {number: spec.on(day) for number, spec in enumerate(specs)}


@settings(max_examples=25)
@given(specs=st.lists(specs, min_size=1, max_size=10), days=st.integers(0, 400), data=st.data())
def test_closing_soon_agrees_with_dates_held_one_by_one(
    specs: list[Spec], days: int, data: st.DataObject
):
    day = data.draw(days_around([one for spec in specs for one in spec.rounds]))
    until = day + datetime.timedelta(days=days)

    with transaction.atomic():
        write_programs(OrganizationFactory(), specs)
        found = {one.slug for one in Program.objects.closing_soon(day, days=days)}
        transaction.set_rollback(True)

    closings = {f"{number}": spec.on(day)[1] for number, spec in enumerate(specs)}
    assert found == {slug for slug, at in closings.items() if at and at.first_day <= until}

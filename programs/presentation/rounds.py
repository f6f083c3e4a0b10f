"""A program's rounds in time, for its page. The day is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.choices import Status
from programs.dates import PartialDate
from programs.expected import Expected, expected
from programs.models import ApplicationRound, Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Rounds by where they stand on a day: soonest first, the past ones newest first."""

    open: list[ApplicationRound]
    unclear: list[ApplicationRound]
    """They have opened, and no later date is stated or over."""
    upcoming: list[ApplicationRound]
    past: list[ApplicationRound]

    @property
    def ahead(self) -> list[ApplicationRound]:
        """All that is not over."""
        return [*self.open, *self.unclear, *self.upcoming]


def opens_any(program: Program) -> bool:
    """Return whether rounds of the program can be ahead: not of one that is paused or closed."""
    return program.status not in (Status.PAUSED, Status.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """When one may apply to a program, as far as its rounds tell."""

    rounds: Timeline
    opens_any: bool
    """Whether its dates still mean something: not those of a paused or closed one."""
    all_year: bool
    expected: Expected | None
    expects_more: bool
    """Whether it runs and has no date ahead, so that the expected round is the next one."""


def applying(program: Program, day: date) -> Applying:
    """Return when one may apply to the program on the day. Reads its prefetched rounds."""
    runs = program.status == Status.ACTIVE
    rounds = timeline(program.rounds.all(), day, opens_any=opens_any(program))
    return Applying(
        rounds=rounds,
        opens_any=opens_any(program),
        all_year=bool(program.rolling) and runs,
        expected=expected_round(rounds.past, day),
        expects_more=runs and not rounds.ahead,
    )


def timeline(rounds: Iterable[ApplicationRound], day: date, *, opens_any: bool = True) -> Timeline:
    """Return the rounds by where they stand on the day; the same as `open_on()` and its kin.

    Of a program that opens none, such as a closed one, all dates count as past.
    """
    groups: dict[str, list[ApplicationRound]] = {
        "open": [],
        "unclear": [],
        "upcoming": [],
        "past": [],
    }
    for one in sorted(rounds, key=_moment):
        groups[_place(one, day) if opens_any else "past"].append(one)
    groups["past"].reverse()
    return Timeline(**groups)


def expected_next(program: Program, rounds: Timeline, day: date) -> Expected | None:
    """Return the round that a page says is usual and comes next; None where it says no such thing.

    It is said of programs that run, where no date is announced and past ones are of late years.
    """
    if program.status != Status.ACTIVE or program.rolling or rounds.ahead:
        return None
    found = expected_round(rounds.past, day)
    return found if found and found.is_current else None


def expected_round(past: Iterable[ApplicationRound], day: date) -> Expected | None:
    """Return the next round as past ones, the newest first, let one expect it; None if they don't.

    Canceled rounds make no pattern.
    """
    return expected([(one.opens_on, one.closes_on) for one in past if not one.cancelled], day)


def _place(one: ApplicationRound, day: date) -> str:
    last = one.closes_on or one.starts_on or one.opens_on
    if one.cancelled or (last and last.last_day < day):
        return "past"
    if one.opens_on and one.opens_on.last_day > day:
        return "upcoming"
    return "open" if one.closes_on else "unclear"


def _moment(one: ApplicationRound) -> tuple[date, str]:
    stated: PartialDate | None = one.closes_on or one.opens_on or one.starts_on
    return (stated.first_day if stated else date.max, one.label)

"""What an edit means for people: for which golden profiles a program gets into another group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from programs.choices import Publication, Status
from programs.dates import PartialDate
from programs.eligibility import Group, Verdict, check
from programs.ledger import State
from programs.models import ApplicationRound, Audience, Location
from programs.profiles import Profile, read_profiles
from programs.requirements import requirements_of

_NOT_LISTED = "not listed"
DECIDING_LISTS = ("audiences", "locations", "rounds")
"""Of the lists of a program, those that a verdict can follow from."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A profile for which the program gets from one group into another; None is not listed."""

    profile: Profile
    before: Verdict | None
    after: Verdict | None

    @property
    def words(self) -> str:
        """`Ada (…): from “Looks open to you” to “Not yet”. It asks for a master’s degree.`"""
        head = f"{self.profile.name}: from {_group(self.before)} to {_group(self.after)}."
        return " ".join([head, *_deciding(self.after)])


def flips(before: State, after: State, day: date) -> list[Flip]:
    """Return the profiles for which one state of a program gives another group than the other."""
    old, new = _Asked(before, day), _Asked(after, day)
    found = [Flip(one, old.verdict(one), new.verdict(one)) for one in _profiles()]
    return [one for one in found if _group(one.before) != _group(one.after)]


def flips_words(found: Iterable[Flip]) -> list[str]:
    """Return a line that counts them, and one for each; nothing if there are none."""
    lines = [one.words for one in found]
    if not lines:
        return []
    count = f"{len(lines)} verdicts" if len(lines) > 1 else "1 verdict"
    return [f"This flips {count} of the golden profiles:", *lines]


@lru_cache(maxsize=1)
def _profiles() -> list[Profile]:
    return read_profiles()


class _Asked:
    """What a state of a program asks of people on a day."""

    def __init__(self, state: State, day: date) -> None:
        is_public = state["publication"] == Publication.PUBLISHED
        self.is_listed = is_public and state["status"] != Status.CLOSED
        self.requirements = requirements_of(
            {**state, "open_to_countries": ",".join(state["open_to_countries"])},
            places=[Location.parts(key)["country"] for key in state["locations"]],
            audiences=[Audience.name_for(slug) for slug in state["audiences"]],
            starts_on=_next_start(state, day),
        )

    def verdict(self, profile: Profile) -> Verdict | None:
        return check(self.requirements, profile.applicant) if self.is_listed else None


def _next_start(state: State, day: date) -> PartialDate | None:
    starts = []
    for one in state["rounds"]:
        names = ("opens_on", "closes_on", "starts_on")
        dates = {name: PartialDate.parse(one[name]) if one[name] else None for name in names}
        if not one["cancelled"]:
            starts.append(ApplicationRound(**dates).next_start(day))
    return min(filter(None, starts), key=lambda start: start.first_day, default=None)


def _group(verdict: Verdict | None) -> str:
    return f"“{Group(verdict.group).label}”" if verdict else _NOT_LISTED


def _deciding(verdict: Verdict | None) -> list[str]:
    """Return the sentences that put the program where it is."""
    if verdict is None:
        return []
    return [one.sentence for one in verdict.findings.values() if one.group == verdict.group][:3]

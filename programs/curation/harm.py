"""How much harm a listing can do as it stands. Pure: no clock, no database.

A wrong fact harms by how long nobody looked at it, by what people decide on it, and by how soon
they decide: next to a deadline most. What a visitor reported, or a page that is gone, makes it
likely.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that a curator confirms in one look, and how much hangs on them."""

    name: str
    label: str
    fields: tuple[str, ...]
    weight: float


_FIELDS = {
    "degree": "degree_minimum degree_or_equivalent max_years_since_degree degree_note enrollment",
    "rounds": "rounds rolling",
    "life": "status status_basis status_note last_seen successor url",
    "money": "cost cost_min cost_max cost_currency cost_note "
    "funding funding_min funding_max funding_currency funding_period funding_note",
    "people": "open_worldwide open_to_countries minimum_age maximum_age sponsors_visa "
    "audiences audience_only apply_via eligibility_note",
    "skills": "field_background programming_level ml_level research_experience",
}
GROUPS = tuple(
    Group(name, label, tuple(_FIELDS[name].split()), weight)
    for name, label, weight in (
        ("degree", "degree", 5.0),
        ("rounds", "deadlines", 5.0),
        ("life", "whether it runs", 4.0),
        ("money", "money", 3.0),
        ("people", "who may apply", 2.0),
        ("skills", "what one must know", 2.0),
    )
)
"""Degree and deadlines above all: they send people away, or too late."""


class Link(StrEnum):
    """What the official page last answered."""

    FINE = "fine"
    CHANGED = "changed"
    FAILING = "failing"
    MOVED = "moved"
    BROKEN = "broken"


class Cause(StrEnum):
    """Why a listing needs a look."""

    DEADLINE = "deadline"
    REPORT = "report"
    LINK = "link"
    TWIN = "twin"
    NEVER = "never"
    OLD = "old"


_HALF_AS_SURE_DAYS = 180
"""After so many days a confirmed fact counts half as unsure as one that nobody confirmed."""
_NEAR_DAYS = 30
"""A deadline so far away counts half as much as one today."""
_TOLD_DAYS = 120
"""Dates up to so far away are named as a reason; later ones hardly count."""
_UNSTATED = 0.5
"""A fact that we don't state misleads less than one that we do."""
_AT_REST = 0.5
"""What a listing counts of which everything was confirmed today."""
_REPORT = 5
"""What each open report adds to the factor: somebody looked, and says that it is wrong."""
_LINK = {Link.FINE: 1.0, Link.CHANGED: 1.5, Link.FAILING: 1.25, Link.MOVED: 1.5, Link.BROKEN: 2.5}
_TWIN = 1.5
"""What a likely twin multiplies harm by: of two listings, one is wrong sooner or later."""
_OLD_DAYS = 180
"""From then on a check is old enough to be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a listing on a day."""

    checked_on: Mapping[str, date | None]
    """By group, the day on which all of it was last confirmed; None if not since it changed."""
    unstated: frozenset[str] = frozenset()
    """Groups of which nothing is stated."""
    closes_in: int | None = None
    """Days to the next deadline; None if none is known."""
    opens_in: int | None = None
    """Days to the next opening; None if none is known."""
    is_expected: bool = False
    """Whether these days follow from earlier years only."""
    reported: tuple[str, ...] = ()
    """For each open report the group that it is about; blank for the listing as a whole."""
    link: Link = Link.FINE
    link_words: str = ""
    """What there is to say of the link."""
    twin: str = ""
    """The name of another listing that is likely of the same program; blank if there is none."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that makes a listing harmful, in words."""

    cause: Cause
    words: str


@dataclass(frozen=True, slots=True)
class Harm:
    """How much, as a number that only compares; and why, the worst first."""

    score: float
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def words(self) -> str:
        """All reasons as one sentence without its end."""
        told = ", ".join(reason.words for reason in self.reasons)
        return told[:1].upper() + told[1:]


def harm(facts: Facts, day: date) -> Harm:
    """Return how much harm the listing can do on the day."""
    doubts = {group: _doubt(facts, group, day) * group.weight for group in GROUPS}
    score = (_AT_REST + sum(doubts.values())) * _nearness(facts)
    score *= (1 + _REPORT * len(facts.reported)) * _LINK[facts.link]
    score *= _TWIN if facts.twin else 1
    return Harm(round(score, 3), tuple(_reasons(facts, doubts, day)))


def _doubt(facts: Facts, group: Group, day: date) -> float:
    """Return how unsure a group is: 0 if it was confirmed today, 1 if it never was."""
    if "" in facts.reported or group.name in facts.reported:
        return 1.0
    stated = _UNSTATED if group.name in facts.unstated else 1.0
    checked = facts.checked_on.get(group.name)
    if checked is None:
        return stated
    return stated * (1 - 2 ** (-max(0, (day - checked).days) / _HALF_AS_SURE_DAYS))


def _nearness(facts: Facts) -> float:
    """Return what the next date multiplies harm by: 4 today, 2.5 in a month, 1 if none is known."""
    days = [days for days in (facts.closes_in, facts.opens_in) if days is not None]
    return 1 + 3 * 2 ** (-min(days) / _NEAR_DAYS) if days else 1.0


def _reasons(facts: Facts, doubts: Mapping[Group, float], day: date) -> Iterator[Reason]:
    usually = "usually " if facts.is_expected else ""
    if facts.reported:
        count = len(facts.reported)
        yield Reason(Cause.REPORT, f"{count} open reports" if count > 1 else "an open report")
    if facts.closes_in is not None and facts.closes_in <= _TOLD_DAYS:
        yield Reason(Cause.DEADLINE, f"{usually}closes {_in_days(facts.closes_in)}")
    elif facts.opens_in is not None and facts.opens_in <= _TOLD_DAYS:
        yield Reason(Cause.DEADLINE, f"{usually}opens {_in_days(facts.opens_in)}")
    if facts.link != Link.FINE:
        yield Reason(Cause.LINK, facts.link_words)
    if facts.twin:
        yield Reason(Cause.TWIN, f"likely the same as “{facts.twin}”")
    never = [group for group in GROUPS if facts.checked_on.get(group.name) is None]
    if len(never) == len(GROUPS):
        yield Reason(Cause.NEVER, "never checked")
    elif never:
        yield Reason(Cause.NEVER, f"{_listed(never, doubts)} never checked as it is now")
    old = {
        group: on
        for group in GROUPS
        if (on := facts.checked_on.get(group.name)) and (day - on).days >= _OLD_DAYS
    }
    if old:
        oldest = max((day - on).days for on in old.values())
        yield Reason(Cause.OLD, f"{_listed(old, doubts)} not checked for {oldest // 30} months")


def _listed(groups: object, doubts: Mapping[Group, float]) -> str:
    """Return the groups in words, those that weigh most first."""
    *some, last = (group.label for group in sorted(groups, key=lambda one: -doubts[one]))
    return f"{', '.join(some)} and {last}" if some else last


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")

"""Routes from a person to a goal, with programs to take for each step of them.

What a step needs, and after what it is open, the planner finds; here its programs are chosen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pyroaring import BitMap

from programs.catalogue.rows import ASKS, GAINS
from programs.choices import Status
from programs.eligibility import CRITERIA, Applicant, Finding, Group, Outcome
from programs.eligibility.gains import Gains
from programs.eligibility.moves import afterwards
from programs.eligibility.planner import Gap, Planner, Route, Stage
from programs.matching import OPEN, Match
from programs.routes.choosing import best

NAMED = 3
"""So many programs of a step are chosen to be named, the best one first."""
GAINED = ("degree", "programming", "ml", "research")
"""The criteria that hang on what one has gained."""
_ASKED_TOO = (*OPEN, Group.ASK_THEM)
_TIERS = ((OPEN, True), (_ASKED_TOO, True), (_ASKED_TOO, False))
"""Which groups count as open, and whether all steps must run."""


@dataclass(frozen=True, slots=True)
class Reason:
    """That a later step asks for what one has after this one."""

    criterion: str
    ask: Any
    """What it asks there, as `Requirements` has it."""
    program: int
    """The program of the later step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One step of a route with its programs; none where one takes it on one's own."""

    gains: Gains | None
    """What it is there for; None at the goal."""
    own: bool
    programs: tuple[int, ...]
    """The best one to take first, then others that would do."""
    count: int
    """How many would do in all."""
    group: Group
    """How the first program stands to the person who arrives at it; looks open where none is."""
    missing: tuple[str, ...]
    """The answers that matter there and were not given."""
    reasons: tuple[Reason, ...]


Legs = tuple[Leg, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a person gets to a goal. Each program of the goal that has not closed is counted once."""

    now: Leg | None
    """What of the goal is open already."""
    sure: int
    """How many of these look open; what the others wait for, only the person can say."""
    to_ask: Leg | None
    """What leaves something open that only its people can tell."""
    far: int
    """How many programs of the goal are left."""
    routes: tuple[Legs, ...]
    """Ways to some of these."""
    is_asking: bool
    """Whether steps of the routes leave something open that only their people can tell."""
    is_fading: bool
    """Whether steps of the routes are not known to run any more."""
    gap: Gap[BitMap] | None
    """What is missing, if there is no way to what is left."""
    blocked: tuple[tuple[str, int], ...]
    """Criteria that are not met there, by how many programs, most first: what nobody can gain if
    that is in the way, else those of the programs that give what is absent."""
    findings: tuple[Finding, ...]
    """What is not met, beside what one can gain, if a single program is left and it is that."""


def routes_to(match: Match, goal: BitMap) -> Plan:
    """Return how the person of a match gets to some of these programs. No queries.

    First by programs that run and look open or wait for an answer; if there is no such way, by
    some that one must ask about; if there is none either, by some that may not run any more.
    """
    paths = _Paths(match)
    now, to_ask = goal & paths.open_to(match.applicant), goal & match.groups[Group.ASK_THEM]
    far = goal - now - to_ask
    routes: list[Route[BitMap]] = []
    gap = None
    for counted, is_running in _TIERS if far else ():
        paths.counted, paths.is_running = counted, is_running
        planner = paths.planner(far)
        if routes := planner.routes():
            break
    else:
        gap = planner.gap() if far else None
    return Plan(
        now=paths.leg(Stage(None, now), match.applicant) if now else None,
        sure=len(now & match.groups[Group.LOOKS_OPEN]),
        to_ask=paths.leg(Stage(None, to_ask), match.applicant) if to_ask else None,
        far=len(far),
        routes=tuple(paths.legs(route) for route in routes),
        is_asking=bool(routes) and Group.ASK_THEM in paths.counted,
        is_fading=bool(routes) and not paths.is_running,
        gap=gap,
        blocked=tuple(paths.blocked(far, gap)) if gap else (),
        findings=tuple(paths.findings(far)) if gap and gap.asked is None else (),
    )


class _Paths:
    """What one person meets on the way: states are matched once, whoever asks."""

    def __init__(self, match: Match) -> None:
        self.start = match
        self.snapshot = match.snapshot
        self.counted: tuple[Group, ...] = OPEN
        """The groups that count as open."""
        self.is_running = True
        """Whether steps must be known to run, and goals too if any of them is."""
        self.match_of = cache(lambda person: match.after(person))

    def open_to(self, person: Applicant) -> BitMap:
        groups = self.match_of(person).groups
        return BitMap.union(*(groups[group] for group in self.counted))

    def planner(self, goal: BitMap) -> Planner[BitMap]:
        givers = self.snapshot.values.get(GAINS, {})
        if self.is_running:
            running = self.snapshot.having("status", [Status.ACTIVE])
            goal = goal & running or goal
            givers = {gains: programs & running for gains, programs in givers.items()}
        return Planner(self.start.applicant, goal=goal, opens=self.open_to, givers=givers)

    def legs(self, route: Route[BitMap]) -> Legs:
        people = [self.start.applicant]
        for stage in route[:-1]:
            people.append(afterwards(people[-1], stage.gains))
        legs = [self.leg(*pair) for pair in zip(route, people, strict=True)]
        return tuple(
            replace(leg, reasons=tuple(self.reasons(person, leg.gains, legs[n + 1 :])))
            for n, (leg, person) in enumerate(zip(legs, people, strict=True))
        )

    def leg(self, stage: Stage[BitMap], person: Applicant) -> Leg:
        """Return a stage with its programs chosen for the person who arrives there."""
        match = self.match_of(person)
        chosen = tuple(best(stage.programs, match, NAMED))
        verdicts = match.verdicts(chosen[:1])
        return Leg(
            gains=stage.gains,
            own=stage.own,
            programs=chosen,
            count=len(stage.programs),
            group=verdicts[chosen[0]].group if chosen else Group.LOOKS_OPEN,
            missing=verdicts[chosen[0]].missing if chosen else (),
            reasons=(),
        )

    def reasons(
        self, before: Applicant, gains: Gains | None, later: Iterable[Leg]
    ) -> Iterator[Reason]:
        """Yield what later steps ask for that is met with the gains, and not without them."""
        if gains is None:
            return
        after = afterwards(before, gains)
        for leg in later:
            for name, ask in self.asks(leg.programs[:1]):
                was, becomes = (CRITERIA[name].hold(ask, person) for person in (before, after))
                if was.group not in self.counted and becomes.group in self.counted:
                    yield Reason(name, ask, leg.programs[0])

    def asks(self, programs: Iterable[int]) -> Iterator[tuple[str, Any]]:
        for name in GAINED:
            for ask in self.snapshot.values_of(f"{ASKS}{name}", programs).values():
                yield name, ask

    def blocked(self, programs: BitMap, gap: Gap[BitMap]) -> list[tuple[str, int]]:
        """Return criteria that are not met, and by how many of the programs that matter."""
        names = [name for name in CRITERIA if gap.asked or name not in GAINED]
        among = gap.closed if gap.asked else programs
        unmet = [(name, len(among & self.unmet(name))) for name in names]
        return sorted(((name, count) for name, count in unmet if count), key=lambda one: -one[1])

    def unmet(self, name: str) -> BitMap:
        """Return the programs of which the person does not meet a criterion."""
        hold = CRITERIA[name].hold
        found = [
            programs
            for ask, programs in self.snapshot.values.get(f"{ASKS}{name}", {}).items()
            if (finding := hold(ask, self.start.applicant)) and finding.outcome == Outcome.NOT_MET
        ]
        return BitMap.union(BitMap(), *found)

    def findings(self, programs: BitMap) -> Iterator[Finding]:
        """Yield what a single program asks that is not met and that nobody can gain."""
        if len(programs) == 1:
            (verdict,) = self.start.verdicts(programs).values()
            for name, finding in verdict.findings.items():
                if name not in GAINED and finding.outcome == Outcome.NOT_MET:
                    yield finding

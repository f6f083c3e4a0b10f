"""A person held against every program of the catalogue at once.

Many programs ask the same thing: each distinct part of what is asked is held against the person
once, for the set of all programs that ask it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pyroaring import BitMap

from programs.catalogue import Positions, Snapshot, page_of
from programs.catalogue.order import Order
from programs.catalogue.rows import ASKS, GAINS
from programs.choices import Degree, Level, Status
from programs.eligibility import CRITERIA, Applicant, Cause, Finding, Group, Outcome, Step, Verdict
from programs.eligibility.gains import Gains
from programs.filters import Sort

OPEN = (Group.LOOKS_OPEN, Group.OPEN_IF)
_LADDERS = {"degree": Degree.values, "programming": Level.values, "ml": Level.values}

Found = list[tuple[Finding, BitMap]]
"""What is found of each part that some program asks, with the programs that ask it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that was not given, and for how many of the programs in *Open if …* it matters."""

    answer: str
    settles: int
    """Programs for which nothing else is missing."""
    concerns: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A step, and what it would change."""

    step: Step
    opens: BitMap
    """Programs that are out now, and would look open or open if something is answered."""
    givers: BitMap
    """Programs that look open now, and after which the step is taken."""


class Match:
    """One person and all published programs that have not closed."""

    def __init__(
        self, applicant: Applicant, snapshot: Snapshot, *, found: dict[str, Found] | None = None
    ) -> None:
        """Match a person; `found` has criteria of which the findings are known already."""
        self.applicant = applicant
        self.snapshot = snapshot
        known = found or {}
        self._found = {
            name: known[name] if name in known else list(self._held(name)) for name in CRITERIA
        }

    def _held(self, name: str) -> Iterator[tuple[Finding, BitMap]]:
        hold = CRITERIA[name].hold
        for ask, programs in self.snapshot.values.get(f"{ASKS}{name}", {}).items():
            if finding := hold(ask, self.applicant):
                yield finding, programs

    @cached_property
    def groups(self) -> dict[Group, BitMap]:
        """The programs of each group; every one is in one of them."""
        sets: dict[Group, list[BitMap]] = {group: [] for group in Group}
        for finding, programs in self._findings():
            sets[finding.group].append(programs)
        groups = {}
        left = listed(self.snapshot)
        for group in reversed(Group):
            groups[group] = left & BitMap.union(BitMap(), *sets[group])
            left = left - groups[group]
        return {group: groups[group] for group in Group}

    @property
    def counts(self) -> dict[Group, int]:
        """How many programs each group has."""
        return {group: len(programs) for group, programs in self.groups.items()}

    @property
    def tested(self) -> frozenset[str]:
        """The answers that some program tests."""
        return tested_in(self.snapshot)

    def page(self, group: Group, start: int, stop: int) -> list[int]:
        """Return a part of a group: what closes first comes first, as in every list.

        Before that, in *Open if …*, what has the fewest open questions.
        """
        return page_of(self._order, self._tiers(group), start, stop)

    def positions(self, groups: Iterable[Group]) -> Positions:
        """Return the programs of these groups, group after group, each at its position."""
        return Positions(self._order, [tier for group in groups for tier in self._tiers(group)])

    def in_order(self, programs: BitMap, start: int, stop: int) -> list[int]:
        """Return a part of these programs, what closes first first."""
        return self._order.page(programs, start, stop)

    @property
    def _order(self) -> Order:
        return self.snapshot.orders[Sort.CLOSING]

    def _tiers(self, group: Group) -> Iterator[BitMap]:
        """Yield the programs of a group in parts, those with the fewest open questions first."""
        yield from self._by_open_questions() if group == Group.OPEN_IF else [self.groups[group]]

    def verdicts(self, ids: Iterable[int]) -> dict[int, Verdict]:
        """Return what is found of each of these programs, in the order of the criteria."""
        wanted = BitMap(ids) & listed(self.snapshot)
        findings: dict[int, dict[str, Finding]] = {pk: {} for pk in wanted}
        for name, found in self._found.items():
            for finding, programs in found:
                for pk in programs & wanted:
                    findings[pk][name] = finding
        return {pk: Verdict(findings[pk]) for pk in ids if pk in findings}

    def missing(self) -> list[Missing]:
        """Return the answers that *Open if …* waits for, those that settle most first."""
        waiting = self.groups[Group.OPEN_IF]
        alone: dict[str, BitMap] = {}
        concerned: dict[str, BitMap] = {}
        for asks, programs in self._unsaid(waiting):
            for answer in asks:
                concerned[answer] = concerned.get(answer, BitMap()) | programs
        for answer in concerned:
            others = [programs for asks, programs in self._unsaid(waiting) if asks != (answer,)]
            alone[answer] = concerned[answer] - BitMap.union(BitMap(), *others)
        found = [Missing(name, len(alone[name]), len(concerned[name])) for name in concerned]
        return sorted(found, key=lambda one: (-one.settles, -one.concerns, one.answer))

    def after(self, applicant: Applicant) -> "Match":
        """Return the match of the same person with other answers: only what they change is held."""
        changed = {
            name
            for name in Applicant.__dataclass_fields__
            if getattr(applicant, name) != getattr(self.applicant, name)
        }
        same = {
            name: found
            for name, found in self._found.items()
            if changed.isdisjoint(CRITERIA[name].reads)
        }
        return Match(applicant, self.snapshot, found=same)

    def near_misses(self) -> list[NearMiss]:
        """Return the steps that would open something, those that open most first.

        Of each kind there is one: the smallest that opens half as much as the greatest.
        """
        steps = {finding.step for finding, _ in self._findings() if finding.step}
        kinds: dict[str, list[NearMiss]] = {}
        for step in sorted(steps, key=_size):
            kinds.setdefault(step.answer, []).append(self._near_miss(step))
        chosen = []
        for misses in kinds.values():
            half = max(len(one.opens) for one in misses) / 2
            chosen.append(next(one for one in misses if len(one.opens) >= half))
        opening = [one for one in chosen if one.opens]
        return sorted(opening, key=lambda one: (-len(one.opens), one.step.answer))

    def _near_miss(self, step: Step) -> NearMiss:
        before, after = self.groups, self.after(step.taken_by(self.applicant)).groups
        out = before[Group.NOT_YET] | before[Group.NOT_FOR_YOU]
        opens = out & BitMap.union(*(after[group] for group in OPEN))
        giving = [
            programs
            for gains, programs in self.snapshot.values.get(GAINS, {}).items()
            if _gives(gains, step)
        ]
        givers = before[Group.LOOKS_OPEN] & BitMap.union(BitMap(), *giving)
        return NearMiss(step, opens, givers)

    def _findings(self) -> Iterator[tuple[Finding, BitMap]]:
        for found in self._found.values():
            yield from found

    def _unsaid(self, among: BitMap) -> Iterator[tuple[tuple[str, ...], BitMap]]:
        """Yield what the person has not said, with those among the programs where it matters."""
        for finding, programs in self._findings():
            if finding.cause == Cause.YOU and not programs.isdisjoint(among):
                yield finding.asks, programs & among

    def _by_open_questions(self) -> Iterator[BitMap]:
        """Yield *Open if …* in parts: with one open question, with two, and with more."""
        waiting = self.groups[Group.OPEN_IF]
        two, three = BitMap(), BitMap()
        one = BitMap()
        for found in self._found.values():
            unsaid = [programs for finding, programs in found if finding.cause == Cause.YOU]
            here = waiting & BitMap.union(BitMap(), *unsaid)
            one, two, three = one | here, two | (one & here), three | (two & here)
        yield from (one - two, two - three, three)


def listed(snapshot: Snapshot) -> BitMap:
    """Return the programs that a person is matched with: those that have not closed."""
    return snapshot.programs - snapshot.having("status", [Status.CLOSED])


@lru_cache(maxsize=1)
def tested_in(snapshot: Snapshot) -> frozenset[str]:
    """Return the answers on which it depends whether some program of the catalogue is open."""
    nobody = Match(Applicant(), snapshot)
    return frozenset(
        answer
        for name, found in nobody._found.items()
        if any(
            finding.outcome != Outcome.MET and not programs.isdisjoint(listed(snapshot))
            for finding, programs in found
        )
        for answer in CRITERIA[name].reads
    )


def _gives(gains: Gains, step: Step) -> bool:
    """Return whether a program with these gains takes somebody at least that far."""
    gained = getattr(gains, step.answer, None)
    ladder = _LADDERS.get(step.answer)
    if ladder is None or not gained:
        return gained is True and step.value is True
    return ladder.index(gained) >= ladder.index(step.value)


def _size(step: Step) -> tuple[str, int]:
    ladder = _LADDERS.get(step.answer, [])
    return step.answer, ladder.index(step.value) if step.value in ladder else 0

"""How long it takes to hold a person against every program, with reasons and near misses."""

from functools import partial
from itertools import product

from django.utils import timezone

from programs.catalogue import Snapshot, current
from programs.catalogue.rows import ASKS
from programs.choices import (
    Degree,
    FieldOfStudy,
    Level,
    ProgramType,
    Reach,
    Studying,
    WeeklyHours,
)
from programs.eligibility import CRITERIA, Applicant, Requirements, Verdict, check
from programs.matching import Match, listed
from programs.routes import goal_of, routes_to
from tests.benchmarks.stopwatch import Figure, each, repeated

PEOPLE = [
    Applicant(),
    Applicant(degree=Degree.NONE, studying=Studying.NO, programming=Level.BASIC),
    Applicant(
        degree=Degree.BACHELOR,
        studying=Studying.NO,
        field=FieldOfStudy.COMPUTING,
        programming=Level.WORKING,
        ml=Level.BASIC,
        research=False,
        residence="NG",
        citizenships=frozenset({"NG"}),
        reach=Reach.ANYWHERE,
        sponsor=True,
        hours=WeeklyHours.FULL,
        pays=False,
        income=True,
    ),
]
WAYS = list(product(PEOPLE, ProgramType.values))
ROUNDS = 5
LARGEST_ONE_BY_ONE = 10_000


def main(count: str) -> list[Figure]:
    """Return the figures of the database, which has so many programs."""
    snapshot = current(timezone.localdate())
    everything = listed(snapshot)
    wanted = "< 150 ms" if int(count) == 10_000 else "< 50 ms" if int(count) < 1_000 else ""
    matches = [Match(person, snapshot) for person in PEOPLE]
    found = [
        Figure(
            name="five groups",
            values=each([lambda p=person: Match(p, snapshot).groups for person in PEOPLE] * ROUNDS),
        ),
        Figure(
            name="every verdict, with its reasons",
            values=each(
                [lambda p=person: Match(p, snapshot).verdicts(everything) for person in PEOPLE]
                * ROUNDS,
            ),
            wanted=wanted,
        ),
        Figure(name="missing answers", values=each([m.missing for m in matches] * ROUNDS)),
        Figure(name="near misses", values=each([m.near_misses for m in matches] * ROUNDS)),
        Figure(
            name="routes to each kind of program",
            values=each([partial(plan, person, kind, snapshot) for person, kind in WAYS]),
            wanted="< 100 ms" if int(count) == 100_000 else "",
        ),
    ]
    if int(count) <= LARGEST_ONE_BY_ONE:
        asked = requirements_in(snapshot)
        for person, match in zip(PEOPLE, matches, strict=True):
            assert one_by_one(asked, person) == match.verdicts(everything)
        found.append(
            Figure(
                name="every verdict, one program at a time",
                values=repeated(lambda: one_by_one(asked, PEOPLE[-1]), runs=ROUNDS),
                beside="every verdict, with its reasons",
                what="all at once",
            )
        )
    return found


def plan(person: Applicant, kind: str, snapshot: Snapshot) -> None:
    goal = goal_of(f"type:{kind}", snapshot)
    routes_to(Match(person, snapshot), goal.programs)


def requirements_in(snapshot: Snapshot) -> dict[int, Requirements]:
    """Return what each program asks for."""
    everything = listed(snapshot)
    asked: dict[int, dict] = {pk: {} for pk in everything}
    for name in CRITERIA:
        for pk, ask in snapshot.values_of(f"{ASKS}{name}", everything).items():
            asked[pk][name] = ask
    return {pk: Requirements(**parts) for pk, parts in asked.items()}


def one_by_one(asked: dict[int, Requirements], person: Applicant) -> dict[int, Verdict]:
    return {pk: check(requirements, person) for pk, requirements in asked.items()}

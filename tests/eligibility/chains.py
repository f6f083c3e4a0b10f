"""Every chain of programs from a person to a goal, tried one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations, product

from programs.choices import Degree, Level, Studying
from programs.eligibility import Applicant
from programs.eligibility.gains import Gains
from programs.eligibility.planner import RESEARCH, Route
from tests.eligibility.worlds import NOTHING, World

ON_ONES_OWN = (RESEARCH_ALONE, END_OF_STUDIES) = (0, -1)
"""Stand in a chain for steps without a program; programs count from one."""


def chains(world: World, *, most: int = 3) -> Iterator[tuple[int, ...]]:
    """Yield every chain of programs to the goal in which each step raises something.

    What is open already is gone to at once.
    """
    opens = cache(world.opens)

    def onward(person: Applicant, taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if arrived := opens(person) & world.goal:
            yield from ((*taken, last) for last in sorted(arrived))
            return
        if len(taken) + 1 == most:
            return
        for step in (*sorted(opens(person)), *ON_ONES_OWN):
            after = having_taken(step, person, world)
            if after != person:
                yield from onward(after, (*taken, step))

    yield from onward(world.person, ())


def having_taken(step: int, person: Applicant, world: World) -> Applicant:
    """Return the person afterwards, told once more and plainly."""
    given = gains_of(step, world)
    for name, ladder in (("degree", Degree), ("programming", Level), ("ml", Level)):
        had = person.completed if name == "degree" else getattr(person, name)
        rungs = list(ladder)
        new = rungs.index(getattr(given, name) or rungs[0])
        if new > rungs.index(had or rungs[0]):
            person = replace(person, **{name: rungs[new]})
            if name == "degree" and person.studying in rungs[1 : new + 1]:
                person = replace(person, studying=Studying.NO, graduates_on=None)
    return replace(person, research=True) if given.research else person


def gains_of(step: int, world: World) -> Gains:
    if step == RESEARCH_ALONE:
        return RESEARCH
    if step == END_OF_STUDIES:
        return Gains(world.person.studying) if world.person.is_student else NOTHING
    return world.programs[step].gives


Steps = list[tuple[bool, Gains]]
"""What each step before the last one gives, and whether it is one's own."""


def given_by(chain: tuple[int, ...], world: World) -> Steps:
    """Return what the steps give that the person had not at first."""
    return [(step in ON_ONES_OWN, _raised(step, world.person, world)) for step in chain[:-1]]


def raised_by(chain: tuple[int, ...], world: World) -> Steps:
    """Return what the steps raise, each after those before it."""
    person, found = world.person, []
    for step in chain[:-1]:
        found.append((step in ON_ONES_OWN, _raised(step, person, world)))
        person = having_taken(step, person, world)
    return found


def _raised(step: int, person: Applicant, world: World) -> Gains:
    after = having_taken(step, person, world)
    return Gains(
        **{
            name: getattr(after, name)
            for name in Gains._fields
            if getattr(after, name) != getattr(person, name)
        }
    )


def choices_of(route: Route) -> list[tuple[int, ...]]:
    """Return every chain that a route leaves to choose."""
    own = {True: RESEARCH_ALONE, False: END_OF_STUDIES}
    return list(product(*([own[one.gains.research]] if one.own else one.programs for one in route)))


def is_in(less: Steps, more: Steps) -> bool:
    """Return whether the one are among the other ones, in any order, each with as much or more."""
    return any(
        all(
            own == others and all(map(at_least, theirs, mine))
            for (own, mine), (others, theirs) in zip(less, some, strict=True)
        )
        for some in permutations(more, len(less))
    )


def at_least(one: str | bool | None, other: str | bool | None) -> bool:
    order = ["", "none", "basic", "working", "bachelor", "strong", "master", "phd", True]
    return order.index(one or "") >= order.index(other or "")

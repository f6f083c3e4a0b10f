"""Routes against every chain of programs that there is, in worlds small enough to try them all."""

from dataclasses import replace
from itertools import combinations, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from programs.choices import Degree, Level
from programs.eligibility import Applicant
from programs.eligibility.gains import Gains
from programs.eligibility.planner import Planner
from tests.eligibility.chains import (
    at_least,
    chains,
    choices_of,
    given_by,
    having_taken,
    is_in,
    raised_by,
)
from tests.eligibility.worlds import Listed, World, asking, worlds

ALL = 1_000

often = settings(max_examples=80)


@often
@given(worlds)
def test_the_first_route_is_as_short_as_the_shortest_chain(world):
    shortest = min(map(len, chains(world)), default=None)

    routes = world.planner().routes(ALL)

    assert (len(routes[0]) if routes else None) == shortest


@often
@given(worlds)
def test_whatever_one_chooses_of_a_route_is_a_chain_of_which_nothing_can_be_left_out(world):
    every = set(chains(world))
    ways = {chain[:-1] for chain in every}

    for route in world.planner().routes(ALL):
        assert all(stage.own or stage.programs for stage in route)
        for chain in choices_of(route):
            assert chain in every
            steps = chain[:-1]
            assert not any(
                less in ways for count in range(len(steps)) for less in combinations(steps, count)
            )


@often
@given(worlds)
def test_a_route_says_what_one_has_after_each_stage_at_least(world):
    for route in world.planner().routes(ALL):
        chains_of_it = choices_of(route)
        said = [(stage.own, stage.gains) for stage in route[:-1]]
        assert said in [raised_by(chain, world) for chain in chains_of_it]
        for chain in chains_of_it:
            person = world.person
            for step, (_, gained) in zip(chain, said, strict=False):
                person = having_taken(step, person, world)
                has = Gains(person.degree, person.programming, person.ml, person.research)
                assert all(map(at_least, has, gained))


@often
@given(worlds)
def test_every_chain_of_a_length_that_was_looked_at_is_a_variation_of_a_route(world):
    routes = world.planner().routes(ALL)
    longest = len(routes[0]) + 1 if routes else 0
    shown = [chain for route in routes for chain in choices_of(route)]

    for chain in chains(world):
        assert len(chain) > longest or any(is_variation(chain, one, world) for one in shown)


@often
@given(worlds)
def test_no_route_is_a_variation_of_another_one(world):
    routes = [choices_of(route) for route in world.planner().routes(ALL)]

    for one, other in permutations(routes, 2):
        assert any(not any(is_variation(chain, first, world) for first in one) for chain in other)


def is_variation(chain: tuple[int, ...], of: tuple[int, ...], world: World) -> bool:
    """Return whether a chain gives as much in its steps as another one, or raises the same."""
    return is_in(given_by(of, world), given_by(chain, world)) or (
        raised_by(of, world) == raised_by(chain, world)
    )


@often
@given(worlds)
def test_routes_are_never_longer_than_asked_and_one_stage_longer_than_the_shortest(world):
    for most in (1, 2, 3):
        lengths = [len(route) for route in world.planner(most=most).routes(ALL)]
        assert lengths == sorted(lengths)
        assert not lengths or lengths[-1] <= min(most, lengths[0] + 1)


@often
@given(worlds, st.integers(1, 3))
def test_fewer_routes_are_the_first_of_all(world, number):
    assert world.planner().routes(number) == world.planner().routes(ALL)[:number]


@often
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_programs_never_matters(world, dice):
    mixed = list(world.programs.items())
    dice.shuffle(mixed)

    other = replace(world, programs=dict(mixed))

    assert other.planner().routes() == world.planner().routes()


@often
@given(worlds)
def test_bitmaps_do_as_well_as_sets(world):
    planner = Planner(
        world.person,
        goal=BitMap(world.goal),
        opens=lambda person: BitMap(world.opens(person)),
        givers={gives: BitMap(programs) for gives, programs in world.givers.items()},
    )

    routes = [
        tuple(stage._replace(programs=frozenset(stage.programs)) for stage in route)
        for route in planner.routes()
    ]

    assert routes == world.planner().routes()


@often
@given(worlds)
def test_each_state_is_asked_for_once(world):
    asked: list[Applicant] = []

    def opens(person: Applicant) -> frozenset[int]:
        asked.append(person)
        return world.opens(person)

    planner = Planner(world.person, goal=world.goal, opens=opens, givers=world.givers)
    planner.routes()
    planner.gap()

    assert len(asked) == len(set(asked))


@often
@given(worlds)
def test_a_gap_is_the_least_that_would_open_the_goal(world):
    asked = world.planner().gap().asked

    every = [
        Gains(*each)
        for each in product(["", *Degree.values[1:]], *[["", *Level.values[1:]]] * 2, [False, True])
    ]
    opening = [one for one in every if world.goal & world.opens(raised(world.person, one))]
    if asked is None:
        assert not opening
    else:
        assert asked in opening
        assert not any(one != asked and is_in([(True, one)], [(True, asked)]) for one in opening)


def raised(person: Applicant, gained: Gains) -> Applicant:
    return having_taken(1, person, World(person, {1: Listed(asking(), gained)}))

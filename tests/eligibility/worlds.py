"""Worlds of a person and a few programs, small enough to try every chain of them."""

from dataclasses import dataclass

from hypothesis import strategies as st

from programs.choices import Degree, Level, Studying
from programs.dates import PartialDate
from programs.eligibility import Applicant, Group, Requirements, check
from programs.eligibility.asks import DegreeAsk, StudentAsk
from programs.eligibility.gains import Gains
from programs.eligibility.planner import Planner

NOTHING = Gains()
LOOKS_OPEN = frozenset({Group.LOOKS_OPEN})
OPEN_IF_TOO = LOOKS_OPEN | {Group.OPEN_IF}


@dataclass(frozen=True)
class Listed:
    """A program: what it asks, what it gives, and whether it is wanted."""

    asks: Requirements
    gives: Gains = NOTHING
    is_goal: bool = False


@dataclass(frozen=True)
class World:
    """A person and the programs, by number; `counted` are the groups that count as open."""

    person: Applicant
    programs: dict[int, Listed]
    counted: frozenset[Group] = LOOKS_OPEN

    def opens(self, person: Applicant) -> frozenset[int]:
        return frozenset(
            number
            for number, one in self.programs.items()
            if check(one.asks, person).group in self.counted
        )

    @property
    def goal(self) -> frozenset[int]:
        return frozenset(number for number, one in self.programs.items() if one.is_goal)

    @property
    def givers(self) -> dict[Gains, frozenset[int]]:
        given_by: dict[Gains, frozenset[int]] = {}
        for number, one in self.programs.items():
            if any(one.gives):
                given_by[one.gives] = given_by.get(one.gives, frozenset()) | {number}
        return given_by

    def planner(self, *, most: int = 3) -> Planner:
        return Planner(self.person, goal=self.goal, opens=self.opens, givers=self.givers, most=most)


def asking(
    degree: str = "none",
    *,
    enrollment: str = "",
    programming: str | None = None,
    ml: str | None = None,
    research: bool = False,
) -> Requirements:
    return Requirements(
        degree=DegreeAsk(degree),
        student=StudentAsk(enrollment) if enrollment else None,
        programming=programming,
        ml=ml,
        research="required" if research else None,
    )


def seldom(values: st.SearchStrategy, *, else_: object) -> st.SearchStrategy:
    """Return one of the values once in three times: worlds where all is asked have no ways."""
    return st.one_of(st.just(else_), st.just(else_), values)


levels = st.sampled_from(Level.values)
degrees = st.sampled_from(Degree.values)
enrollments = st.sampled_from(["undergraduate", "graduate", "any_student"])
modest = st.builds(
    asking,
    seldom(degrees, else_="none"),
    enrollment=seldom(seldom(enrollments, else_=""), else_=""),
    programming=seldom(levels, else_=None),
    ml=seldom(levels, else_=None),
    research=seldom(st.just(True), else_=False),
)
demanding = st.builds(
    asking,
    degrees,
    enrollment=seldom(seldom(enrollments, else_=""), else_=""),
    programming=st.none() | levels,
    ml=levels,
    research=st.booleans(),
)
gains = st.builds(
    Gains,
    seldom(st.sampled_from(Degree.values[1:]), else_=""),
    levels | st.just(""),
    levels | st.just(""),
    st.booleans(),
)
people = st.builds(
    Applicant,
    degree=st.sampled_from([*Degree, Degree.NONE, Degree.BACHELOR, None]),
    studying=st.sampled_from([*Studying, Studying.NO, Studying.NO, None]),
    graduates_on=st.sampled_from([None, PartialDate(2027)]),
    programming=st.sampled_from([*Level, Level.NONE, None]),
    ml=st.sampled_from([*Level, Level.NONE, None]),
    research=st.sampled_from([False, False, True, None]),
)
listed = st.lists(st.builds(Listed, modest, gains), max_size=6)
wanted = st.lists(st.builds(Listed, demanding, gains, st.just(True)), min_size=1, max_size=2)
worlds = st.builds(
    lambda person, listed, wanted, counted: World(
        person, dict(enumerate([*wanted, *listed], start=1)), counted
    ),
    people,
    listed,
    wanted,
    st.sampled_from([LOOKS_OPEN, OPEN_IF_TOO]),
)

"""The shortest ways from a person to a goal, through programs that give what the next one asks.

Along a way only four answers of a person change, so the search walks over what people can become,
a few dozen states, and never over programs: those come as sets, and it only intersects them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, reduce
from itertools import combinations, permutations, product
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from programs.eligibility.applicant import Applicant
from programs.eligibility.gains import Gains
from programs.eligibility.moves import DEGREES, LEVELS, Move, afterwards, beyond, has_now, joined

MOST_STAGES = 3
MOST_ROUTES = 3
RESEARCH = Gains(research=True)
"""What one can gain without any program: help in a lab, or repeat a published result."""


class Programs(Protocol):
    """A set of programs, never changed in place: a bitmap, or in tests a frozenset."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[int]: ...


P = TypeVar("P", bound=Programs)


class Stage(NamedTuple, Generic[P]):
    """One step of a route. Whichever of its programs one takes, the stages after it are open."""

    gains: Gains | None
    """What the step is there for, and a program may give more than that; None at the goal."""
    programs: P
    """None where it is a step of one's own: research experience, or the end of one's studies."""
    own: bool = False


Route = tuple[Stage[P], ...]
"""Stages in order; the last one has the programs of the goal that are open after the others."""


class Gap(NamedTuple, Generic[P]):
    """What stands between a person and a goal to which there is no route."""

    asked: Gains | None
    """The least that would open some of the goal; None: nothing that one can gain would."""
    absent: Gains
    """What of it no program gives that is open to them in time; blank if all of it can be had, but
    not in so few stages."""
    closed: P
    """Programs that give some of what is absent; they are not open to them."""


Path = tuple[Move, ...]


class Planner(Generic[P]):
    """The search for one person and one goal. Asks `opens` once for each state that it meets."""

    def __init__(
        self,
        applicant: Applicant,
        *,
        goal: P,
        opens: Callable[[Applicant], P],
        givers: Mapping[Gains, P],
        most: int = MOST_STAGES,
    ) -> None:
        """Plan at most so many stages, the goal included.

        `opens` returns the programs that are open to a person; `givers` are those that give
        something, by what they give.
        """
        self._applicant = applicant
        self._goal = goal
        self._opens = cache(opens)
        self._givers = givers
        self._offers = _offers(applicant, givers, goal - goal)
        self._most = most
        self._moves = cache(self._find_moves)
        self._state = cache(self._find_state)

    def routes(self, most: int = MOST_ROUTES) -> list[Route[P]]:
        """Return the shortest routes, and if these are few, those that are one stage longer.

        None is a variation of another one, with more than is needed or in another order. One route
        of one stage if the goal is open already; no route at all if there is none.
        """
        kept: list[list[Path]] = []
        lightest: list[Path] = []
        told: set[Path] = set()
        for length, paths in enumerate(self._levels()):
            for path in filter(self._goals, paths):
                if len(kept) < most and not any(_spares(other, path) for other in lightest):
                    lightest.append(path)
                    if self._steps(path) not in told:
                        kept.append(self._widened(path))
                        told.update(map(self._steps, product(*kept[-1])))
            if kept and (len(kept) == most or not kept[0] or length > len(kept[0])):
                break
        return [self._route(choices) for choices in kept]

    def gap(self) -> Gap[P]:
        """Return what is missing; ask only where there is no route."""
        asked = self._least_asked()
        if asked is None:
            return Gap(None, Gains(), self._goal - self._goal)
        people = (self._state(path) for paths in self._levels() for path in paths)
        absent = beyond(asked, reduce(joined, map(has_now, people)))
        closed = self._goal - self._goal
        for gains, programs in self._givers.items():
            if beyond(absent, gains) != absent:
                closed = closed | programs
        return Gap(asked, absent, closed)

    def _levels(self) -> Iterator[list[Path]]:
        """Yield all paths of no move, of one, of two and so on, the lightest first.

        What reaches the goal goes no further.
        """
        paths: list[Path] = [()]
        for _ in range(self._most):
            yield paths
            longer = {
                (*path, move)
                for path in paths
                if not self._goals(path)
                for move in self._moves(self._state(path))
            }
            paths = sorted(longer, key=_path_key)

    def _find_state(self, path: Path) -> Applicant:
        """Return the person after a path."""
        if not path:
            return self._applicant
        return afterwards(self._state(path[:-1]), path[-1].gains)

    def _goals(self, path: Path) -> P:
        """Return the programs of the goal that are open after a path."""
        return self._goal & self._opens(self._state(path))

    def _find_moves(self, person: Applicant) -> dict[Move, P]:
        """Return what would raise a person, with the programs for it that are open to them."""
        here = self._opens(person)
        return {
            move: near
            for move, programs in self._offers.items()
            if any(move.raising(person).gains) and (len(near := programs & here) or move.own)
        }

    def _steps(self, path: Path) -> Path:
        """Return what each move of a path raises after those before it."""
        return tuple(move.raising(self._state(path[:n])) for n, move in enumerate(path))

    def _route(self, choices: list[Path]) -> Route[P]:
        path = tuple(moves[0] for moves in choices)
        steps = zip(self._steps(path), self._programs(choices), strict=True)
        stages = [Stage(step.gains, programs, step.own) for step, programs in steps]
        return (*stages, Stage(None, self._goals(path)))

    def _widened(self, path: Path) -> list[Path]:
        """Return for each move all those that do for it, whichever one is taken of each."""
        choices: list[Path] = [(move,) for move in path]
        for place, step in reversed(list(enumerate(self._steps(path)))):
            person = self._state(path[:place])
            for move in sorted(self._moves(person), key=lambda one: one.key):
                if move != path[place] and move.raising(person).does_for(step):
                    wider = [*choices]
                    wider[place] = (*choices[place], move)
                    if self._holds(wider):
                        choices = wider
        return choices

    def _programs(self, choices: list[Path]) -> list[P]:
        """Return the programs of each choice of moves, open after the first of those before."""
        found = []
        person = self._applicant
        for moves in choices:
            near = self._moves(person)
            found.append(reduce(lambda some, more: some | more, (near[move] for move in moves)))
            person = afterwards(person, moves[0].gains)
        return found

    def _holds(self, choices: list[Path]) -> bool:
        """Return whether every stage is open and needed, whatever was chosen before it."""
        goals = self._goals(tuple(moves[0] for moves in choices))
        people = {self._applicant}
        for moves, programs in zip(choices, self._programs(choices), strict=True):
            if self._closes(programs, people):
                return False
            people = {afterwards(one, move.gains) for one in people for move in moves}
        return not self._closes(goals, people) and not any(
            self._is_chain(path)
            for some in combinations(choices, len(choices) - 1)
            for path in product(*some)
        )

    def _is_chain(self, path: Path) -> bool:
        """Return whether the moves can be made one after the other, and reach the goal."""
        can = (move in self._moves(self._state(path[:n])) for n, move in enumerate(path))
        return all(can) and len(self._goals(path)) > 0

    def _closes(self, programs: P, people: Iterable[Applicant]) -> bool:
        """Return whether one of these programs is not open to one of these people."""
        return any(len(programs - self._opens(person)) for person in people)

    def _least_asked(self) -> Gains | None:
        """Return the least gains that would open some of the goal, no degree if that can be."""
        for degree in ("", *DEGREES[1:]):
            asked = Gains(degree, LEVELS[-1], LEVELS[-1], True)
            if self._would_do(asked):
                break
        else:
            return None
        for name, lower in (
            ("research", (False,)),
            ("ml", ("", *LEVELS[1:])),
            ("programming", ("", *LEVELS[1:])),
        ):
            less = (asked._replace(**{name: value}) for value in lower)
            asked = next(filter(self._would_do, less), asked)
        return beyond(asked, has_now(self._applicant))

    def _would_do(self, gains: Gains) -> bool:
        person = afterwards(self._applicant, gains)
        return len(self._goal & self._opens(person)) > 0


def _offers(applicant: Applicant, givers: Mapping[Gains, P], none: P) -> dict[Move, P]:
    """Return the programs by what they give that the person has not, and one's own ways."""
    has = has_now(applicant)
    offers = {Move(beyond(RESEARCH, has), own=True): none}
    if applicant.is_student:
        offers[Move(beyond(Gains(applicant.studying), has), own=True)] = none
    for gains, programs in givers.items():
        move = Move(beyond(gains, has))
        offers[move] = offers.get(move, none) | programs
    return offers


def _spares(path: Path, longer: Path) -> bool:
    """Return whether all of a path is in another one, in any order and perhaps with more."""
    return any(
        all(theirs.does_for(mine) for mine, theirs in zip(path, some, strict=True))
        for some in permutations(longer, len(path))
    )


def _path_key(path: Path) -> tuple:
    return sum(move.weight for move in path), tuple(move.key for move in path)

"""What a page says of the routes to a goal. No clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from programs.eligibility import CRITERIA, Applicant, Group
from programs.eligibility.planner import MOST_STAGES, Gap
from programs.eligibility.wording import routes as wording
from programs.models import Program
from programs.presentation.cards import state_words
from programs.presentation.facts import choice_words
from programs.presentation.questions import QUESTIONS, Question
from programs.presentation.totals import Total, totals
from programs.routes import Goal, Leg, Plan

ASKED = 3
"""So many questions that are left are named for each step."""

_STANDING = {
    Group.OPEN_IF: "It depends on what you haven’t said, or on what only you know.",
    Group.ASK_THEM: "Ask them: it doesn’t say everything, or somebody there decides.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One step of a route: a program, or what one does without any."""

    title: str
    """The name of the program, or what one does on one's own."""
    words: str
    """How one does that; empty for a program."""
    is_research: bool
    """Whether it is research on one's own."""
    program: Program | None
    type_label: str
    state: str
    is_closing: bool
    standing: str
    """How it stands to who arrives there, a sentence; empty without a program."""
    missing: tuple[Question, ...]
    """The first few of those that matter there and were not answered."""
    unnamed: int
    """How many more of these there are."""
    gives: str
    """What one has after it, a sentence; empty at the goal."""
    reasons: tuple[str, ...]
    """Why it is there: a sentence for each later program that asks for what one has from it."""
    others: tuple[Program, ...]
    more: int
    """How many would do besides it and the others."""

    @property
    def count(self) -> int:
        """How many programs would do in all."""
        return 1 + len(self.others) + self.more if self.program else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A route, with what its programs take and give in all."""

    stops: tuple[Stop, ...]
    totals: tuple[Total, ...]

    @property
    def goal(self) -> Stop:
        return self.stops[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A plan as a page tells it."""

    total: int
    """How many programs the goal has, those left out that have closed."""
    far: int
    """How many of them are neither open nor to be asked."""
    now: Stop | None
    now_words: str
    """How many are open, and how many would be; empty if the goal is one program."""
    to_ask: Stop | None
    ways: tuple[Way, ...]
    caution: tuple[str, ...]
    """What to know before one begins on a way, in sentences."""
    gap: tuple[str, ...]
    """What is missing where there is no way, in sentences; empty otherwise."""
    blocked: tuple[tuple[str, int], ...]
    """What is not met where it matters, as labels, and by how many programs of `among`."""
    among: int
    unmet: tuple[str, ...]
    """The same for a single program, in sentences."""

    @property
    def has_research(self) -> bool:
        """Whether some way begins or goes on with research on one's own."""
        return any(stop.is_research for way in self.ways for stop in way.stops)


def programs_in(plan: Plan) -> list[int]:
    """Return the programs that a page names, each once."""
    alone = [leg for leg in (plan.now, plan.to_ask) if leg]
    legs = [*alone, *(leg for route in plan.routes for leg in route)]
    return list(dict.fromkeys(pk for leg in legs for pk in leg.programs))


def told(plan: Plan, applicant: Applicant, programs: Mapping[int, Program]) -> Told:
    """Return what to say of a plan; what is gone by now is left out.

    Each program needs what a card needs: its organization, `opening` and `closes_on`.
    """
    routes = [
        [_stop(leg, applicant, programs, is_first=n == 0) for n, leg in enumerate(route)]
        for route in plan.routes
    ]
    return Told(
        total=plan.far + sum(leg.count for leg in (plan.now, plan.to_ask) if leg),
        far=plan.far,
        caution=tuple(_cautions(plan)),
        now=_stop(plan.now, applicant, programs) if plan.now else None,
        now_words=_now_words(plan),
        to_ask=_stop(plan.to_ask, applicant, programs) if plan.to_ask else None,
        ways=tuple(_way(stops) for stops in routes if None not in stops),
        gap=tuple(_gap_sentences(plan.gap)) if plan.gap else (),
        blocked=tuple((CRITERIA[name].label, count) for name, count in plan.blocked),
        among=len(plan.gap.closed) if plan.gap and plan.gap.asked else plan.far,
        unmet=tuple(finding.sentence for finding in plan.findings),
    )


def as_data(told: Told, goal: Goal) -> dict[str, Any]:
    """Return what a page says as other programs read it."""
    return {
        "goal": {"value": goal.value, "name": goal.name, "programs": len(goal.programs)},
        "now": _stop_data(told.now) if told.now else None,
        "to_ask": _stop_data(told.to_ask) if told.to_ask else None,
        "routes": [
            {
                "stages": [_stop_data(stop) for stop in way.stops],
                "totals": [
                    {"label": one.label, "words": one.words, "notes": list(one.notes)}
                    for one in way.totals
                ],
            }
            for way in told.ways
        ],
        "missing": list(told.gap),
        "blocked": [{"label": label, "programs": count} for label, count in told.blocked],
        "unmet": list(told.unmet),
    }


def _stop_data(stop: Stop) -> dict[str, Any]:
    return {
        "program": stop.program.slug if stop.program else None,
        "title": stop.title,
        "standing": stop.standing,
        "missing": [question.name for question in stop.missing],
        "gives": stop.gives,
        "reasons": list(stop.reasons),
        "others": [program.slug for program in stop.others],
        "more": stop.more,
    }


def _way(stops: Iterable[Stop]) -> Way:
    stops = tuple(stops)
    taken = [stop.program for stop in stops if stop.program]
    return Way(stops=stops, totals=tuple(totals(taken, on_top=len(stops) - len(taken))))


def _stop(
    leg: Leg, applicant: Applicant, programs: Mapping[int, Program], *, is_first: bool = True
) -> Stop | None:
    """Return a step as it is told; None if all of its programs are gone."""
    first, *others = [programs[pk] for pk in leg.programs if pk in programs] or [None]
    if first is None and not leg.own:
        return None
    looks_open = f"Looks open to you {'now' if is_first else 'then'}."
    return Stop(
        title=first.name if first else wording.own_title(leg.gains),
        words="" if first else wording.own_words(leg.gains, applicant.graduates_on),
        is_research=leg.own and leg.gains.research,
        program=first,
        type_label=choice_words(first, "program_type") if first else "",
        state=state_words(first) if first else "",
        is_closing=bool(first and first.closes_on),
        standing=_STANDING.get(leg.group, looks_open) if first else "",
        missing=tuple(QUESTIONS[name] for name in leg.missing[:ASKED]),
        unnamed=len(leg.missing[ASKED:]),
        gives=_gives(leg),
        reasons=tuple(_reasons(leg, programs)),
        others=tuple(others),
        more=leg.count - len(leg.programs),
    )


def _reasons(leg: Leg, programs: Mapping[int, Program]) -> Iterator[str]:
    """Yield a sentence for each later program that asks for something one has from the step."""
    asks: dict[int, list[tuple[str, Any]]] = {}
    for one in leg.reasons:
        asks.setdefault(one.program, []).append((one.criterion, one.ask))
    for pk, asked in asks.items():
        if pk in programs:
            yield wording.reason(programs[pk].name, asked)


def _gives(leg: Leg) -> str:
    """Return what one has after a step; shortly, if the reasons say all of it."""
    if leg.gains is None:
        return ""
    told = {one.criterion for one in leg.reasons}
    return wording.then_you_have(leg.gains, is_told=len(told) == sum(map(bool, leg.gains)))


def _now_words(plan: Plan) -> str:
    total = plan.now.count if plan.now else 0
    return wording.open_now(plan.sure, total - plan.sure) if total else ""


def _cautions(plan: Plan) -> Iterator[str]:
    if plan.is_asking:
        yield wording.ask_first()
    if plan.is_fading:
        yield wording.may_have_ended()


def _gap_sentences(gap: Gap) -> Iterator[str]:
    if gap.asked is None:
        yield wording.nothing_gained_opens()
    elif any(gap.absent):
        yield wording.no_program_gives(gap.absent, len(gap.closed))
    else:
        yield wording.too_long(gap.asked, MOST_STAGES)

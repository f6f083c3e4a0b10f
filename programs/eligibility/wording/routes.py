"""Sentences about the steps of a route, and about what is missing where there is none."""

from collections.abc import Iterable

from programs.choices import Degree, Level, ResearchExperience
from programs.dates import PartialDate
from programs.eligibility.asks import DegreeAsk
from programs.eligibility.gains import Gains
from programs.eligibility.wording.parts import KNOWLEDGE, SKILLS, on_date

_ASKED = {
    Degree.BACHELOR: "a bachelor’s degree",
    Degree.MASTER: "a graduate degree",
    Degree.PHD: "a PhD",
}
_EARNED = {**_ASKED, Degree.MASTER: "a master’s degree"}
_RESEARCH = "research experience"


def gained(gains: Gains) -> str:
    """Return the gains as the end of a sentence: `a PhD, a basic knowledge of programming and …`.

    Blank for none.
    """
    parts = [
        _EARNED[Degree(gains.degree)] if gains.degree else "",
        *(
            f"{KNOWLEDGE[Level(level)]} of {SKILLS[skill]}"
            for skill, level in (("programming", gains.programming), ("ml", gains.ml))
            if level
        ),
        _RESEARCH if gains.research else "",
    ]
    return _listed([part for part in parts if part])


def then_you_have(gains: Gains, *, is_told: bool = False) -> str:
    """Return what one has after a step; `is_told`: the sentence before has named it."""
    return "After this step, you have that." if is_told else f"After it, you have {gained(gains)}."


def reason(name: str, asks: Iterable[tuple[str, str | DegreeAsk]]) -> str:
    """Return why a step comes before the program of this name: what that asks, by criterion."""
    return f"“{name}” asks for {_listed([asked(*ask) for ask in asks])}."


def asked(criterion: str, ask: str | DegreeAsk) -> str:
    if isinstance(ask, DegreeAsk):
        return _ASKED[Degree(ask.minimum)]
    if ask == ResearchExperience.REQUIRED:
        return _RESEARCH
    return f"{KNOWLEDGE[Level(ask)]} of {SKILLS[criterion]}"


def own_title(gains: Gains) -> str:
    return "Finish the degree that you study for" if gains.degree else "Do research on your own"


def own_words(gains: Gains, ends: PartialDate | None) -> str:
    """Return how one does it; `ends` is when the degree in progress does."""
    if gains.degree:
        finish = f"You study for {_EARNED[Degree(gains.degree)]} now"
        return f"{finish}, and finish it {on_date(ends)}." if ends else f"{finish}."
    return (
        "Help with a research project at a university near you, or repeat the results of a "
        "published paper."
    )


def open_now(sure: int, waiting: int) -> str:
    """Return how many programs look open, and how many wait for something only you can say."""
    looking = f"{sure} look{'s' if sure == 1 else ''} open to you now." if sure else ""
    depend = f"{waiting}{' more' if sure else ''} depend{'s' if waiting == 1 else ''} on what you"
    depending = f"{depend} haven’t said, or on what only you know." if waiting else ""
    return " ".join(filter(None, [looking, depending]))


def ask_first() -> str:
    return (
        "No way is sure: some steps don’t say everything, or somebody there decides. Ask them "
        "before you begin."
    )


def may_have_ended() -> str:
    return "Some steps may not run any more: look at the dates first."


def no_program_gives(absent: Gains, closed: int) -> str:
    """Return that nothing open gives what is absent; `closed` programs give it, but to others."""
    what = gained(absent)
    if not closed:
        return f"No program in our list gives you {what}."
    if closed == 1:
        return (
            f"No program that would be open to you gives you {what}. 1 program gives it, but is "
            "not open to you as stated:"
        )
    return (
        f"No program that would be open to you gives you {what}. {closed} programs give it, but "
        "are not open to you as stated:"
    )


def too_long(missing: Gains, most: int) -> str:
    return f"You would need {gained(missing)}. Our list has each of these, but not in {most} steps."


def nothing_gained_opens() -> str:
    return "Steps alone don’t lead there. Something is in the way that no program can give you:"


def _listed(parts: list[str]) -> str:
    """Return `A`, `A and B` or `A, B and C`; blank for none."""
    *head, last = parts or [""]
    return f"{', '.join(head)} and {last}" if head else last

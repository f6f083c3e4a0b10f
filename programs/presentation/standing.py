"""Whether a program runs, in words, and how that is known."""

from dataclasses import dataclass

from programs import choices
from programs.models import Program
from programs.presentation.facts import choice_words


@dataclass(frozen=True, slots=True)
class Standing:
    """The words, and what they rest on; `basis` is empty if that is not recorded."""

    words: str
    basis: str


_BASIS = {
    choices.StatusBasis.STATED: "a source says so",
    choices.StatusBasis.INFERRED: "inferred from the dates of our sources",
}


def standing(program: Program) -> Standing:
    """Return whether the program runs, as far as is known."""
    return Standing(standing_words(program), _BASIS.get(program.status_basis, ""))


def standing_words(program: Program) -> str:
    """Return the state in a few words: `Running`, `Closed`, `No sign of it since July 2018`."""
    if program.status == choices.Status.UNKNOWN and program.last_seen:
        return f"No sign of it since {program.last_seen.words}"
    return choice_words(program, "status")

"""What one has after a program, and how many programs ask for that."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from programs.catalogue import Listing, Snapshot
from programs.choices import Level, ResearchExperience
from programs.models import Program
from programs.presentation.facts import Fact, Link, choice_words


def outcomes(program: Program, snapshot: Snapshot) -> list[Fact]:
    """Return what one has afterwards, as far as it was judged, each with what asks for it.

    A skill is asked for by programs that ask for it or for less of it. May be empty.
    """
    return [_counted(fact, snapshot) for fact in judged(program)]


def judged(program: Program) -> list[Fact]:
    """Return what one has afterwards, as far as it was judged. May be empty."""
    degree = program.awards_degree
    found = [
        _fact("A degree", "awards_degree", choice_words(program, "awards_degree"), degree=[degree]),
        _skill(program, "builds_programming", "Programming", "programming"),
        _skill(program, "builds_ml", "Machine learning", "ml"),
        _fact(
            "Research experience",
            "builds_research",
            "Yes" if program.builds_research else "",
            research=[ResearchExperience.REQUIRED.value],
        ),
    ]
    return [fact for fact in found if fact.words]


def _skill(program: Program, field: str, label: str, parameter: str) -> Fact:
    level = getattr(program, field)
    less = Level.values[1 : Level.values.index(level) + 1] if level else []
    return _fact(label, field, choice_words(program, field), **{parameter: less})


def _fact(label: str, field: str, words: str, **asking: list[str]) -> Fact:
    link = Link(words="", query=urlencode(asking, doseq=True))
    return Fact(label=label, words=words, fields=(field,), links=(link,))


def _counted(fact: Fact, snapshot: Snapshot) -> Fact:
    """Return the fact with a link that says how many programs it leads to; none if it is none."""
    (link,) = fact.links
    count = len(Listing.of(QueryDict(link.query), snapshot))
    words = f"{count} program{' asks' if count == 1 else 's ask'} for that"
    return replace(fact, links=(replace(link, words=words),) if count else ())

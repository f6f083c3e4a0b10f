"""What a search means: words that must occur, level by level of what a listing says of itself."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from django.db.models import Case, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django_countries import countries

from programs.choices import ProgramType
from programs.filters.analysis import telling, words_of
from programs.filters.synonyms import Phrase, phrases
from programs.models import Program, ProgramQuerySet

MAX_WORDS = 16
MAX_WORD_LENGTH = 40
_MAX_TEXT = MAX_WORDS * (MAX_WORD_LENGTH + 10)

NAMES, TAGS, SUMMARY, REST = LEVELS = range(4)
"""Texts of a program, from those that tell most of it to those that tell least.

Names are its own and that of its organization; tags are topics, roles, audiences and its type;
the rest is its description, its notes and its places. A word at one level is there at all below.
"""

NAME_COLUMNS = ("name", "other_names", "organization__name")
REST_COLUMNS = (
    "description",
    "status_note",
    "degree_note",
    "eligibility_note",
    "cost_note",
    "funding_note",
)

WORD = re.compile(r"[^\W_]+")
"""A word as it is typed."""


@dataclass(frozen=True)
class Search:
    """What a visitor looks for: the text as we repeat it, and its words."""

    text: str = ""
    words: tuple[str, ...] = ()
    was_cut: bool = False

    @classmethod
    def of(cls, text: str) -> "Search":
        """Return the search that a text asks for, cut to MAX_WORDS words.

        Words are runs of letters and digits, so `fast.ai` is two. No word: an empty search.
        """
        visible = "".join(char if char.isprintable() else " " for char in text[: 4 * _MAX_TEXT])
        tidy = " ".join(unicodedata.normalize("NFC", visible).split())
        found = list(WORD.finditer(tidy))
        kept = found[:MAX_WORDS]
        if not kept:
            return cls()
        words = tuple(dict.fromkeys(match.group()[:MAX_WORD_LENGTH] for match in kept))
        was_cut = len(found) > MAX_WORDS or len(text) > 4 * _MAX_TEXT
        shown = tidy[: kept[-1].end()] if was_cut else tidy
        return cls(shown[:_MAX_TEXT], words, was_cut)

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class Term:
    """Occurs where one of the words does, or a word that begins with the prefix; blank: none."""

    words: frozenset[str]
    prefix: str = ""

    def is_in(self, words: list[str], *, exact: bool) -> bool:
        """Return whether it occurs among these words; exact: without the prefix."""
        prefix = "" if exact else self.prefix
        return any(word in self.words or (prefix and word.startswith(prefix)) for word in words)


@dataclass(frozen=True)
class Clause:
    """Holds where all its own terms occur, or all of one of the others, which mean the same."""

    own: tuple[Term, ...]
    others: tuple[tuple[Term, ...], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a search is taken to mean: every clause must hold; without one, every program matches.

    It is *exact* at a level where the own terms of all clauses occur by their words, and *loose*
    where prefixes and others count too. `corrected` pairs words as they were typed with those
    that were looked for instead.
    """

    clauses: tuple[Clause, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


Forms = Callable[[str], frozenset[str]]
"""Gives the words to look for instead of a typed or synonymous one."""


def as_typed(search: Search) -> Reading:
    """Return what a search means to one who knows no other forms of its words."""
    return read(search, lambda word: frozenset({word}))


def read(search: Search, forms: Forms) -> Reading:
    """Return what a search means: synonyms count as well, and what begins like the last word."""
    return Reading(tuple(dict.fromkeys(clause for _, clause in clauses_of(search, forms))))


def clauses_of(search: Search, forms: Forms) -> list[tuple[Phrase, Clause]]:
    """Return the phrases of a search, each with what it means."""
    words = words_of(" ".join(search.words))
    kept = telling(words)
    found = [(phrase, _clause(phrase, forms)) for phrase in phrases(kept)]
    if kept and kept[-1] == words[-1]:
        phrase, clause = found.pop()
        last = replace(clause.own[-1], prefix=words[-1])
        found.append((phrase, replace(clause, own=(*clause.own[:-1], last))))
    return found


def _clause(phrase: Phrase, forms: Forms) -> Clause:
    own, *others = (
        tuple(Term(forms(word)) for word in words) for words in (phrase.own, *phrase.others)
    )
    return Clause(own, tuple(others))


# --- In SQL ----------------------------------------------------------------------------------

TIERS = [(level, exact) for exact in (True, False) for level in LEVELS]
"""What makes a program relevant, from most to least: where a reading holds, and how."""


def narrow(programs: ProgramQuerySet, reading: Reading) -> ProgramQuerySet:
    """Keep the programs that a reading matches: where it is loose over all their texts."""
    if not reading.clauses:
        return programs
    return _with_texts(programs).filter(_holds(reading, REST, exact=False))


def rank(programs: ProgramQuerySet, reading: Reading) -> tuple[ProgramQuerySet, Case]:
    """Return the programs, and the expression that gives the tier of one that matches.

    The tier is its place in TIERS, 0 to 7. The expression needs what is added to the programs.
    """
    if not reading.clauses:
        return programs, Case(default=Value(0), output_field=IntegerField())
    *tiers, last = (
        When(_holds(reading, level, exact=exact), then=tier)
        for tier, (level, exact) in enumerate(TIERS)
    )
    return _with_texts(programs), Case(*tiers, default=last.result, output_field=IntegerField())


def _with_texts(programs: ProgramQuerySet) -> ProgramQuerySet:
    """Add for each level the texts of its columns and of those before it."""
    summed = (*NAME_COLUMNS, "summary")
    return programs.alias(
        names=_joined(NAME_COLUMNS), summed=_joined(summed), texts=_joined((*summed, *REST_COLUMNS))
    )


def _joined(columns: tuple[str, ...]) -> Func:
    """Return the texts one below the other, so that no word runs from one into the next.

    Not a `Concat`: that nests too deep for SQLite's parser, in an expression of some length.
    """
    parts = [part for column in columns for part in (Value("\n"), column)]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _holds(reading: Reading, level: int, *, exact: bool) -> Q:
    """Match programs where a reading is exact, or loose, at a level."""

    def has_all(terms: tuple[Term, ...]) -> Q:
        return Q(*(_occurs(term, level, exact=exact) for term in terms))

    ways = [(clause.own, *(() if exact else clause.others)) for clause in reading.clauses]
    return Q(*(Q(*map(has_all, each), _connector=Q.OR) for each in ways))


def _occurs(term: Term, level: int, *, exact: bool) -> Q:
    """Match programs that have the term in a text of the level or of one before it."""
    pattern = _pattern(term, exact=exact)
    if not pattern:
        return Q(pk__in=[])
    found = Q(**{f"{('names', 'names', 'summed', 'texts')[level]}__iregex": pattern})
    if level >= TAGS:
        labels = {member.value: words_of(member.label) for member in ProgramType}
        types = [value for value, words in labels.items() if term.is_in(words, exact=exact)]
        found |= Q(program_type__in=types)
        for relation in (Program.topics, Program.roles, Program.audiences):
            found |= Q(pk__in=_having(relation, Q(name__iregex=pattern)))
    if level >= REST:
        codes = [code for code, words in _countries().items() if term.is_in(words, exact=exact)]
        place = Q(city__iregex=pattern) | Q(country__in=codes)
        found |= Q(pk__in=_having(Program.locations, place))
    return found


def _pattern(term: Term, *, exact: bool) -> str:
    r"""Return a pattern that SQLite (Python's `re`) and PostgreSQL read alike; blank: no word.

    `\b` is a word boundary to one and a backspace to the other.
    """
    ways = [rf"{_spelled(word)}(\W|_|$)" for word in sorted(term.words)]
    if term.prefix and not exact:
        ways.append(_spelled(term.prefix))
    return rf"(^|\W|_)({'|'.join(ways)})" if ways else ""


def _spelled(word: str) -> str:
    """Return a pattern for the ways to spell a word: with Latin accents and ligatures, or not."""
    accented = _accented()

    def spell(match: re.Match) -> str:
        folded = match.group()
        if len(folded) > 1:
            return f"({''.join(map(_spelled, folded))}|[{accented[folded]}])"
        return f"[{folded}{accented[folded]}]"

    longest_first = sorted(accented, key=len, reverse=True)
    return re.sub("|".join(longest_first), spell, re.escape(word))


@cache
def _accented() -> dict[str, str]:
    """Return the Latin letters that have accents, by the letter or letters that they fold to."""
    found: dict[str, str] = defaultdict(str)
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        if letter.islower() and (folded := "".join(words_of(letter))).isascii():
            found[folded] += letter
    return dict(found)


@cache
def _countries() -> dict[str, list[str]]:
    """Return the words of each country's name by its code."""
    return {code: words_of(str(name)) for code, name in countries}


def _having(relation: ManyToManyDescriptor, wanted: Q) -> QuerySet:
    """Return the keys of programs that are tied to what is wanted.

    Not an `Exists`: this way the database looks at the names once, not once a program.
    """
    tied = relation.field.related_model.objects.filter(wanted)
    return relation.through.objects.filter(
        **{f"{relation.field.m2m_reverse_field_name()}__in": tied}
    ).values("program")

"""Search in SQL: every word must begin a word of what a listing says of itself."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django.db.models.functions import Concat

from programs.models import Program, ProgramQuerySet

MAX_WORDS = 16
MAX_WORD_LENGTH = 40
_MAX_TEXT = MAX_WORDS * (MAX_WORD_LENGTH + 10)

_WORD = re.compile(r"[^\W_]+")


def _joined(*columns: str) -> Concat:
    """Return the texts one below the other, so that no word runs from one into the next."""
    parts = [part for column in columns for part in (Value("\n"), column)]
    return Concat(*parts, output_field=TextField())


_NAMES = _joined("name", "other_names", "organization__name")
_TEXTS = _joined("name", "other_names", "organization__name", "summary", "description")


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
        found = list(_WORD.finditer(tidy))
        kept = found[:MAX_WORDS]
        if not kept:
            return cls()
        words = tuple(dict.fromkeys(match.group()[:MAX_WORD_LENGTH] for match in kept))
        was_cut = len(found) > MAX_WORDS or len(text) > 4 * _MAX_TEXT
        shown = tidy[: kept[-1].end()] if was_cut else tidy
        return cls(shown[:_MAX_TEXT], words, was_cut)

    def narrow(self, programs: ProgramQuerySet) -> ProgramQuerySet:
        """Keep the programs in which every word begins a word."""
        if not self.words:
            return programs
        programs = programs.alias(searched=_TEXTS)
        for word in self.words:
            pattern = _begins_a_word(word)
            programs = programs.filter(
                Q(searched__iregex=pattern)
                | Q(pk__in=_tagged(Program.topics, pattern))
                | Q(pk__in=_tagged(Program.roles, pattern))
            )
        return programs

    def rank(self) -> Case:
        """Return 0 where the name has all words, 1 where all names have them, else 2.

        Needs the queryset's alias `names`, which `with_names` adds.
        """
        patterns = [_begins_a_word(word) for word in self.words]
        return Case(
            When(_all("name", patterns), then=0),
            When(_all("names", patterns), then=1),
            default=2,
        )

    def __bool__(self) -> bool:
        return bool(self.words)


def with_names(programs: ProgramQuerySet) -> ProgramQuerySet:
    """Add the alias `names`: name, other names and organization of a program."""
    return programs.alias(names=_NAMES)


def _begins_a_word(word: str) -> str:
    r"""Return a pattern that SQLite (Python's `re`) and PostgreSQL read alike.

    `\b` is a word boundary to one and a backspace to the other; a word has only letters and
    digits, so nothing in it needs escaping.
    """
    return rf"(^|\W){word}"


def _tagged(relation: ManyToManyDescriptor, pattern: str) -> QuerySet:
    """Return the keys of programs with a tag whose name has the word.

    Not an `Exists`: this way the database looks at the names once, not once a program.
    """
    tags = relation.field.related_model.objects.filter(name__iregex=pattern)
    return relation.through.objects.filter(
        **{f"{relation.field.m2m_reverse_field_name()}__in": tags}
    ).values("program")


def _all(column: str, patterns: list[str]) -> Q:
    return Q(*(Q(**{f"{column}__iregex": pattern}) for pattern in patterns))

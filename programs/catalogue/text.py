"""The texts of a catalogue, searched in memory."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Self, TypeVar

from pyroaring import BitMap
from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder, Searcher

from programs.catalogue.vocabulary import Vocabulary
from programs.filters.analysis import WORDS, composed, is_telling, words_of
from programs.filters.search import (
    REST,
    WORD,
    Clause,
    Reading,
    Search,
    Term,
    clauses_of,
    read,
)

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")

Texts = tuple[str, str, str, str]
"""What a program says of itself by level: names, tags, summary, rest; the parts of one on lines."""

Entry = tuple[int, Texts]
"""The id of a program and its texts."""

_FIELDS = ("names", "tags", "summary", "rest")
"""By level. A field has the texts of its level and of those before: one look at one answers."""

FEW = 2_000
_SMALL_HEAP, _LARGE_HEAP = 15_000_000, 120_000_000
_TIMES_AS_FREQUENT = 10
_TRIED = 3
_MOST_KEPT = 64


def _schema() -> Schema:
    # Signed: from an unsigned field, deleting by term deletes nothing and doesn't say so.
    builder = SchemaBuilder().add_integer_field("id", indexed=True, fast=True)
    for name in _FIELDS:
        builder = builder.add_text_field(name, tokenizer_name="words", index_option="basic")
    return builder.build()


_SCHEMA = _schema()


@dataclass(frozen=True)
class TextIndex:
    """The texts of programs as they were at one time; it finds the same forever.

    Those made of one another by `changed` share what they hold, so only the newest may be changed;
    an older one only if changing it failed.
    """

    _index: Index
    _searcher: Searcher
    _vocabulary: Vocabulary
    _ids: BitMap
    _readings: dict[Search, Reading] = field(default_factory=dict)
    _found: dict[tuple[Reading, int, bool], BitMap] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[Entry]) -> Self:
        """Return the index of these programs, each given once."""
        index = Index(_SCHEMA)
        index.register_tokenizer("words", WORDS)
        # By default, a thread of its own reloads whenever it likes.
        index.config_reader("manual")
        entries = iter(texts)
        first = list(islice(entries, FEW))
        is_large = len(first) == FEW
        heap, threads = (_LARGE_HEAP, 2) if is_large else (_SMALL_HEAP, 1)
        ids = _write(index, (), chain(first, entries), heap=heap, threads=threads)
        searcher = index.searcher()
        known = (word for word, _ in searcher.terms_with_prefix(_FIELDS[REST], ""))
        return cls(index, searcher, Vocabulary(known), ids)

    def changed(self, gone: Iterable[int], added: Iterable[Entry]) -> Self:
        """Return the index without the programs that are gone, and with the added ones.

        One that is added replaces what was known of it. Repeated after a failure, it does the same.
        """
        texts = dict(added)
        touched = BitMap(gone) | BitMap(texts)
        ids = _write(self._index, touched, texts.items())
        words = (word for each in texts.values() for word in words_of("\n".join(each)))
        vocabulary = self._vocabulary.with_words(words)
        return type(self)(
            self._index, self._index.searcher(), vocabulary, (self._ids - touched) | ids
        )

    # --- What it finds -----------------------------------------------------------------------

    def find(self, reading: Reading, level: int = REST, exact: bool = False) -> BitMap:
        """Return the ids of the programs where a reading is exact, or loose, at a level.

        Answers are kept, as those of `read` are: the pages of one search ask the same again.
        """
        asked = (reading, level, exact)
        return _remembered(
            self._found, asked, lambda: self._search(_query(reading, level, exact=exact))
        )

    def _search(self, wanted: Query) -> BitMap:
        found = self._count(wanted)
        if 2 * found <= len(self._ids):
            return self._fetch(wanted, found)
        # Counting is cheap, fetching is not: fetch what is less.
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, wanted)])
        return self._ids - self._fetch(others, len(self._ids) - found)

    def _count(self, query: Query) -> int:
        return self._searcher.search(query, 1).count

    def _fetch(self, query: Query, number: int) -> BitMap:
        if not number:
            return BitMap()
        found = self._searcher.search(query, number, count=False, order_by_field="id")
        return BitMap([key for key, _ in found.hits])

    def _uses(self, word: str) -> int:
        """Return in how many programs a word occurs."""
        return self._count(_term(Term(frozenset({word})), REST, exact=True))

    # --- What is meant -----------------------------------------------------------------------

    def read(self, search: Search) -> Reading:
        """Return what a search means: its words in every form that is known.

        Only where that finds nothing, words that occur nowhere stand for those spelled nearly so.
        """
        return _remembered(self._readings, search, lambda: self._reading(search))

    def _reading(self, search: Search) -> Reading:
        plain = read(search, self._forms)
        if not plain.clauses or self._matches(plain):
            return plain
        near = self._near(search)
        meant = read(search, lambda word: near[word][1] if word in near else self._forms(word))
        if not near or not self._matches(meant):
            return plain
        spelled = {words_of(word)[0]: word for word in search.words if len(words_of(word)) == 1}
        corrected = tuple((spelled.get(word, word), best) for word, (best, _) in near.items())
        return Reading(meant.clauses, corrected)

    def suggest(self, search: Search) -> str:
        """Return a text that finds more than a search that found little; blank if none does.

        It has another word instead of one of the search's: one spelled nearly so, in ten times as
        many programs.
        """
        reading = self.read(search)
        found = self._matches(reading)
        if reading.corrected:
            return ""
        for phrase, clause in clauses_of(search, self._forms):
            for word, term in zip(phrase.own, clause.own, strict=True):
                for other in self._more_used(word, term):
                    text = _replaced(search.text, word, other)
                    if self._matches(self.read(Search.of(text))) > found:
                        return text
        return ""

    def _matches(self, reading: Reading) -> int:
        """Return how many programs a reading matches."""
        return self._count(_query(reading, REST, exact=False))

    def _forms(self, word: str) -> frozenset[str]:
        return self._vocabulary.alike(word) | {word}

    def _near(self, search: Search) -> dict[str, tuple[str, frozenset[str]]]:
        """Return by typed word the most used of the words spelled nearly so, and all their forms.

        Empty if a word that occurs nowhere has none: then nothing can be found.
        """
        near = {}
        for phrase, clause in clauses_of(search, self._forms):
            if self._matches(Reading((clause,))):
                continue
            for word, term in zip(phrase.own, clause.own, strict=True):
                if self._count(_term(term, REST, exact=False)):
                    continue
                uses = self._closest(word)
                if not uses:
                    return {}
                best = min(uses, key=lambda other: (-uses[other], other))
                near[word] = best, frozenset().union(*map(self._forms, uses))
        return near

    def _closest(self, word: str) -> dict[str, int]:
        """Return the words in use that have the fewest wrong letters, with their uses."""
        for others in self._vocabulary.close(word):
            if uses := self._in_use(others):
                return uses
        return {}

    def _more_used(self, word: str, term: Term) -> Iterator[str]:
        """Yield words spelled nearly so that far more programs have, the best guess first."""
        most = max(1, _TIMES_AS_FREQUENT * self._count(_term(term, REST, exact=False)))
        for others in self._vocabulary.close(word):
            uses = self._in_use(others)
            often = [other for other in uses if uses[other] >= most]
            yield from sorted(often, key=lambda other: (-uses[other], other))[:_TRIED]

    def _in_use(self, words: Iterable[str]) -> dict[str, int]:
        """Return the uses of those that occur anywhere and that somebody may look for."""
        return {word: uses for word in words if is_telling(word) and (uses := self._uses(word))}


def _remembered(known: dict[Key, Answer], asked: Key, answer: Callable[[], Answer]) -> Answer:
    """Return an answer given before, or a new one, which is kept for some time."""
    found = known.get(asked)
    if found is None:
        found = answer()
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[asked] = found
    return found


def _write(
    index: Index,
    gone: Iterable[int],
    added: Iterable[Entry],
    *,
    heap: int = _SMALL_HEAP,
    threads: int = 1,
) -> BitMap:
    """Change what an index holds, and return the ids that were added; all of it or nothing."""
    writer = index.writer(heap, threads)
    ids = BitMap()
    try:
        for key in gone:
            writer.delete_documents_by_term("id", key)
        for key, texts in added:
            writer.add_document(_document(key, texts))
            ids.add(key)
        writer.commit()
    finally:
        # Lets go of the index; what was not committed is forgotten.
        writer.wait_merging_threads()
    index.reload()
    return ids


def _document(key: int, texts: Texts) -> Document:
    document = Document()
    document.add_integer("id", key)
    for level, name in enumerate(_FIELDS):
        document.add_text(name, composed("\n".join(texts[: level + 1])))
    return document


def _query(reading: Reading, level: int, *, exact: bool) -> Query:
    """Return what finds the programs where a reading is exact, or loose, at a level."""
    if not reading.clauses:
        return Query.all_query()
    return _all(_clause(clause, level, exact=exact) for clause in reading.clauses)


def _clause(clause: Clause, level: int, *, exact: bool) -> Query:
    ways = [clause.own, *(() if exact else clause.others)]
    return _any(_all(_term(term, level, exact=exact) for term in way) for way in ways)


def _term(term: Term, level: int, *, exact: bool) -> Query:
    field = _FIELDS[level]
    prefix = "" if exact else term.prefix
    words = [word for word in term.words if not (prefix and word.startswith(prefix))]
    found = [Query.term_query(_SCHEMA, field, word, "basic") for word in words]
    if prefix:
        found.append(Query.fuzzy_term_query(_SCHEMA, field, prefix, distance=0, prefix=True))
    return _any(found)


def _all(queries: Iterable[Query]) -> Query:
    return _joined(Occur.Must, queries)


def _any(queries: Iterable[Query]) -> Query:
    return _joined(Occur.Should, queries)


def _joined(occur: Occur, queries: Iterable[Query]) -> Query:
    joined = [(occur, query) for query in queries]
    # Without any, it finds nothing.
    return joined[0][1] if len(joined) == 1 else Query.boolean_query(joined)


def _replaced(text: str, word: str, other: str) -> str:
    """Return the text with another word instead of this one, however it is spelled there."""
    return WORD.sub(lambda match: other if words_of(match[0]) == [word] else match[0], text)

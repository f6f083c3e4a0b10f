"""What a reading means, in plain Python over sets of words; and random readings and texts."""

import re
import unicodedata

from hypothesis import strategies as st

from programs.filters.search import LEVELS, REST, Clause, Reading, Term

Texts = tuple[str, str, str, str]

# Words that share beginnings and stems, are spelled nearly alike, or differ by an accent.
WORDS = [
    *("machine", "machines", "machining", "learning", "learned", "lerning", "leaning"),
    *("ml", "mlops", "ai", "aid", "aim", "phd", "phds", "doctorate", "robot", "robots", "robotics"),
    *("École", "écoles", "colés", "Zürich", "data", "date", "lab", "Labs", "R2D2", "2019", "x"),
]


def words_in(text: str) -> set[str]:
    """Return the words of a text of Latin letters, without what is under or above them."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return set(re.findall(r"[a-z0-9]+", plain.lower()))


def tier(texts: Texts, reading: Reading) -> int | None:
    """Return how relevant a program with these texts is, from 0 to 7; None if it doesn't match."""
    ways = [(level, exact) for exact in (True, False) for level in LEVELS]
    held = (number for number, way in enumerate(ways) if holds(texts, reading, *way))
    return next(held) if holds(texts, reading, REST, False) else None


def holds(texts: Texts, reading: Reading, level: int, exact: bool) -> bool:
    words = set().union(*map(words_in, texts[: level + 1]))

    def occurs(term: Term) -> bool:
        begun = {word for word in words if term.prefix and word.startswith(term.prefix)}
        return bool(words & term.words or (begun and not exact))

    return all(
        any(all(map(occurs, way)) for way in [clause.own, *([] if exact else clause.others)])
        for clause in reading.clauses
    )


def matching(
    corpus: dict[int, Texts], reading: Reading, level: int = REST, exact: bool = False
) -> set[int]:
    """Return the keys of the texts where a reading holds."""
    return {key for key, texts in corpus.items() if holds(texts, reading, level, exact)}


_folded = sorted(set().union(*map(words_in, WORDS)))
_prefixes = st.sampled_from(_folded).flatmap(
    lambda word: st.integers(1, len(word)).map(lambda length: word[:length])
)
terms = st.builds(
    Term,
    st.frozensets(st.sampled_from(_folded), max_size=3),
    st.just("") | _prefixes,
)
_several = st.lists(terms, min_size=1, max_size=2).map(tuple)
clauses = st.builds(Clause, _several, st.lists(_several, max_size=2).map(tuple))
readings = st.builds(Reading, st.lists(clauses, max_size=3).map(tuple))

_spellings = st.sampled_from(WORDS).flatmap(
    lambda word: st.sampled_from([word, word.upper(), word.capitalize()])
)
_gaps = st.sampled_from([" ", "\n", "-", ", ", "_", "’", " (", ". "])
texts_of_words = st.lists(st.tuples(_spellings, _gaps), max_size=3).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
texts = st.tuples(*[texts_of_words] * 4)
corpora = st.dictionaries(st.integers(0, 30), texts, max_size=12)

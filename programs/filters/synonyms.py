"""What people type for the same thing."""

from dataclasses import dataclass

from programs.filters.analysis import stem, words_of

Words = tuple[str, ...]

# Each row's phrases stand for one another, in any form that has the same stem. An abbreviation is
# here only if it rarely means anything else: CV is a résumé more often than computer vision.
SYNONYMS = (
    ("ML", "machine learning"),
    ("AI", "artificial intelligence"),
    ("NLP", "natural language processing"),
    ("RL", "reinforcement learning"),
    ("CS", "computer science"),
    ("PhD", "PhDs", "Ph.D.", "doctorate", "doctoral"),
    ("master’s", "master", "MSc", "MS"),
    ("undergrad", "undergraduate"),
    ("scholarship", "fellowship"),
    ("intern", "internship"),
    ("bootcamp", "boot camp"),
    ("DeepMind", "deep mind"),
    ("USA", "US", "United States"),
    ("UK", "United Kingdom"),
)


@dataclass(frozen=True)
class Phrase:
    """Words that mean one thing together, and the phrases that mean the same."""

    own: Words
    others: tuple[Words, ...] = ()


def _stems(words: Words) -> Words:
    return tuple(map(stem, words))


def _others() -> dict[Words, tuple[Words, ...]]:
    """Return by the stems of each phrase the phrases of its row that have other stems."""
    rows = [[tuple(words_of(text)) for text in row] for row in SYNONYMS]
    return {
        _stems(phrase): tuple(other for other in row if _stems(other) != _stems(phrase))
        for row in rows
        for phrase in row
    }


_OTHERS = _others()
_LONGEST = max(map(len, _OTHERS))


def phrases(words: list[str]) -> list[Phrase]:
    """Return the words as phrases: the longest that have synonyms, and single words between."""
    found = []
    start = 0
    while start < len(words):
        longest = range(min(_LONGEST, len(words) - start), 0, -1)
        runs = (tuple(words[start : start + length]) for length in longest)
        own = next((run for run in runs if _stems(run) in _OTHERS), (words[start],))
        found.append(Phrase(own, _OTHERS.get(_stems(own), ())))
        start += len(own)
    return found

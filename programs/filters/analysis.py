"""Words of a text: listings and searches are cut into them alike."""

import unicodedata

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

# Folding comes first: "İ" in lower case is two characters, and folds to neither.
WORDS = (
    TextAnalyzerBuilder(Tokenizer.simple())
    .filter(Filter.ascii_fold())
    .filter(Filter.lowercase())
    .build()
)
_STEMS = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()
_TELLING = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stopword("english")).build()


def composed(text: str) -> str:
    """Return the text with each accent in the character it belongs to, as WORDS wants it."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order: runs of letters and digits, in lower case.

    Accents are folded: `École` is `ecole`.
    """
    return WORDS.analyze(composed(text))


def stem(word: str) -> str:
    """Return what the English forms of a word have in common: `resid` for `residencies`."""
    return _STEMS.analyze(word)[0]


def is_telling(word: str) -> bool:
    """Return whether a word is none of those that nearly every English text has."""
    return bool(_TELLING.analyze(word))


def telling(words: list[str]) -> list[str]:
    """Return the words that are telling; all, if nothing else is left."""
    return [word for word in words if is_telling(word)] or words

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from programs.filters.analysis import stem

FEW = 1_000


def typos_in(word: str) -> int:
    """Return how many wrong letters we look past: none in short words and those with digits."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


class _Words:
    """Words by their stem, and those of letters alone by their length."""

    def __init__(self, words: Iterable[str]) -> None:
        by_stem: dict[str, list[str]] = defaultdict(list)
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            by_stem[stem(word)].append(word)
            if word.isalpha():
                by_length[len(word)].append(word)
        self.by_stem = dict(by_stem)
        self.by_length = dict(by_length)

    def __iter__(self) -> Iterator[str]:
        return (word for words in self.by_stem.values() for word in words)


class Vocabulary:
    """The words of a catalogue's texts, each as `words_of` gives it. Never changes.

    A word stays when the last text that had it is gone: what is found here is a candidate, and
    whether any text has it must be asked of the text.
    """

    def __init__(self, words: Iterable[str]) -> None:
        # Few words come with a change: they are kept apart, so that the many are not copied.
        self._many = _Words(words)
        self._few = _Words(())

    def with_words(self, words: Iterable[str]) -> "Vocabulary":
        """Return a vocabulary that has these words too."""
        new = {word for word in set(words) if word not in self}
        if not new:
            return self
        few = [*self._few, *new]
        if len(few) > FEW:
            return Vocabulary([*self._many, *few])
        grown = object.__new__(Vocabulary)
        grown._many, grown._few = self._many, _Words(few)
        return grown

    def __contains__(self, word: str) -> bool:
        return word in self.alike(word)

    def __iter__(self) -> Iterator[str]:
        yield from self._many
        yield from self._few

    def alike(self, word: str) -> frozenset[str]:
        """Return the known words of the same stem; the word itself only if it is known."""
        root = stem(word)
        return frozenset((*self._many.by_stem.get(root, ()), *self._few.by_stem.get(root, ())))

    def close(self, word: str) -> list[frozenset[str]]:
        """Return other known words by their distance: one wrong letter, then two.

        A letter too many, too few, another one and two swapped are one each (OSA).
        """
        most = typos_in(word)
        lengths = range(len(word) - most, len(word) + most + 1)
        choices = [
            choice
            for words in (self._many, self._few)
            for length in lengths
            for choice in words.by_length.get(length, ())
        ]
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
        return [
            frozenset(other for other, distance, _ in near if distance == wrong)
            for wrong in range(1, most + 1)
        ]

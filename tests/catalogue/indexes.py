"""Small indexes, and what they find."""

from programs.catalogue.text import TextIndex
from programs.filters.search import Search


def index_of(*names: str) -> TextIndex:
    """Return the index of programs that have nothing but a name; their ids count from 1."""
    return TextIndex.of((number, (name, "", "", "")) for number, name in enumerate(names, 1))


def found(index: TextIndex, text: str) -> list[int]:
    return list(index.find(index.read(Search.of(text))))


def corrected(index: TextIndex, text: str) -> dict[str, str]:
    return dict(index.read(Search.of(text)).corrected)

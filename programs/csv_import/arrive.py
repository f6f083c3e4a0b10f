"""A file's rows as they come in: mended where people said so, and known again from last time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from programs.csv_import.answers import Answers
from programs.csv_import.cells import clean
from programs.csv_import.columns import KEY, ORGANIZATION
from programs.csv_import.map import titles
from programs.csv_import.memory import Digests, Memory, Remembered
from programs.csv_import.problems import RowProblem
from programs.csv_import.quotes import BrokenRecord
from programs.csv_import.said import Reading
from programs.csv_import.validate import TypedRow, validate_rows
from programs.models import RowChange

_KEY_LENGTH = RowChange._meta.get_field("key").max_length

SAME_AS = "same as"
"""Among the fixes of a row, in place of a column: the key of the program that it is about."""

Numbered = tuple[int, list[str]]
"""A row's number and its cells."""

Identity = tuple[str, str]
"""What the file calls a row's program by, and the digest of its cells."""


@dataclass(slots=True)
class Arrival:
    """A typed row, what the file calls its program by, and what is remembered of that."""

    typed: TypedRow
    cells: list[str]
    key: str = ""
    digest: str = ""
    remembered: Remembered | None = None
    revision: str = ""
    same_as: str = ""
    """The key of the program that a person said it is about."""

    def texts(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return column and text of each cell that has a problem."""
        texts = dict(zip(names, self.cells, strict=False))
        columns = [problem.column for problem in self.typed.problems]
        return [(name, storable(texts[name].strip())) for name in columns if name in texts]


@dataclass(slots=True)
class Arrivals:
    """What turns the rows of one file into arrivals, some thousand at a time."""

    names: list[str]
    header: list[str]
    memory: Memory
    answers: Answers
    constants: Mapping[str, str]
    fixes: Mapping[str, Mapping[str, str]]
    """Cells mended since, by row number and column."""
    readings: Counter[Reading]
    places: dict[str, int] = field(default_factory=dict)
    """The row of each key."""
    known_as: Mapping[int, Identity] = field(default_factory=dict)
    """Of rows whose cells are not quite the file's own any more."""
    _digests: Digests = field(init=False)

    def __post_init__(self) -> None:
        self._digests = Digests(self.names, self.constants)

    def of(self, rows: Sequence[Numbered]) -> tuple[list[Arrival], list[Remembered]]:
        """Return the rows that say anything new, and what is remembered of the others."""
        # Keys and digests are of the file's own cells: its next edition will have these again.
        identities = [self._identity(number, cells) for number, cells in rows]
        remembered = self.memory.rows({key for key, _ in identities if key})
        new: dict[int, Arrival] = {}
        silent = []
        for (key, digest), (number, cells) in zip(identities, rows, strict=True):
            fixes = self.fixes.get(str(number), {})
            mended = with_fixes(self.header, cells, fixes) if fixes else cells
            if fixes and self.places.get(key, number) != number:
                # Two rows are called the same in the file, and a person has told them apart.
                key = self._key_of(mended)
            known = remembered.get(key)
            is_first = not key or self.places.setdefault(key, number) == number
            if known and known.digest == digest and is_first:
                silent.append(known)
                continue
            new[number] = Arrival(
                TypedRow(number, "", {}), mended, key, digest, known, same_as=fixes.get(SAME_AS, "")
            )
        # Not all come back: a template's row of help says nothing.
        arrived = []
        for typed in self._typed([(number, one.cells) for number, one in new.items()]):
            one = new[typed.row]
            one.typed = typed
            arrived.append(self._settled(one))
        return arrived, silent

    def _typed(self, rows: Sequence[Numbered]) -> list[TypedRow]:
        return list(
            validate_rows(self.names, rows, self.readings, self.constants, header=self.header)
        )

    def _settled(self, one: Arrival) -> Arrival:
        """Read the row again with the texts that people gave for those that say nothing."""
        number = one.typed.row
        if cells := self.answers.mend(self.names, one.cells, one.typed.problems):
            one.cells = cells
            [one.typed] = self._typed([(number, cells)])
        one.typed.slug = one.same_as or one.typed.slug
        first = self.places.get(one.key, number)
        if first != number:
            message = f"“{one.key}” stands in row {first} already. Keep one of the two."
            one.typed.problems.append(RowProblem(number, KEY, message))
        return one

    def _identity(self, number: int, cells: list[str]) -> Identity:
        if identity := self.known_as.get(number):
            return identity
        return self._key_of(cells), self._digests.of(cells) if self.memory.source else ""

    def _key_of(self, cells: list[str]) -> str:
        """Return what the file calls the program by: its key, or who runs it and its name."""
        if len(cells) != len(self.names):
            return ""
        parts = [KEY] if KEY in self.names else [ORGANIZATION, "name"]
        said = (clean(cells[self.names.index(name)]) for name in parts if name in self.names)
        return storable(" / ".join(filter(None, said)))[:_KEY_LENGTH]


def storable(text: str) -> str:
    """Return a text of a file as every database holds it: with another control character for NUL.

    It is refused like that one, until a person removes it.
    """
    return text.replace("\0", "\1")


def with_fixes(header: Sequence[str], cells: list[str], fixes: Mapping[str, str]) -> list[str]:
    """Return the cells with those replaced that were mended, by the title of their column.

    Of a record that could not be told apart, only what was mended is left.
    """
    known = [] if isinstance(cells, BrokenRecord) else cells
    padded = [*known, *[""] * (len(header) - len(known))][: len(header)]
    return [fixes.get(title, cell) for title, cell in zip(titles(header), padded, strict=True)]

"""Lines of text become records of cells: to the letter, and leniently where a quote is broken.

A broken record is read leniently only if there is one best way to make as many cells of it as the
header has, and is told; otherwise it stays broken, and the record after it is looked for.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from programs.csv_import.problems import FileProblem, quoted

_MOST_LINES = 100
_MOST_JOINTS = 40
_PATIENCE = 4
"""How often the text may be read over, on average: no file takes for ever."""


class _Fault(NamedTuple):
    what: str
    cure: str


_OPEN = _Fault("a quote is opened and never closed", "Add the missing one.")
_INSIDE = _Fault("a quote stands inside a quoted cell", "Write it twice.")


class BrokenRecord(list[str]):
    """A record that cannot be read: its whole text as one cell, and in `problem` why."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__([text])
        self.problem = problem


class _Lines:
    """Lines of which some can be given back. `taken` are those of the record that is being read."""

    def __init__(self, lines: Iterator[str], before: int, size: int) -> None:
        self.taken: list[str] = []
        self.before = before
        self._lines = lines
        self._back: deque[str] = deque()
        self._patience = _PATIENCE * size

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def keep(self, count: int) -> None:
        """Begin the next record after so many of the lines taken."""
        self._back.extendleft(reversed(self.taken[count:]))
        self.before += count
        self.taken.clear()

    def look_back(self, characters: int) -> bool:
        """Return whether so many characters may be read once more."""
        self._patience -= characters
        return self._patience >= 0


def read_records(
    lines: Iterator[str],
    delimiter: str,
    *,
    width: int = 0,
    size: int = 0,
    before: int = 0,
    notices: dict[int, str] | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of RFC 4180 with their numbers.

    `width` is how many cells the header has; without it, a broken record raises FileProblem, and
    with it, is a BrokenRecord or has a sentence in `notices` under its number. `size`
    is that of the text, and `before` counts the lines of the file that come before these.
    """
    # One process-wide limit: the reader stops there instead of taking the rest of a file, behind
    # a quote that never closes, for one cell.
    csv.field_size_limit(settings.IMPORT_MAX_CELL_CHARACTERS)
    source = _Lines(lines, before, size)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    mender = _Mender(source, delimiter, width, {} if notices is None else notices)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = _fault(str(error))
            if not width:
                where = f"Row {number}{_line(source.before + 1)}"
                raise FileProblem(f"{where}: {fault.what}. {fault.cure}") from None
            cells = mender.mend(number, fault)
        else:
            if len(source.taken) > 1 and mender.swallows(cells):
                cells = mender.mend(number, _OPEN)
            else:
                source.keep(len(source.taken))
        yield number, cells


def _fault(error: str) -> _Fault:
    if "field limit" in error:
        return _Fault(
            f"a cell has more than {settings.IMPORT_MAX_CELL_CHARACTERS:,} characters",
            "Shorten it; if it is not that long, a quote before it was never closed.",
        )
    return _OPEN if "unexpected end" in error else _INSIDE


def _line(number: int) -> str:
    return f" (line {number} of the file)" if number > 1 else ""


class _Mender:
    """Reads broken records leniently, or finds out where they end."""

    def __init__(self, lines: _Lines, delimiter: str, width: int, notices: dict[int, str]) -> None:
        self._lines, self._delimiter, self._width = lines, delimiter, width
        self._notices = notices

    def swallows(self, cells: list[str]) -> bool:
        """Return whether a record of several lines seems to hold another one."""
        return (
            0 < self._width != len(cells)  # Without a width, the record is the header.
            and any(map(self._begins, self._lines.taken[1:]))
        )

    def mend(self, number: int, fault: _Fault) -> list[str]:
        """Return the cells of the record that begins with the first line taken."""
        line = self._lines.before + 1
        broke_in = len(self._lines.taken)
        count, found = self._closed()
        if not found and self._is_whole(count):
            found = split_leniently(
                _bare(self._lines.taken[0]), self._delimiter, self._width, closed=False
            )
            fault = _OPEN if found else fault
        if found:
            self._lines.keep(count)
            self._notices[number] = (
                f"Row {number}{_line(line)}: {fault.what}; read as {quoted(found.odd)}."
            )
            return found.cells
        text = "".join(self._lines.taken[:count])
        if count < broke_in:
            fault = _OPEN  # Another record is where it broke.
        self._lines.keep(count)
        return BrokenRecord(text, f"{fault.what}{_line(line)}. {fault.cure}")

    def _closed(self) -> tuple[int, "Lenient | None"]:
        """Return how many lines the record seems to have, and how it reads if its quotes close."""
        taken = self._lines.taken
        if not self._lines.look_back(sum(map(len, taken))):
            return len(taken), None
        for count in range(1, _MOST_LINES):
            if '"' in taken[count - 1]:
                text = _bare("".join(taken[:count]))
                if len(text) > self._width * settings.IMPORT_MAX_CELL_CHARACTERS:
                    return count, None
                if not self._lines.look_back(len(text)):
                    return len(taken), None
                if found := split_leniently(text, self._delimiter, self._width):
                    return count, found
            if count == len(taken) and next(self._lines, None) is None:
                return count, None
            if self._begins(taken[count]):
                return count, None
        return _MOST_LINES, None

    def _begins(self, line: str) -> bool:
        """Return whether another record seems to begin with this line."""
        return line.count(self._delimiter) >= self._width - 1

    def _is_whole(self, count: int) -> bool:
        """Return whether the record is one line: the next one is a record in itself, or there is
        none."""
        taken = self._lines.taken
        if count > 1:
            return False
        if len(taken) == 1:
            return True
        following = _bare(taken[1])
        try:
            [cells] = csv.reader([following], delimiter=self._delimiter, strict=True)
        except (csv.Error, ValueError):
            return bool(split_leniently(following, self._delimiter, self._width))
        return len(cells) == self._width


def _bare(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


class Lenient(NamedTuple):
    """The cells of a broken record, and the first of them that had to be guessed."""

    cells: list[str]
    odd: str


def split_leniently(
    text: str, delimiter: str, width: int, *, closed: bool = True
) -> Lenient | None:
    """Return the one best way to read a broken record as so many cells; None without one.

    A cell that begins with a quote goes on to one before a delimiter; quotes in between are text.
    If not `closed`, a quote may also open and never close. Best is what needs the fewest oddities:
    quotes in cells without any around them, and cells that hold an odd number of them.
    """
    pieces = text.split(delimiter)
    joints = len(pieces) - width
    if not 0 <= joints <= _MOST_JOINTS:
        return None
    # For each number of joints still to make, the best way to read the pieces from here on:
    # what it costs, how many ways cost that, and where its first cell ends.
    last = len(pieces)
    best: list[dict[int, tuple[int, int, int]]] = [{} for _ in pieces] + [{0: (0, 1, last)}]
    for start in reversed(range(last)):
        longest = 1 + joints if pieces[start].startswith('"') else 1
        for end in range(start + 1, min(last, start + longest) + 1):
            cost = _cost(delimiter.join(pieces[start:end]), end - start, end == last, closed)
            if cost is None:
                continue
            for left, (more, ways, _) in best[end].items():
                made = left + end - start - 1
                was = best[start].get(made, (cost + more + 1, 0, 0))
                if made <= joints and cost + more <= was[0]:
                    ways += was[1] if cost + more == was[0] else 0
                    best[start][made] = (cost + more, ways, end)
    if best[0].get(joints, (0, 0, 0))[1] != 1:
        return None
    return _cells(pieces, delimiter, best, joints)


def _cost(cell: str, pieces: int, is_last: bool, closed: bool) -> int | None:
    """Return how odd the cell would be, None if it can't be one."""
    if _is_closed(cell):
        return cell.count('"') % 2
    if _is_bare(cell, pieces):
        return None if {*"\r\n"} & {*cell} else 2 * ('"' in cell)
    return 3 if cell.startswith('"') and not closed and (is_last or pieces == 1) else None


def _is_closed(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def _is_bare(cell: str, pieces: int) -> bool:
    """Return whether a cell has no quotes around it: `"x" y` has them around a part."""
    return pieces == 1 and not (cell.startswith('"') and cell.count('"') % 2)


def _cells(
    pieces: list[str], delimiter: str, best: list[dict[int, tuple[int, int, int]]], joints: int
) -> Lenient | None:
    cells, odd, start = [], "", 0
    while start < len(pieces):
        end = best[start][joints][2]
        cell, is_odd = _bared(delimiter.join(pieces[start:end]), end - start)
        if len(cell) > settings.IMPORT_MAX_CELL_CHARACTERS:
            return None
        if is_odd and not odd:
            odd = cell
        cells.append(cell)
        joints -= end - start - 1
        start = end
    return Lenient(cells, odd or cells[-1])


def _bared(cell: str, pieces: int) -> tuple[str, bool]:
    """Return a cell without the quotes around it, and whether that was a guess."""
    is_closed = _is_closed(cell)
    if not is_closed and _is_bare(cell, pieces):
        return cell, cell.startswith('"')
    inner = cell[1:-1] if is_closed else cell[1:]
    return inner.replace('""', '"'), not is_closed or '"' in inner.replace('""', "")

"""What is wrong with a file, in sentences that say where, what was found and what is allowed."""

import re
from dataclasses import dataclass

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A control character other than tab and line feed."""


class FileProblem(Exception):
    """The file as a whole cannot be read as a list of programs. Its text is one sentence."""


class CellProblem(Exception):
    """A cell does not say anything its column can hold. Its text begins with what was found."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        return f"{place}: {self.message}"


def quoted(text: str) -> str:
    """Return the text in quotes for a message, shortened if it is long; what can't be seen as �."""
    text = CONTROL.sub("\ufffd", text)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"

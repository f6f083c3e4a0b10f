"""What people said of texts that a file has and no column takes, once for all of its rows.

What a text means is kept as an alias, and never asked again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from programs.choices import AliasKind
from programs.csv_import.columns import ORGANIZATION
from programs.csv_import.problems import RowProblem
from programs.csv_import.spellings import fold
from programs.models import Alias

Way = Literal["use", "create", "blank", "skip"]
"""Use another text instead, make an organization of it, read it as blank, or leave the rows out."""


class Answer(TypedDict, total=False):
    way: Way
    text: str


_KINDS = {
    ORGANIZATION: AliasKind.ORGANIZATION,
    "topics": AliasKind.TOPIC,
    "roles": AliasKind.ROLE,
    "audiences": AliasKind.AUDIENCE,
    "locations": AliasKind.LOCATION,
}
_LONGEST = Alias._meta.get_field("text").max_length


class Answers:
    """The answers for one file, and before them the aliases of all files."""

    def __init__(self, given: Mapping[str, Mapping[str, Answer]] | None = None) -> None:
        """Read the aliases: one query. `given` has the answers by column and text."""
        self._given = given or {}
        rows = Alias.objects.values_list("kind", "text", "target")
        self._aliases = {(kind, fold(text)): target for kind, text, target in rows}

    def of(self, column: str, text: str) -> Answer | None:
        """Return what is to be done with a text in a column, None if nobody said."""
        if answer := self._given.get(column, {}).get(text):
            return answer
        target = self._aliases.get((_kind(column), fold(_alias_text(column, text))))
        return None if target is None else {"way": "use", "text": target}

    def mend(
        self, names: list[str], cells: list[str], problems: Iterable[RowProblem]
    ) -> list[str] | None:
        """Return the cells with other texts where there were problems, None if nobody said any."""
        changed = list(cells)
        for problem in problems:
            for place, name in enumerate(names):
                answer = name == problem.column and self.of(name, cells[place].strip())
                if answer and answer["way"] in ("use", "blank"):
                    changed[place] = answer.get("text", "")
        return changed if changed != cells else None

    def leaves_out(self, asked: Iterable[tuple[str, str]]) -> bool:
        """Return whether a row with these texts in these columns is to stay out."""
        answers = (self.of(column, text) for column, text in asked)
        return any(answer and answer["way"] == "skip" for answer in answers)


def remember(column: str, text: str, target: str, by: Any) -> None:
    """Keep what a text means in a column for all files to come. What was settled before gives way.

    A text too long to be a name is not kept.
    """
    text = _alias_text(column, text)
    if max(len(text), len(target)) > _LONGEST or not target:
        return
    Alias.objects.update_or_create(
        kind=_kind(column), text=text, defaults={"target": target, "by": by}
    )


def _kind(column: str) -> AliasKind:
    return _KINDS.get(column, AliasKind.CHOICE)


def _alias_text(column: str, text: str) -> str:
    """Return what an alias is found by: one of a choice is of that column alone."""
    return text if column in _KINDS else f"{column}: {text}"

"""What the screens of an import say: counts, moments, and sentences of the command, rephrased."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone

from programs import choices
from programs.admin.sections import field_label
from programs.choices import RowAction, RowDecision
from programs.csv_import.cells import Choice, YesNo
from programs.csv_import.columns import KNOWN
from programs.models import ImportBatch, Program

# As a shell quotes it: an apostrophe within is '"'"'.
_MAP = r"""--map (?:"[^"]*"|'[^']*'(?:"'"'[^']*')*)"""

_ON_SCREEN = (
    # The command names its options; a page has controls for the same.
    (
        "If that looks right, add --encoding windows-1252; if not, name its encoding with "
        "--encoding NAME, or save",
        "If that looks right, choose Windows-1252 below; if not, choose another encoding, or save",
    ),
    ("name its encoding with --encoding NAME", "choose its encoding below"),
    ("leave out --encoding", "leave the encoding blank"),
    ("leave out --sheet", "leave the sheet blank"),
    ("Choose one with --sheet NAME", "Name one below"),
    (rf"Map it with {_MAP}\.", "Choose that, another field or none."),
    (rf"map it, or leave it out with {_MAP}\.", "choose a field, or leave it out."),
    (rf"Leave one out with {_MAP} or {_MAP}", "Leave one of them out"),
    ("--map says two things of column", "There are two choices for column"),
    (r"--map (names|gives) ", r"The choice of fields \1 "),
    ("--set gives", "For all rows, the form gives"),
    (r"--set (\w+):", r"For all rows, \1:"),
)


def on_screen(sentence: Any) -> str:
    """Return a sentence that names options of the command as one that names those of the page."""
    text = str(sentence)
    for pattern, words in _ON_SCREEN:
        text = re.sub(pattern, words, text)
    return text


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return `1 row`, `1,200 rows`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    *some, last = parts
    return f"{', '.join(some)} and {last}" if some else last


def person(user: Any) -> str:
    """Return what a person is called; without one it was a command."""
    return (user.get_full_name() or user.get_username()) if user else "a command"


def day(moment: Any) -> str:
    """Return the day as pages write it, `3 May 2026`."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def column_label(name: str) -> str:
    """Return what a column of files is called on screen: the field’s label, or its own name."""
    label = field_label(name)
    return label if label != name else name.replace("_", " ").capitalize()


def allowed_values(name: str) -> list[tuple[str, str]]:
    """Return what a column of few values takes, each with its label; blank for other columns."""
    kind = KNOWN[name].kind
    if isinstance(kind, YesNo):
        return [("yes", "Yes"), ("no", "No")]
    if not isinstance(kind, Choice):
        return []
    labels = dict(Program._meta.get_field(name).flatchoices)
    return [(value, str(labels.get(value, value))) for value in kind.values]


# --- What would happen -----------------------------------------------------------------------

Tally = Mapping[tuple[str, str], int]
"""Rows by action and decision."""

IN_DOUBT = (RowAction.CONFLICT, RowAction.DUPLICATE, RowAction.INVALID)


def tally_of(batch: ImportBatch) -> dict[tuple[str, str], int]:
    """Return how many rows of each action were decided in which way. One query."""
    found = {(action, ""): count for action, count in batch.counts.items() if count}
    for action in IN_DOUBT:
        found.pop((action, ""), None)
    rows = batch.rows.filter(action__in=IN_DOUBT).order_by().values_list("action", "decision")
    return found | {(one, said): count for one, said, count in rows.annotate(Count("pk"))}


def outcome(tally: Tally) -> dict[str, int]:
    """Return how many rows make a program, change one, change nothing, stay out, and lack a word.

    The last are among those that stay out.
    """
    skip, take = RowDecision.SKIP, RowDecision.TAKE
    open_rows = tally.get((RowAction.INVALID, ""), 0) + tally.get((RowAction.DUPLICATE, ""), 0)
    left = sum(count for (_, said), count in tally.items() if said == skip)
    return {
        "new": tally.get((RowAction.NEW, ""), 0) + tally.get((RowAction.DUPLICATE, take), 0),
        "updated": sum(
            tally.get(one, 0)
            for one in [
                (RowAction.UPDATE, ""),
                (RowAction.CONFLICT, ""),
                (RowAction.CONFLICT, take),
            ]
        ),
        "unchanged": tally.get((RowAction.UNCHANGED, ""), 0),
        "out": open_rows + left,
        "undecided": open_rows,
    }


def outcome_words(found: Mapping[str, int], *, is_done: bool = False) -> str:
    """Return `12 new, 3 updated; 2 rows stay out`."""
    said = [f"{found[name]:,} {name}" for name in ("new", "updated", "unchanged") if found[name]]
    words = ", ".join(said) or "Nothing new"
    if out := found["out"]:
        verb = "stayed" if is_done else "stays" if out == 1 else "stay"
        words += f"; {counted(out, 'row')} {verb} out"
    return words


def state_words(batch: ImportBatch) -> str:
    """Return in one sentence where the batch stands."""
    match batch.state:
        case choices.BatchState.RECEIVED:
            return "The file is here, and still to be checked."
        case choices.BatchState.NEEDS_FIXES:
            return "Some rows are in doubt. Nothing has gone in yet."
        case choices.BatchState.READY:
            return "Every row is settled. Nothing has gone in yet."
        case choices.BatchState.APPLIED:
            return f"It went in on {day(batch.applied_at)} by {person(batch.applied_by)}."
    return f"It was taken back on {day(batch.undone_at)} by {person(batch.undone_by)}."

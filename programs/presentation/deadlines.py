"""What a page says of the dates by which one can apply. No queries; the day is an argument."""

from dataclasses import dataclass
from datetime import date

from programs.dates import PartialDate
from programs.presentation.windows import Usual, Window


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one program’s round: when, and whatever else is known of it."""

    program_id: int
    month: str
    """`2027-03`, `2027`, or blank."""
    words: str
    notes: tuple[str, ...]
    """Parts of one line."""
    left: str = ""
    """`in 12 days`; blank where the day is not known."""
    is_open: bool = False


def entry_of(one: Window | Usual, day: date) -> Entry:
    """Return what is said of a round on the day."""
    return _of_usual(one) if isinstance(one, Usual) else _of_window(one, day)


def month_words(key: str) -> str:
    """Return `March 2027`, or `2027, month not stated`; empty for no month."""
    if not key:
        return ""
    stated = PartialDate.parse(key)
    return stated.words if stated.month else f"{stated.words}, month not stated"


def month_short(key: str) -> str:
    """Return `Mar 2027`, or `2027`."""
    stated = PartialDate.parse(key)
    return f"{stated.first_day:%b} {stated.year}" if stated.month else stated.words


def _of_window(window: Window, day: date) -> Entry:
    opens = _opens(window)
    starts = f"starts {_in_words(window.starts_on)}" if window.starts_on else ""
    notes = (window.label, opens if window.closes_on else "", window.closes_at_note, starts)
    return Entry(
        window.program_id,
        window.month,
        _closes(window.closes_on) if window.closes_on else _first_upper(opens),
        tuple(filter(None, notes)),
        _left(window.closes_on, day),
        is_open=window.has_opened and window.closes_on is not None,
    )


def _of_usual(usual: Usual) -> Entry:
    rounds = usual.expected.rounds
    return Entry(
        usual.program_id,
        usual.month,
        f"Usually {usual.expected.told}",
        (f"expected from {rounds} past rounds, not announced",),
    )


def _closes(stated: PartialDate) -> str:
    if stated.is_exact:
        return f"Closes {stated.words}"
    return f"Closes in {stated.words}, {'day' if stated.month else 'month'} not stated"


def _left(stated: PartialDate | None, day: date) -> str:
    if not stated or not stated.is_exact:
        return ""
    days = (stated.last_day - day).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _opens(window: Window) -> str:
    if not window.opens_on:
        return "" if window.closes_on else "doesn’t say when it opens or closes"
    opens = f"{'opened' if window.has_opened else 'opens'} {_in_words(window.opens_on)}"
    return opens if window.closes_on else f"{opens}, doesn’t say when it closes"


def _in_words(stated: PartialDate) -> str:
    return stated.words if stated.is_exact else f"in {stated.words}"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]

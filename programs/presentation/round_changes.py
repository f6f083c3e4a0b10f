"""What changed about the rounds of a program, in sentences. Rounds are those of the ledger."""

from collections.abc import Iterator
from typing import Any

from programs.dates import PartialDate

Round = dict[str, Any]

_DATES = {
    "opens_on": ("opens", "Applications{of}", "open"),
    "closes_on": ("closes", "Applications{of}", "close"),
    "starts_on": ("starts", "{it}", "starts"),
}
"""What a list of dates calls each one; who does what, in a sentence of its own."""


def round_sentences(before: list[Round], after: list[Round]) -> Iterator[str]:
    """Yield what came, changed and went; a round is known by its label."""
    had = {one["label"]: one for one in before}
    has = {one["label"]: one for one in after}
    is_only = len(had.keys() | has.keys()) == 1
    for label, one in has.items():
        if label not in had:
            yield f"New round, {label}: {_dates(one)}"
        else:
            yield from _changed(had[label], one, "" if is_only else label)
    for label in had:
        if label not in has:
            yield f"{label} is no longer among its rounds"


def _dates(one: Round) -> str:
    said = [
        f"{verb} {_when(PartialDate.parse(one[name]))}"
        for name, (verb, *_) in _DATES.items()
        if one[name]
    ]
    said += ["canceled"] if one["cancelled"] else []
    return ", ".join(said) or "no dates yet"


def _changed(was: Round, now: Round, label: str) -> Iterator[str]:
    """Yield what is different; the label is blank where it goes without saying."""
    if now["cancelled"] != was["cancelled"]:
        verb = "was canceled" if now["cancelled"] else "is not canceled after all"
        yield f"{label or now['label']} {verb}"
    for name in _DATES:
        if was[name] != now[name]:
            yield _date_sentence(name, was[name], now[name], label)
    if was["closes_at_note"] != now["closes_at_note"]:
        old, new = (one["closes_at_note"] or "doesn’t say" for one in (was, now))
        yield f"Closing time{f' of {label}' if label else ''}: now {new} (was: {old})"


def _date_sentence(name: str, was: str | None, now: str | None, label: str) -> str:
    _, subject, verb = _DATES[name]
    who = subject.format(of=f" for {label}" if label else "", it=label or "It")
    if not now:
        who = who if label and subject == "{it}" else who[0].lower() + who[1:]
        return f"No longer says when {who} {verb} (was {PartialDate.parse(was).words})"
    new = PartialDate.parse(now)
    if not was:
        return f"{who} {verb} {_when(new)} (before, it didn’t say)"
    return f"{who} now {verb} {_when(new)} (was {_shortly(PartialDate.parse(was), new)})"


def _when(stated: PartialDate) -> str:
    return f"{'on' if stated.is_exact else 'in'} {stated.words}"


def _shortly(was: PartialDate, now: PartialDate) -> str:
    """Return an earlier date; its year only if the new one has another."""
    if was.month and was.year == now.year:
        return was.words.removesuffix(f" {was.year}")
    return was.words

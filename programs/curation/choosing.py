"""What two listings of one program say differently, and what they say once it is chosen. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from programs.checks import Checks
from programs.ledger import CURATED_FIELDS, State, Value, is_blank, same
from programs.models import Program

KEPT, GONE, BOTH = "kept", "gone", "both"
"""Whose value stands: that of the listing that is kept, of the one that goes, or both lists."""

_TOGETHER = ("rounds", "evidence", "other_names")
"""What is always put together. Of rounds that both have, it can be chosen whose stands."""
_LISTS = ("topics", "roles", "audiences", "locations", "open_to_countries")
_UNION_BY_DEFAULT = ("topics", "roles", "locations")
"""The others say who may apply: more of them is not more of the truth."""
_OTHER_NAMES_LENGTH = Program._meta.get_field("other_names").max_length


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the two listings do not say the same, and whose value is suggested."""

    field: str
    kept: Value
    gone: Value
    suggested: str
    """KEPT, GONE or, of a list, BOTH."""

    @property
    def has_both(self) -> bool:
        return self.field in _LISTS


def differences(
    kept: State, gone: State, kept_checks: Checks, gone_checks: Checks
) -> list[Difference]:
    """Return what must be chosen, in the order of the fields.

    Suggested is the value that is stated or, of two, the one that somebody confirmed later.
    """
    found = []
    for name in CURATED_FIELDS:
        if name == "slug" or (name in _TOGETHER and name != "rounds"):
            continue
        mine, theirs = kept[name], _no_circle(gone, kept)[name]
        if name == "rounds":
            if not any(_clashes(mine, theirs)):
                continue
        elif same(mine, theirs):
            continue
        days = kept_checks.day_of(name), gone_checks.day_of(name)
        found.append(Difference(name, mine, theirs, _suggested(name, mine, theirs, *days)))
    return found


def _suggested(name: str, mine: Value, theirs: Value, my_day: Any, their_day: Any) -> str:
    if is_blank(theirs) or is_blank(mine):
        return KEPT if is_blank(theirs) else GONE
    if name in _UNION_BY_DEFAULT:
        return BOTH
    if name == "last_seen":
        return GONE if str(theirs) > str(mine) else KEPT
    return GONE if their_day and (not my_day or their_day > my_day) else KEPT


def result(kept: State, gone: State, chosen: Mapping[str, str]) -> State:
    """Return the whole state of the listing that is kept, once these choices are made.

    What is not chosen stays as it is. Rounds, evidence and other names of both are kept.
    """
    theirs = _no_circle(gone, kept)
    after = dict(kept)
    for name, whose in chosen.items():
        if name in _TOGETHER or name == "slug" or name not in kept:
            continue
        if whose == BOTH and name in _LISTS:
            after[name] = _union(kept[name], theirs[name])
        elif whose == GONE:
            after[name] = theirs[name]
    winners, others = (kept, gone) if chosen.get("rounds") != GONE else (gone, kept)
    after["rounds"] = _rounds(winners["rounds"], others["rounds"])
    after["evidence"] = _union(kept["evidence"], gone["evidence"])
    after["other_names"] = _names(after["name"], kept, gone)
    if after["successor"] == gone["slug"]:
        after["successor"] = None
    return after


def _no_circle(gone: State, kept: State) -> State:
    """Return the state of the one that goes; that the other one follows it, says nothing now."""
    return {**gone, "successor": None} if gone["successor"] == kept["slug"] else gone


def _union(mine: list, theirs: list) -> list:
    return [*mine, *(one for one in theirs if one not in mine)]


def _names(name: str, kept: State, gone: State) -> str:
    """Return every name of both but the one that stands, each once, as far as they fit."""
    said = [text for one in (kept, gone) for text in (one["name"], *one["other_names"].split(";"))]
    told: list[str] = []
    known = {name.casefold()}
    for text in map(str.strip, said):
        if not text or text.casefold() in known:
            continue
        known.add(text.casefold())
        if len("; ".join([*told, text])) <= _OTHER_NAMES_LENGTH:
            told.append(text)
    return kept["other_names"] if sorted(told) == _split(kept["other_names"]) else "; ".join(told)


def _split(names: str) -> list[str]:
    return sorted(filter(None, map(str.strip, names.split(";"))))


def _rounds(winners: list, others: list) -> list:
    beaten = [other for _, other in _clashes(winners, others)]
    return _union(winners, [one for one in others if one not in beaten])


def _clashes(mine: list, theirs: list) -> Iterator[tuple[dict, dict]]:
    """Yield the rounds that both have and tell differently: of one label, or of the same dates."""
    for one in mine:
        for other in theirs:
            if one != other and (_label(one) == _label(other) or _dates(one) == _dates(other)):
                yield one, other


def _label(one: dict) -> str:
    return one["label"].casefold()


def _dates(one: dict) -> tuple:
    dates = one["opens_on"], one["closes_on"], one["starts_on"]
    return dates if any(dates) else (one["label"].casefold(),)

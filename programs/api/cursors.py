"""Lists in parts, by cursors that hold while the list changes.

A cursor is the position of a program in its order, not a number: what keeps its own position comes
exactly once, whatever was added, removed or moved meanwhile.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from django.core.signing import BadSignature, Signer
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.request import Request

from programs.catalogue import Snapshot
from programs.filters.fields import quoted

PARAMETERS = CURSOR, SIZE = "cursor", "page_size"
USUAL, MOST = 25, 100
"""So many items a part has if nobody says, and at most."""

# Its end is the version of what a cursor holds: older ones are then of no list.
_SIGNER = Signer(salt="programs.api.cursors.1")

Item = TypeVar("Item")


class Positioned(Protocol[Item]):
    """A list whose items have positions; those of the catalogue have, see `Positions`."""

    def __len__(self) -> int: ...
    def page(self, start: int, stop: int) -> Sequence[Item]: ...
    def position_of(self, item: Item) -> Any: ...
    def rank(self, position: Any, *, after: bool) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[Item]):
    """One part of a list, with the addresses of its neighbors or None."""

    items: Sequence[Item]
    count: int
    next: str | None
    previous: str | None
    changed: bool
    """Whether the catalogue is another one than when the cursor was given."""

    @property
    def told(self) -> dict[str, Any]:
        """What every list says of itself."""
        return {
            "count": self.count,
            "next": self.next,
            "previous": self.previous,
            "changed": self.changed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a part begins: after a position, or if `back`, where one ends before it."""

    position: tuple
    back: bool
    of: str
    """Which list it belongs to."""
    seen: str
    """The catalogue that it was given for."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the cursor that `str()` gave; raises BadSignature for any other text."""
        (number, key), back, of, seen = _SIGNER.unsign_object(text)
        return cls(position=(number, tuple(key)), back=back, of=of, seen=seen)

    def __str__(self) -> str:
        return _SIGNER.sign_object([self.position, self.back, self.of, self.seen])


def sheet_of(request: Request, listed: Positioned[Item], *, query: str) -> Sheet[Item]:
    """Return the part of a list that the request asks for; `query` tells the list from others.

    Raises NotFound for a cursor that is none of this list, ParseError for a size that is none.
    """
    of = hashlib.sha256(f"{request.path}?{query}".encode()).hexdigest()[:16]
    size = _size_in(request)
    cursor = _cursor_in(request, of)
    count = len(listed)
    start, stop = _bounds(listed, cursor, size)
    items = listed.page(start, stop)
    seen = _seen(request.catalogue)

    first, last = (
        (listed.position_of(one) for one in (items[0], items[-1]))
        if items
        else ((cursor.position if cursor else None,) * 2)
    )

    def neighbor(position: tuple, *, back: bool) -> str:
        query = request.query_params.copy()
        query[CURSOR] = str(Cursor(position=position, back=back, of=of, seen=seen))
        return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"

    return Sheet(
        items=items,
        count=count,
        next=neighbor(last, back=False) if stop < count else None,
        previous=neighbor(first, back=True) if start else None,
        changed=bool(cursor) and cursor.seen != seen,
    )


def _bounds(listed: Positioned, cursor: Cursor | None, size: int) -> tuple[int, int]:
    """Return where the part begins and ends in the list as it is now."""
    if cursor is None:
        return 0, size
    place = listed.rank(cursor.position, after=not cursor.back)
    if cursor.back and place:
        return max(place - size, 0), place
    return place, place + size


def _cursor_in(request: Request, of: str) -> Cursor | None:
    text = request.query_params.get(CURSOR, "")
    if not text:
        return None
    try:
        cursor = Cursor.read(text)
    except BadSignature:
        raise NotFound(
            f"There is no cursor {quoted([text])}. Follow next and previous as they are given, or "
            "leave the cursor out to begin."
        ) from None
    if cursor.of != of:
        raise NotFound("This cursor is of another list. Leave it out to begin this one.")
    return cursor


def _size_in(request: Request) -> int:
    if SIZE not in request.query_params:
        return USUAL
    text = request.query_params[SIZE]
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST:
        return int(text)
    raise ParseError(f"{SIZE} is {quoted([text])}. It takes a whole number from 1 to {MOST}.")


def _seen(snapshot: Snapshot) -> str:
    return f"{snapshot.version} {snapshot.day.isoformat()}"

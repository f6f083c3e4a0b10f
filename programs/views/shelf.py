"""The cards that browsing shows, kept while the snapshot that they belong to is the newest."""

from collections.abc import Iterable

from programs.catalogue import Snapshot
from programs.models import Program
from programs.presentation.cards import Card, cards, with_rounds

MAX_KEPT = 2_000


class Shelf:
    """Cards by program, of one snapshot: every write to what they show makes another one.

    Threads may share it: at worst, two make the same card.
    """

    def __init__(self) -> None:
        self._kept: tuple[Snapshot | None, dict[int, Card]] = (None, {})

    def cards(self, ids: list[int], snapshot: Snapshot) -> dict[int, Card]:
        """Return the cards of these programs by id: at most one query.

        What was deleted or hidden a moment ago is left out.
        """
        of, kept = self._kept
        if of is not snapshot or len(kept) > MAX_KEPT:
            kept = {}
            self._kept = (snapshot, kept)
        shown = {pk: card for pk in ids if (card := kept.get(pk))}
        if missing := [pk for pk in ids if pk not in shown]:
            new = cards(missing, snapshot)
            kept.update(new)
            shown |= new
        return shown


def programs_of(ids: Iterable[int], snapshot: Snapshot) -> list[Program]:
    """Return those of these programs that are published, and when they open: one query."""
    whole = Program.objects.select_related("organization")
    return with_rounds(whole.published_among(ids), snapshot)


shelf = Shelf()

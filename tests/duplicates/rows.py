"""Programs as the index of duplicates takes them."""

from typing import NamedTuple

from programs.duplicates import Duplicates, Likeness


class Row(NamedTuple):
    name: str
    organization: str = "google-deepmind"
    url: str = ""
    other_names: str = ""


def likely(index: Duplicates, slug: str, row: Row) -> list[Likeness]:
    return index.likely(
        slug=slug,
        name=row.name,
        organization=row.organization,
        url=row.url,
        other_names=row.other_names,
    )


def index_of(*rows: Row) -> Duplicates:
    """Return an index of these rows under the slugs program-0, program-1 and so on."""
    index = Duplicates()
    for number, row in enumerate(rows):
        index.add(f"program-{number}", *row)
    return index


def likeness(one: Row, other: Row) -> Likeness | None:
    found = likely(index_of(one), "new", other)
    return found[0] if found else None

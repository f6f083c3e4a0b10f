"""Programs that are likely one: found on saving and by a daily look, and told apart for good."""

from collections.abc import Iterable
from typing import Any

from programs.catalogue import touching
from programs.choices import Publication
from programs.curation.listed import likely_same
from programs.duplicates import Duplicates, Likeness
from programs.models import LikelyPair, Program

Key = tuple[int, int]
"""The ids of two programs, the lower one first."""


def look_at(program: Program) -> list[LikelyPair]:
    """Find what is likely the same as this program, keep that, and return what is not settled."""
    others = Program.objects.exclude(publication=Publication.ARCHIVED).exclude(pk=program.pk)
    likely = likely_same(others, program)
    ids = dict(others.filter(slug__in=[one.slug for one in likely]).values_list("slug", "pk"))
    _keep(
        {_key(program.pk, ids[one.slug]): one for one in likely}, LikelyPair.objects.of(program.pk)
    )
    return list(LikelyPair.objects.open().of(program.pk).select_related("first", "second"))


def look_at_all() -> int:
    """Find all programs that are likely one with another, and return how many pairs are open.

    Twenty thousand programs take some fifteen seconds.
    """
    index = Duplicates.of_programs()
    programs = Program.objects.exclude(publication=Publication.ARCHIVED)
    rows = list(
        programs.values_list("pk", "slug", "name", "organization__slug", "url", "other_names")
    )
    ids = {slug: pk for pk, slug, *_ in rows}
    found: dict[Key, Likeness] = {}
    for pk, slug, name, organization, url, other_names in rows:
        for one in index.likely(
            slug=slug, name=name, organization=organization, url=url, other_names=other_names
        ):
            if one.slug in ids:
                found[_key(pk, ids[one.slug])] = one
    _keep(found, LikelyPair.objects.all())
    return LikelyPair.objects.open().count()


def tell_apart(one: Program, other: Program, *, by: Any) -> None:
    """Note for good that these are two programs."""
    first, second = sorted((one, other), key=lambda program: program.pk)
    with touching([first.pk, second.pk]):
        LikelyPair.objects.update_or_create(
            first=first,
            second=second,
            defaults={"different_by": by},
            create_defaults={"different_by": by, "score": 0, "reason": "a person compared them"},
        )


def in_order(one: Program, other: Program) -> tuple[Program, Program]:
    """Return the one that is better kept, then the other: the published one, else the older."""
    shown = Publication.PUBLISHED
    first, second = sorted((one, other), key=lambda it: (it.publication != shown, it.pk))
    return first, second


def _keep(found: dict[Key, Likeness], known: Iterable[LikelyPair]) -> None:
    """Write the pairs that are new and remove those that are likely no more, unless settled."""
    rows = {(one.first_id, one.second_id): one for one in known}
    new = [
        LikelyPair(first_id=first, second_id=second, score=one.score, reason=one.reason)
        for (first, second), one in found.items()
        if (first, second) not in rows
    ]
    gone = [one for key, one in rows.items() if key not in found and one.different_by_id is None]
    if not (new or gone):
        return
    with touching({pk for one in (*new, *gone) for pk in (one.first_id, one.second_id)}):
        LikelyPair.objects.bulk_create(new, ignore_conflicts=True)
        LikelyPair.objects.filter(pk__in=[one.pk for one in gone]).delete()


def _key(one: int, other: int) -> Key:
    return (one, other) if one < other else (other, one)

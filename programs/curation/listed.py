"""Whether a program that somebody names is likely here already."""

import re

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import slugify

from programs import choices
from programs.catalogue import Listing, Snapshot
from programs.duplicates import Duplicates, Likeness
from programs.models import Alias, Organization, Program

_COMPARED = 200  # More programs of one organization, or at one address, are not looked at.
_FOUND = 50  # So many that the search finds by the name.
_SCHEME = re.compile(r"^\w+://(?:www\.)?", re.IGNORECASE)


def likely_listed(
    programs: QuerySet[Program], snapshot: Snapshot, *, name: str, organization: str, url: str
) -> list[Likeness]:
    """Return which of the programs are likely the one of this name, the likeliest first.

    Only these few are compared: those of the organization, at the address, or found by the name. As
    many queries however many programs there are.
    """
    house = organization_named(organization)
    home = house.slug if house else slugify(organization)
    found = programs.filter(_near(name, home, url) | Q(pk__in=_found(name, snapshot)))
    return _compared(found).likely(slug="", name=name, organization=home, url=url)


def likely_same(programs: QuerySet[Program], program: Program) -> list[Likeness]:
    """Return which of the programs are likely this one, the likeliest first: one query.

    Only these few are compared: those of its organization, at its address, or of its very name.
    """
    facts = {"name": program.name, "organization": program.organization.slug, "url": program.url}
    found = _compared(programs.filter(_near(*facts.values())))
    return found.likely(slug=program.slug, other_names=program.other_names, **facts)


def _near(name: str, organization: str, url: str) -> Q:
    near = Q(name__iexact=name) | Q(organization__slug=organization)
    if place := _SCHEME.sub("", url.strip()).rstrip("/"):
        near |= Q(url__icontains=place)
    return near


def _compared(programs: QuerySet[Program]) -> Duplicates:
    index = Duplicates()
    rows = programs.order_by("pk")[:_COMPARED]
    for row in rows.values_list("slug", "name", "organization__slug", "url", "other_names"):
        index.add(*row)
    return index


def organization_named(name: str) -> Organization | None:
    """Return the organization of this name, in any capitals or a known spelling; None if none."""
    name = " ".join(name.split())
    if not name:
        return None
    spelled = Alias.objects.filter(kind=choices.AliasKind.ORGANIZATION, text__iexact=name)
    known = [name, *spelled.values_list("target", flat=True)[:1]]
    named = Organization.objects.filter(Q(name__iexact=known[0]) | Q(name__iexact=known[-1]))
    return named.order_by("pk").first()


def _found(name: str, snapshot: Snapshot) -> list[int]:
    every_status = [("status", status) for status in choices.Status.values]
    return Listing.of(QueryDict(urlencode([("q", name), *every_status])), snapshot)[:_FOUND]

"""Which addresses are to be asked, each at most once a day, whoever asks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import httpx

from programs.models import LinkVisit, Program, ProgramQuerySet

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and of which programs it is one, there written so."""

    url: str
    """In the spelling by which we know it again, without what is after `#`."""
    of: tuple[tuple[int, str], ...]

    @property
    def host(self) -> str:
        """The host, blank if the address can't be read."""
        try:
            return httpx.URL(self.url).host
        except httpx.InvalidURL:
            return ""


def known_as(url: str) -> str:
    """Return the one spelling of an address that tells whether it was asked already."""
    scheme, mark, rest = url.partition("#")[0].strip().partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{mark}{host.lower()}{slash}{path}"


def addresses_of(programs: ProgramQuerySet) -> list[Address]:
    """Return the addresses of these programs, those first that nobody asked for longest.

    Each names all programs that have it, others too: what it answers holds for them alike. Three
    queries.
    """
    owners: dict[str, dict[tuple[int, str], None]] = defaultdict(dict)
    for pk, *urls in Program.objects.order_by("pk").values_list("pk", "url", "source_url"):
        for url in filter(None, urls):
            owners[known_as(url)][pk, url] = None
    wanted: dict[str, None] = {}
    for urls in programs.order_by("name", "pk").values_list("url", "source_url"):
        wanted.update((known_as(url), None) for url in urls if url)
    asked = dict(LinkVisit.objects.values_list("url", "asked_on"))
    found = [Address(url, tuple(owners[url])) for url in wanted]
    return sorted(found, key=lambda one: asked.get(one.url, date.min))


def count_due(programs: ProgramQuerySet, day: date) -> int:
    """Return how many addresses of these programs may be asked on the day."""
    done = asked_on(day)
    return sum(one.url not in done for one in addresses_of(programs))


def asked_on(day: date) -> set[str]:
    """Return the addresses that were asked on the day, or later: clocks differ. One query."""
    return set(LinkVisit.objects.filter(asked_on__gte=day).values_list("url", flat=True))


def claim(address: Address, day: date) -> bool:
    """Return whether the address is ours to ask on the day: nobody else will get that answer."""
    _, is_new = LinkVisit.objects.get_or_create(url=address.url, defaults={"asked_on": day})
    if is_new:
        return True
    return bool(LinkVisit.objects.filter(url=address.url, asked_on__lt=day).update(asked_on=day))


def release(addresses: list[Address]) -> None:
    """Take the claims back of addresses that nobody reached."""
    for start in range(0, len(addresses), _BATCH):
        urls = [one.url for one in addresses[start : start + _BATCH]]
        LinkVisit.objects.filter(url__in=urls).delete()

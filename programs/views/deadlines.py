from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from pyroaring import BitMap

from programs.catalogue import Listing
from programs.choices import Opening
from programs.filters import ProgramFilter
from programs.filters.fields import quoted
from programs.presentation.cards import Card
from programs.presentation.deadlines import Entry, entry_of, month_short, month_words
from programs.presentation.windows import Usual, Window, windows_of
from programs.views import browse_parts as parts
from programs.views.browse import PAGE_SIZE, page_of
from programs.views.public import public_page
from programs.views.shelf import shelf

DATED = ("closing", "undated", "expected")
"""The groups with dates: their names in addresses, and in `Windows`."""
NAMED = 8
"""How many programs are named of a group without dates."""

Found = Sequence[Window] | Sequence[Usual]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Programs with dates, those of one page by month."""

    page: Page
    months: list[tuple[str, str, list[tuple[Entry, Card]]]]
    """Its anchor and words, which are blank for no month, and its entries."""
    jumps: list[parts.Step]
    """Every month that has any, and where it begins."""
    all: str
    """The query of all of them; blank where all are on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Programs without dates: how many, the first of them, and the list that has them all."""

    count: int
    ids: list[int]
    listed: int
    query: str
    cards: list[Card] = field(default_factory=list)

    @property
    def above(self) -> int:
        """How many programs of that list stand in a group with dates."""
        return self.listed - self.count


@public_page
def deadlines(request: HttpRequest) -> HttpResponse:
    listing = Listing.of(request.GET, request.catalogue)
    asked, matching = listing.asked, listing.matching()
    windows = windows_of(listing.snapshot)
    found = {name: _among(getattr(windows, name), matching) for name in DATED}
    show, unknown = _shown(request.GET.getlist("show"))
    numbers = request.GET.getlist("page") if show else []
    pages, problems = {}, [*(one.sentence for one in asked.ignored), unknown]
    for name in [show] if show else DATED:
        pages[name], problem = page_of(found[name], numbers)
        problems.append(problem)
    rests = {} if show else _rests(listing, found)
    context = {
        **parts.narrowed(asked, listing.counts()),
        **_groups(listing, pages, rests, is_whole=bool(show)),
        "show": show,
        "problems": [*filter(None, problems)],
        "cards": matching,  # Whether there is anything: what is said beside the filters asks that.
        "ways_out": [] if matching else parts.ways_out(asked, listing.counts_without()),
        "is_plain": not request.GET.keys(),
        "canonical": request.build_absolute_uri(reverse("programs:deadlines")),
        **(_steps(asked, show, pages[show]) if show else {}),
    }
    if matching:
        del context["closed"]  # Nobody can apply to them: they are not missed here.
    return render(request, "programs/deadlines.html", context)


def _among(windows: Found, programs: BitMap) -> Found:
    return [one for one in windows if one.program_id in programs]


def _shown(given: list[str]) -> tuple[str, str]:
    """Return the group that alone is asked for, blank for all, and a sentence if it is unknown."""
    text = given[-1].strip() if given else ""
    if not text or text in DATED:
        return text, ""
    return "", f"We ignored show {quoted([text])}: it is not one of {', '.join(DATED)}."


def _rests(listing: Listing, found: dict[str, Found]) -> dict[str, Rest]:
    """Return the programs that take applications all year, and those of which no date is known."""
    dated = BitMap(one.program_id for windows in found.values() for one in windows)
    return {
        "rolling": _rest(listing, Opening.ROLLING, BitMap()),
        "unknown": _rest(listing, Opening.UNKNOWN, dated),
    }


def _rest(listing: Listing, opening: Opening, without: BitMap) -> Rest:
    """Return the programs of an opening but for some; the list that it leads to has those too."""
    listed = listing.matching() & listing.snapshot.having("opening", [opening])
    programs = listed - without
    return Rest(
        count=len(programs),
        ids=listing.page(programs, 0, NAMED),
        listed=len(listed),
        query=listing.asked.query(open=[opening.value]),
    )


def _groups(
    listing: Listing, pages: dict[str, Page], rests: dict[str, Rest], *, is_whole: bool
) -> dict[str, Group | Rest]:
    """Return the parts of the page with their cards: one query at most."""
    day = listing.snapshot.day
    entries = {
        name: [entry_of(one, day) for one in page.object_list] for name, page in pages.items()
    }
    ids = [entry.program_id for group in entries.values() for entry in group]
    ids += [pk for rest in rests.values() for pk in rest.ids]
    cards = shelf.cards(ids, listing.snapshot)
    groups: dict[str, Group | Rest] = {}
    for name, page in pages.items():
        shown = [(one, cards[one.program_id]) for one in entries[name] if one.program_id in cards]
        months = groupby(shown, key=lambda pair: pair[0].month)
        groups[name] = Group(
            page=page,
            months=[(f"{name}-{key}", month_words(key), list(pairs)) for key, pairs in months],
            jumps=_jumps(listing.asked, name, page),
            all="" if is_whole or not page.has_next() else listing.asked.query(show=[name]),
        )
    for name, rest in rests.items():
        groups[name] = replace(rest, cards=[cards[pk] for pk in rest.ids if pk in cards])
    return groups


def _jumps(asked: ProgramFilter, name: str, page: Page) -> list[parts.Step]:
    """Return the steps to the months of a group; on the page itself they are anchors alone.

    None where there is but one month, or no month at all.
    """
    steps, before = [], 0
    for key, windows in groupby(page.paginator.object_list, key=lambda one: one.month):
        number = before // PAGE_SIZE + 1
        there = parts.page_step(asked, number, show=[name]).query
        count = len(list(windows))
        before += count
        address = f"{'' if number == page.number else f'?{there}'}#{name}-{key}"
        steps.append(parts.Step(words=month_short(key) if key else "", query=address, count=count))
    return steps if len(steps) > 1 else []


def _steps(asked: ProgramFilter, show: str, page: Page) -> dict[str, object]:
    """Return what the links between the pages of one group are made of."""
    step = partial(parts.page_step, asked, show=[show])
    return {
        "steps": parts.steps(asked, page, show=[show]),
        "before": step(page.number - 1) if page.has_previous() else None,
        "after": step(page.number + 1) if page.has_next() else None,
    }

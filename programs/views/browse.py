from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from programs.catalogue import Listing
from programs.filters.fields import quoted
from programs.presentation.cards import Card
from programs.presentation.json_ld import list_json_ld, script
from programs.views import browse_parts as parts
from programs.views.formats import formats
from programs.views.public import public_page
from programs.views.shelf import shelf

PAGE_SIZE = 25
NAMED = 3
FEW = 3
"""A search that finds fewer may have been meant otherwise."""


@public_page
def browse(request: HttpRequest) -> HttpResponse:
    listing = Listing.of(request.GET, request.catalogue)
    asked = listing.asked
    page, problem = page_of(listing, request.GET.getlist("page"))
    counts = listing.counts()
    found = page.paginator.count
    narrowed = parts.narrowed(asked, counts)
    shown, named = page.object_list, closed_to_name(listing, narrowed["closed"])
    cards = shelf.cards([*shown, *named], listing.snapshot)
    plain = not request.GET.keys() - {"page"} and not problem
    context = {
        **narrowed,
        "heading": parts.programs_words(found) if found else "No program matches",
        "sorts": parts.sorts(asked),
        "problems": [one.sentence for one in asked.ignored] + ([problem] if problem else []),
        "suggested": suggested(listing) if found < FEW else None,
        "closed_programs": [cards[pk].program for pk in named if pk in cards],
        "ways_out": [] if found else parts.ways_out(asked, listing.counts_without()),
        "page": page,
        "steps": parts.steps(asked, page),
        "before": parts.page_step(asked, page.number - 1) if page.has_previous() else None,
        "after": parts.page_step(asked, page.number + 1) if page.has_next() else None,
        "formats": formats(asked.query()),
        "cards": [cards[pk] for pk in shown if pk in cards],
        "is_plain": plain,
        "json_ld": list_of(request, shown, cards) if plain else "",
        "canonical": request.build_absolute_uri(canonical(page.number if plain else 1)),
    }
    return render(request, "programs/program_list.html", context)


def list_of(request: HttpRequest, shown: list[int], cards: dict[int, Card]) -> SafeString:
    """Return what machines read of a page of the plain list; they are kept out of the others."""
    listed = [
        (cards[pk].program.name, request.build_absolute_uri(cards[pk].program.get_absolute_url()))
        for pk in shown
        if pk in cards
    ]
    address = request.build_absolute_uri(reverse("programs:programs"))
    return script(list_json_ld("Programs", listed, address=address))


def page_of(listing: Listing | Sequence, given: list[str]) -> tuple[Page, str]:
    """Return the page that is asked for or the nearest one, and a sentence if it is another."""
    paginator = Paginator(listing, PAGE_SIZE)
    text = given[-1].strip() if given else ""
    if not text:
        return paginator.page(1), ""
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else ""
    if not digits:
        return paginator.page(1), f"We ignored page {quoted([text])}: it is not a page number."
    last = paginator.num_pages
    if len(digits) > len(str(last)) or int(digits) > last:
        return paginator.page(last), (
            f"There is no page {quoted([text])}: "
            + ("there is only this one." if last == 1 else f"this is page {last}, the last one.")
        )
    return paginator.page(int(digits)), ""


def suggested(listing: Listing) -> parts.Step | None:
    """Return the step to what a search was perhaps meant to be, if that finds more."""
    asked = listing.asked
    text = listing.snapshot.text.suggest(asked.search)
    if not text:
        return None
    query = asked.query(q=[text])
    count = len(Listing.of(QueryDict(query), listing.snapshot))
    more = count > len(listing)
    return parts.Step(words=text, query=query, count=count) if more else None


def closed_to_name(listing: Listing, closed: parts.Step | None) -> list[int]:
    """Return the closed programs to name: who looks for one by name must learn that it closed."""
    is_short = closed and closed.count <= NAMED
    return listing.closed(NAMED) if is_short and listing.asked.search else []


def canonical(number: int) -> str:
    """Return the address of a page of the plain list: combinations of filters have none."""
    return reverse("programs:programs") + (f"?page={number}" if number > 1 else "")

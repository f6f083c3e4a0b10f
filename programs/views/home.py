import datetime
from functools import lru_cache

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from programs import choices
from programs.catalogue import Listing, Snapshot
from programs.matrix import read_matrix
from programs.models import ApplicationRound, Guide, Program
from programs.models.fields import surely_before
from programs.models.program import CLOSING_SOON_DAYS
from programs.views.public import public_page

SHOWN = 6
SEASON_YEARS = 3
SEASON_ROUNDS = 60
"""How many past rounds are read to find the programs of a season: a program may have several."""


@public_page
def home(request: HttpRequest) -> HttpResponse:
    snapshot = request.catalogue
    context = {
        "matrix": read_matrix(snapshot, Listing.of({}, snapshot).matching()),
        "closing_soon": closing_soon(snapshot),
        "closing_soon_days": CLOSING_SOON_DAYS,
        "season": season_of(snapshot),
        "confirmed": confirmed(snapshot),
        "guides": Guide.objects.published().in_order().defer("body", "lists", "essay_programs"),
    }
    return render(request, "programs/home.html", context)


def closing_soon(snapshot: Snapshot) -> list[Program]:
    """Return the first programs that close within CLOSING_SOON_DAYS days, the soonest first."""
    ids = Listing.of(QueryDict("open=now&sort=closing"), snapshot)[:SHOWN]
    soon = Program.objects.closing_soon(snapshot.day).select_related("organization")
    return soon.published_among(ids)


def confirmed(snapshot: Snapshot) -> list[Program]:
    """Return the programs of which a person confirmed a fact most recently."""
    every_status = QueryDict(f"sort=checked&status={'&status='.join(choices.Status.values)}")
    ids = Listing.of(every_status, snapshot)[:SHOWN]
    found = Program.objects.with_last_check().select_related("organization").published_among(ids)
    return [program for program in found if program.checked_at]


@lru_cache(maxsize=1)
def season_of(snapshot: Snapshot) -> list[ApplicationRound]:
    """Return `season` of its day: looked up once a snapshot, since it reads all past rounds."""
    return season(snapshot.day)


def season(day: datetime.date) -> list[ApplicationRound]:
    """Return one past round of each program that used to close at this time of the year.

    Its deadline lies within the next CLOSING_SOON_DAYS days of one of the last SEASON_YEARS years;
    the program runs and has announced no other round. The next anniversary comes first.
    """
    latest = {}
    for one in season_rounds(day)[:SEASON_ROUNDS]:
        known = latest.get(one.program_id)
        if known is None or str(one.closes_on) > str(known.closes_on):
            latest[one.program_id] = one
    return list(latest.values())[:SHOWN]


def season_rounds(day: datetime.date) -> QuerySet[ApplicationRound]:
    """Return the rounds that `season` chooses from, in its order."""
    start, end = f"{day:%m-%d}", f"{day + datetime.timedelta(days=CLOSING_SOON_DAYS):%m-%d}"
    quiet = (
        Program.objects.published()
        .with_rounds_on(day)
        .filter(status=choices.Status.ACTIVE, opening=choices.Opening.UNKNOWN)
    )
    # Month and day, `01-15`, or a month alone, which sorts before its days. A season that goes on
    # after New Year has two parts, and the one of this year comes first.
    rounds = ApplicationRound.objects.annotate(
        anniversary=Substr("closes_on", 6),
        next_year=Case(
            When(anniversary__lt=start, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        ),
    ).exclude(anniversary="")
    this_year = rounds.filter(anniversary__gte=start)
    season = (
        this_year.filter(anniversary__lte=end)
        if start <= end
        else this_year | rounds.filter(anniversary__lte=end)
    )
    return (
        season.filter(
            surely_before("closes_on", day),
            cancelled=False,
            closes_on__gte=f"{day.year - SEASON_YEARS}",
            program__in=quiet.values("pk"),
        )
        .select_related("program__organization")
        .order_by("next_year", "anniversary", "-closes_on", "pk")
    )

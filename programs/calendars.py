"""Deadlines of programs as iCalendar (RFC 5545): one all-day event a deadline.

Nothing here reads the clock: the same data on the same day give the same bytes, so that caches and
calendars can tell what is new.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db.models import Count, Max, Q
from django.urls import reverse
from icalendar import Calendar, vDate, vDatetime, vText
from icalendar.parser import Contentline

from programs import choices
from programs.dates import PartialDate
from programs.expected import Expected
from programs.models import ApplicationRound, Change, Program
from programs.presentation.rounds import expected_round, timeline

PRODUCT = "-//Careerpaths//Deadlines//EN"
REFRESHED = timedelta(days=1)

_CHUNK = 1_000
_SHOWN = ("rounds", "name", "organization")
"""The fields that events are made of."""
_ROW = ("pk", "slug", "name", "organization__name", "url", "program_type", "status", "rolling")
_LINE = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# A calendar has to have a component (RFC 5545, 3.6); this one tells nobody of anything.
_UTC = (
    b"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
# Which days of a month the words of `programs.expected` mean.
_PARTS = {"early ": (1, 10), "mid-": (11, 20), "late ": (21, 31)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Days on which something closes or opens, from the first to the last one."""

    key: str
    """Tells it from all others of the site, and stays when its dates or names are edited."""
    first: date
    last: date
    name: str
    text: str
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """A program as far as its events show it, how often that changed, and when it last did."""

    pk: int
    slug: str
    name: str
    organization: str
    url: str
    program_type: str
    status: str
    rolling: bool | None
    edits: int
    edited_at: datetime


def calendar_parts(
    ids: Iterable[int],
    day: date,
    *,
    name: str,
    about: str,
    address: str,
    host: str,
    absolute: Callable[[str], str],
) -> Iterator[bytes]:
    """Yield the calendar of these programs' deadlines from the day on, part by part.

    Events come in the order of the programs, which must be published. `address` is that of the
    calendar's page, `absolute` makes a whole address of a path; `host` makes keys the site's own.
    Memory does not grow with the number of programs: four queries for each 1,000.
    """
    whole = Calendar.new(
        name=_plain(name),
        description=_plain(about),
        url=address,
        uid=address,
        prodid=PRODUCT,
        refresh_interval=REFRESHED,
    )
    head, end, rest = whole.to_ical().partition(b"END:VCALENDAR")
    yield head
    pending = iter(ids)
    is_empty = True
    while chunk := list(islice(pending, _CHUNK)):
        rounds = _rounds(chunk)
        events = b"".join(
            _event(one, program, host, absolute)
            for program in _read(chunk)
            for one in deadlines(program, rounds[program.pk], day)
        )
        is_empty = is_empty and not events
        yield events
    yield (_UTC if is_empty else b"") + end + rest


def deadlines(program: _Listed, rounds: Iterable[ApplicationRound], day: date) -> list[Deadline]:
    """Return when the program's rounds close that are not over on the day.

    A month is one event from its first day to its last, and says so; of a year alone there is none,
    for it would stand on every day. A program that runs and has announced no round has what past
    ones let one expect.
    """
    if program.status in (choices.Status.PAUSED, choices.Status.CLOSED):
        return []
    known = timeline(rounds, day)
    if known.ahead:
        stated = [one for one in known.ahead if one.closes_on and one.closes_on.month]
        return [_stated(program, one) for one in stated]
    if program.status != choices.Status.ACTIVE or program.rolling:
        return []
    next_one = expected_round(known.past, day)
    return [_expected(program, next_one)] if next_one and next_one.is_current else []


def _stated(program: _Listed, one: ApplicationRound) -> Deadline:
    closes: PartialDate = one.closes_on
    when = "" if closes.is_exact else f" in {closes.words} (day not stated)"
    hour = f", {one.closes_at_note}" if one.closes_at_note else ""
    on = "on" if closes.is_exact else "in"
    return Deadline(
        key=f"round-{one.pk}",
        first=closes.first_day,
        last=closes.last_day,
        name=f"{program.name} closes{when}",
        text=f"{one.label}: applications close {on} {closes.words}{hour}.",
    )


def _expected(program: _Listed, one: Expected) -> Deadline:
    verb, on, words = (
        ("closes", one.closes_on, one.closes) if one.closes else ("opens", one.opens_on, one.opens)
    )
    first, last = _window(on, words)
    return Deadline(
        key=f"expected-{program.pk}-{on:%Y-%m}",
        first=first,
        last=last,
        name=f"Expected: {program.name} usually {verb} {words}",
        text=f"Expected from {one.rounds} past rounds, not announced: it usually {one.told}.",
        is_expected=True,
    )


def _window(on: date, words: str) -> tuple[date, date]:
    """Return the days that the words of an expected date mean around it."""
    end = calendar.monthrange(on.year, on.month)[1]
    first, last = next((days for part, days in _PARTS.items() if part in words), (1, end))
    return on.replace(day=first), on.replace(day=min(last, end))


def _read(ids: list[int]) -> Iterator[_Listed]:
    """Yield those of these programs that are published, in this order."""
    rows = Program.objects.filter(pk__in=ids, publication=choices.Publication.PUBLISHED)
    known = {row[0]: row for row in rows.values_list(*_ROW, "created_at")}
    edits = Count("pk", filter=~Q(field=Change.CREATED))
    told = Change.objects.filter(program__in=ids, field__in=[*_SHOWN, Change.CREATED]).order_by()
    counted = told.values_list("program").annotate(edits=edits, last=Max("at"))
    edited = {pk: (count, at) for pk, count, at in counted}
    for pk in ids:
        if pk in known:
            *row, created_at = known[pk]
            yield _Listed(*row, *edited.get(pk, (0, created_at)))


def _rounds(ids: list[int]) -> dict[int, list[ApplicationRound]]:
    found: dict[int, list[ApplicationRound]] = defaultdict(list)
    for one in ApplicationRound.objects.filter(program__in=ids).order_by("pk"):
        found[one.program_id].append(one)
    return found


def _event(one: Deadline, program: _Listed, host: str, absolute: Callable[[str], str]) -> bytes:
    """Return the event's lines. `Event` of the library makes the same ones in ten times as long."""
    page = absolute(reverse("programs:program", args=[program.slug]))
    moment = vDatetime(program.edited_at.astimezone(UTC)).to_ical().decode()
    text = f"{one.text}\n{program.organization}\nOfficial page: {program.url}\nAll we know: {page}"
    lines = (
        "BEGIN:VEVENT",
        f"UID:{one.key}@{host}",
        f"DTSTAMP:{moment}",
        f"LAST-MODIFIED:{moment}",
        f"SEQUENCE:{program.edits}",
        # A date without an hour is that day wherever the reader is.
        f"DTSTART;VALUE=DATE:{vDate(one.first).to_ical().decode()}",
        f"DTEND;VALUE=DATE:{vDate(one.last + timedelta(days=1)).to_ical().decode()}",
        f"SUMMARY:{_text(one.name)}",
        f"DESCRIPTION:{_text(text)}",
        f"CATEGORIES:{_text(choices.ProgramType(program.program_type).label)}",
        f"URL:{page}",
        f"STATUS:{'TENTATIVE' if one.is_expected else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",  # It takes nobody's time.
        "END:VEVENT",
    )
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _text(text: str) -> str:
    return vText(_plain(text)).to_ical().decode()


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _folded(line: str) -> bytes:
    line_bytes = line.encode()
    # Most are short, and to look at each character takes its time.
    return line_bytes if len(line_bytes) < _LINE else Contentline(line).to_ical()

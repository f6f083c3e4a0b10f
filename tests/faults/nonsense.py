"""Requests that nobody means, and files that are none: for every public address, and the import."""

import random
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote_from_bytes, urlencode

from django.urls import URLPattern, URLResolver, get_resolver

from programs.choices import UNSTATED
from programs.filters import ProgramFilter
from programs.models import Program
from programs.presentation.questions import QUESTIONS

TEXTS = [
    *("", " ", "\0", "a\0b", "%", "%%s", "%(x)s", "'", '"', "'; DROP TABLE programs_program; --"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "\r\nSet-Cookie: a=b", "../../etc"),
    *("-1", "0", "1e309", "NaN", "²", "٣", "９", "9" * 30, "9" * 5_000, "0x10", "1_000", "+1"),
    *("2026-13-45", "20261128T000000.000000Z", "99991231T235959.999999Z", "null", "true", "[]"),
    *("(((((", "a OR AND NOT", '"unclosed', "*", "a*b?", "~" * 99, "\\" * 99, "a:b^9", "/.*/"),
    *("é" * 500, "e\u0301" * 500, "\u202e", "\ufeff", "👩‍🔬" * 99, "ß", "İ", "a b " * 3_000),
    *("http://evil.example", "//evil.example", "javascript:alert(1)", "CA", "ca", UNSTATED, "json"),
]
RAW = [b"%", b"%zz", b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"\xc0\xaf", b"&&&===", b";;;", b"+"]
NAMES = [
    *ProgramFilter.base_filters,
    *QUESTIONS,
    *("page", "p", "add", "only", "show", "before", "cursor", "page_size", "group", "format"),
    *("goal", "pick", "named", "field", "message", "proposed", "url", "ticket", "name", "seen"),
    *("organization", "program_type", "csrfmiddlewaretoken", "next", "__proto__"),
]


class Asked(NamedTuple):
    method: str
    path: str
    query: str
    body: bytes


def asked(dice: random.Random) -> Iterator[Asked]:
    """Yield requests without end, some of them with values that mean something beside the others.

    Every public address is among them, with and without things that exist.
    """
    slugs = list(Program.objects.values_list("slug", flat=True))
    routes = list(_routes(get_resolver("programs.urls").url_patterns))
    good = _good_values()
    while True:
        parts = [
            part if part is not None else quote_from_bytes(_word(dice, slugs).encode(), safe="")
            for part in dice.choice(routes)
        ]
        pairs = [
            (name, dice.choice(good.get(name, TEXTS)) if dice.random() < 0.4 else _text(dice))
            for name in dice.choices(NAMES, k=dice.choice([0, 1, 2, 3, 5, 40]))
        ]
        query = urlencode(pairs, errors="surrogatepass")
        if dice.random() < 0.1:
            query += "&q=" + quote_from_bytes(dice.choice(RAW), safe="%&=;+")
        is_sent = dice.random() < 0.15
        yield Asked(
            "POST" if is_sent else dice.choice(["GET", "GET", "GET", "HEAD", "OPTIONS"]),
            "/" + "".join(parts),
            "" if is_sent else query,
            query.encode() if is_sent else b"",
        )


def _text(dice: random.Random) -> str:
    text = dice.choice(TEXTS)
    return text if dice.random() < 0.7 else "".join(dice.choices(text or "x", k=dice.randint(1, 9)))


def _word(dice: random.Random, slugs: list[str]) -> str:
    # A path is no place for the longest ones: servers refuse them before the site sees them.
    return dice.choice(slugs) if dice.random() < 0.6 else _text(dice)[:500] or "x"


def _good_values() -> dict[str, list[str]]:
    values = {
        name: [value for value, _ in one.options()]
        for name, one in ProgramFilter({}, day=None).facets.items()
    }
    values |= {
        name: [option.value for option in one.options] or ["CA"] for name, one in QUESTIONS.items()
    }
    return {**values, "page": ["1", "2"], "format": ["json"], "q": ["learning", "data robots"]}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[list]:
    """Yield each address in parts; None stands for what it leaves open."""
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
            continue
        parts: list[str | None] = []
        for number, part in enumerate(route.replace(">", "<").split("<")):
            parts.append(None if number % 2 else part)
        yield parts


def mangled(dice: random.Random, file: bytes) -> bytes:
    """Return a file with some of it changed, cut off, doubled or put elsewhere."""
    data = bytearray(file)
    for _ in range(dice.choice([1, 1, 2, 5, 50])):
        place, length = dice.randrange(len(data) + 1), dice.choice([0, 1, 2, 10, 300])
        match dice.randrange(6):
            case 0:
                data[place : place + length] = dice.randbytes(length)
            case 1:
                del data[place:]
            case 2:
                del data[place : place + length]
            case 3:
                data[place:place] = data[: dice.choice([1, 20, 2_000])]
            case 4:
                data[place:place] = dice.choice(TEXTS).encode("utf-8", "surrogatepass")
            case 5:
                data[place:place] = dice.choice([b'"', b'""', b"\r", b"\n\n", b"\t;,", *RAW])
    return bytes(data)

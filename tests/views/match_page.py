"""What a person finds on the page “Find my path”."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

FORM = "application/x-www-form-urlencoded"
GROUPS = ["looks_open", "open_if", "ask_them", "not_yet", "not_for_you"]
SAYS = {"degree_minimum": "none", "cost": "free"}
"""What a program must say to look open to everybody."""
ANSWERED = "degree=none&studying=no&research=no"
SECRETS = "age=25_29&residence=NG&citizenships=GH&sponsor=yes&pays=no&income=yes"


def post(client: Client, query: str = "", **headers: str) -> HttpResponse:
    answer = client.post("/match/", data=query, content_type=FORM, headers=headers)
    assert answer.status_code == 200
    return answer


def page(client: Client, query: str = "") -> str:
    return " ".join(unescape(post(client, query).content.decode()).split())


def data(client: Client, query: str = "") -> dict:
    return post(client, query, accept="application/json").json()


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def section(html: str, group: str) -> str:
    """The part of the page that is about one group."""
    return re.search(rf'<section class="group[^"]*" id="{group}".*?</section>', html)[0]


def named(html: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">(.*?)</a></h3>', html)


def told(html: str, name: str) -> list[str]:
    """The lines of a program, each with its word: `Open: Cost. It costs money. …`."""
    fits = re.findall(r'<li class="fit">.*?</li> ?(?=<li class="fit">|</ol>)', html)
    fit = next(fit for fit in fits if f">{name}</a></h3>" in fit)
    return [words(line) for line in re.findall(r"<li data-outcome=.*?</div></li>", fit)]

"""What a person finds on the page “Plan a route”."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from programs.models import Program
from tests.factories import ProgramFactory

FORM = "application/x-www-form-urlencoded"
OPEN_TO_ALL = {"degree_minimum": "none", "cost": "free"}
"""What a program must say to look open to everybody."""
ANSWERED = "degree=none&studying=no&programming=none&ml=none&research=no"
"""Somebody who begins."""


def goal() -> Program:
    """Make a residency that asks for research experience, and else for nothing."""
    return ProgramFactory(
        slug="goal",
        name="Goal",
        program_type="residency",
        **OPEN_TO_ALL | {"research_experience": "required"},
    )


def post(client: Client, query: str = "", **headers: str) -> HttpResponse:
    answer = client.post("/plan/", data=query, content_type=FORM, headers=headers)
    assert answer.status_code == 200
    return answer


def page(client: Client, query: str = "") -> str:
    return " ".join(unescape(post(client, query).content.decode()).split())


def results(client: Client, query: str) -> str:
    """What a person reads beside the questions."""
    html = page(client, query)
    found = re.search(r'<section class="match__results".*(?=</section> </div> </main>)', html)[0]
    return " ".join(strip_tags(re.sub(r"</(p|h\d|dt|dd|li)>", r"\g<0> ", found)).split())


def data(client: Client, query: str = "") -> dict:
    return post(client, query, accept="application/json").json()

"""How long the whole browse page takes, against its template alone and against plain SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory

from programs.views.browse import browse
from tests.benchmarks.naive import from_sql
from tests.benchmarks.questions import ADDRESS, NAMED, PAGES
from tests.benchmarks.stopwatch import Figure, each, milliseconds

ROUNDS = 5
NAIVE = 100_000
"""The largest catalogue that is browsed with plain SQL too."""


def figures(size: int) -> list[Figure]:
    """Return how long pages take, and what plain SQL takes for them."""
    found: list[Figure] = []
    is_bound = size == 100_000
    for name, queries in NAMED.items():
        new, again, constants = side_by_side(queries)
        alone = f"{name}: template from constants"
        most = "≤ 2 ×" if is_bound else ""
        found += [
            Figure(name=name, values=new, beside=alone, what="its template", wanted=most),
            beside_page(name, "seen before", again),
            Figure(name=alone, values=constants),
        ]
        if size <= NAIVE:
            sql = each((partial(from_sql, query) for query in queries), seconds=20)
            least = "≥ 20 ×" if is_bound else ""
            found.append(beside_page(name, "from SQL GROUP BY", sql, least))
    client = Client()
    unseen = [f"{query}&page={ROUNDS + 1}" for query in PAGES]
    works = [partial(client.get, ADDRESS, QUERY_STRING=query) for query in unseen]
    found.append(beside_page(next(iter(NAMED)), "with all middleware", each(works)))
    return found


def beside_page(name: str, how: str, values: list[float], wanted: str = "") -> Figure:
    """Return the figure of a page made in another way."""
    return Figure(name=f"{name}: {how}", values=values, beside=name, what="the page", wanted=wanted)


def side_by_side(queries: list[str]) -> tuple[list[float], list[float], list[float]]:
    """Return the times of pages never seen before, of the same again, and of their templates.

    They are taken in turns. What the site keeps of a page helps only with the second.
    """
    new, again, constants = [], [], []
    from_catalogue("page=1")
    for number in range(1, ROUNDS + 1):
        for query in queries:
            whole = partial(from_catalogue, f"{query}&page={number}")
            new.append(milliseconds(whole))
            constant = captured(whole)
            again.append(milliseconds(whole))
            with no_queries():
                constants.append(milliseconds(constant))
    return new, again, constants


def from_catalogue(query: str) -> HttpResponse:
    """Answer as the site does, without its middleware."""
    response = browse(RequestFactory().get(ADDRESS, QUERY_STRING=query))
    assert response.status_code == 200
    return response


def captured(page: Callable[[], HttpResponse]) -> Callable[[], str]:
    """Return the rendering of a page from all that its template was given, which is then ready."""
    given: list[tuple] = []
    render = Template.render

    def remember(template: Template, context: Any = None, request: Any = None) -> str:
        given.append((template, context, request))
        return render(template, context, request)

    with patch.object(Template, "render", remember):
        whole = page().content.decode()
    constant = partial(render, *given[-1])
    with no_queries():
        assert constant() == whole
    return constant


@contextmanager
def no_queries() -> Iterator[None]:
    """Fail if anything asks the database."""

    def refuse(_: Any, sql: str, *__: Any) -> None:
        raise AssertionError(f"Constants asked the database: {sql}")

    with connection.execute_wrapper(refuse):
        yield

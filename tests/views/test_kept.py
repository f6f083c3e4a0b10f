"""Pages are kept as they were sent, for when the database is gone."""

import random

import pytest
from django.http import HttpResponse

from programs.views.kept import MAX_BYTES, Pages, pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda client: client.get("/match/?degree=phd"), id="query"),
        pytest.param(lambda client: client.post("/match/", {"degree": "phd"}), id="sent-form"),
        pytest.param(lambda client: client.head("/"), id="head"),
        pytest.param(lambda client: client.get("/programs.csv"), id="file"),
        pytest.param(lambda client: client.get("/programs/none/"), id="nothing-there"),
        pytest.param(
            lambda client: client.get("/match/", headers={"accept": "application/json"}),
            id="other-form",
        ),
    ],
)
def test_only_pages_that_are_for_everybody_are_kept(client, ask):
    answer = ask(client)

    assert answer.status_code in (200, 404)
    assert pages.get(answer.wsgi_request) is None


def test_no_more_is_kept_than_there_is_room_for(rf):
    kept, size = Pages(), 1_000_000
    many = MAX_BYTES // size + 3
    for number in range(many):
        page = HttpResponse(random.Random(number).randbytes(size))  # can't be made smaller
        kept.keep(rf.get(f"/{number}/"), page, 1)

    there = [number for number in range(many) if kept.get(rf.get(f"/{number}/"))]
    assert there[-1] == many - 1
    assert len(there) == MAX_BYTES // size
    assert there == sorted(there)


def test_a_page_is_kept_once_a_version(rf):
    kept, request = Pages(), rf.get("/")
    kept.keep(request, HttpResponse("one"), 1)
    first = kept.get(request)

    kept.keep(request, HttpResponse("one"), 1)
    assert kept.get(request) is first
    kept.keep(request, HttpResponse("two"), 2)
    assert kept.get(request).state == 2

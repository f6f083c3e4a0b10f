"""What every address of the API does alike: caches, other sites, limits, and what goes wrong."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.reading import read
from tests.factories import TODAY, OrganizationFactory, ProgramFactory, UserFactory
from tests.views.reading import SHARED

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "programs/",
    "programs/robots/",
    "facets/",
    "organizations/",
    "organizations/lab/",
    "match/",
    "schema/",
]
every_address = pytest.mark.parametrize("address", [f"/api/v1/{one}" for one in ADDRESSES])
NOWHERE = "There is nothing at this address. /api/v1/ says what there is."
ELSEWHERE = {"origin": "https://elsewhere.example"}


@pytest.fixture(autouse=True)
def _programs(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    lab = OrganizationFactory(slug="lab")
    ProgramFactory(slug="robots", name="Robot Year", organization=lab)


@every_address
def test_any_cache_may_keep_it_and_asks_each_time(client, address):
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == SHARED
    assert not answer.cookies

    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content, len(queries)) == (304, b"", 1)


@every_address
def test_a_curator_gets_the_same_as_anybody(client, address):
    anybody = client.get(address).content
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    curator = client.get(address)

    assert curator.content == anybody
    assert not curator.cookies


@every_address
def test_only_its_head_can_be_asked_for(client, address):
    answer = client.head(address)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == client.get(address).headers["ETag"]


@every_address
def test_pages_of_any_site_may_read_it(client, address):
    asked = ELSEWHERE | {
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    preflight = client.options(address, headers=asked)
    answer = client.get(address, headers=ELSEWHERE)

    for one in (preflight, answer, client.get("/api/v1/nowhere/", headers=ELSEWHERE)):
        assert one.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in one.headers
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in preflight.headers["Access-Control-Allow-Headers"]
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", ["/", "/programs/", "/match/", "/admin/login/"])
def test_pages_of_other_sites_may_not_read_other_pages(client, address):
    answer = client.get(address, headers=ELSEWHERE)

    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert "origin" not in answer.headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", [*(f"/api/v1/{one}" for one in ADDRESSES), "/api/v1/nowhere/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client, address, method):
    answer = getattr(client, method)(address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "This address can only be read: ask with GET or HEAD."


def test_options_tell_what_can_be_asked(client):
    answer = client.options("/api/v1/programs/")

    assert answer.status_code == 200
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("nowhere/", 404, NOWHERE),
        ("/", 404, NOWHERE),
        ("a%0Ab/", 404, NOWHERE),
        ("programs/a.b/c/", 404, NOWHERE),
        ("programs/nothing/", 404, "There is no program at this address."),
        ("organizations/nothing/", 404, "There is no organization with programs at this address."),
        (
            "programs/?page_size=999",
            400,
            "page_size is “999”. It takes a whole number from 1 to 100.",
        ),
        (f"programs/?{'a&' * 1_001}", 400, "The address has more parameters than we read."),
        (f"match/?{'a&' * 1_001}", 400, "The address has more parameters than we read."),
    ],
    ids=[
        "address",
        "slash",
        "line",
        "deep",
        "program",
        "organization",
        "size",
        "parameters",
        "parameters-of-a-match",
    ],
)
def test_a_problem_is_told_in_plain_words(client, address, status, detail):
    answer = client.get(f"/api/v1/{address}")

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "ETag" not in answer.headers
    told = answer.json()
    assert (answer.status_code, told["status"], told["detail"]) == (status, status, detail)
    assert told["type"] == "about:blank"
    assert told["title"]


def test_only_json_is_spoken(client):
    answer = client.get("/api/v1/programs/", headers={"accept": "text/html"})

    assert answer.status_code == 406
    assert answer.json()["detail"] == "The API answers in JSON only: accept application/json."


def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    answer = client.get("/api/v1/programs?cost=free")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/programs/?cost=free")


# --- What was not understood -----------------------------------------------------------------


@pytest.mark.parametrize("address", ["programs/", "facets/"])
def test_what_the_page_would_ignore_is_told_in_its_words(client, address):
    query = "degree=doctor&degree=phd&max_weeks=few&sort=best&colour=red"
    page = client.get(f"/programs/?{query}").context["problems"]

    *told, unknown = read(client, f"{address}?{query}")["ignored"]

    assert [one["sentence"] for one in told] == page
    assert [one["parameter"] for one in told] == ["degree", "max_weeks", "sort"]
    assert unknown == {
        "parameter": "colour",
        "sentence": "We ignored “colour”: there is no such parameter here.",
    }


def test_organizations_take_no_filters_and_say_so(client):
    (told,) = read(client, "organizations/?cost=free&page_size=5")["ignored"]

    assert told["parameter"] == "cost"


def test_a_word_that_was_corrected_is_told(client):
    told = read(client, "programs/?q=robto")

    assert told["corrected"] == [{"typed": "robto", "used": "robot"}]
    assert told["count"] == 1


def test_facets_have_the_counts_of_the_page(client):
    ProgramFactory(degree_minimum="phd", cost="free")
    told = read(client, "facets/?degree=phd")
    degree = next(one for one in told["facets"] if one["parameter"] == "degree")

    assert told["count"] == 1
    assert {one["value"]: (one["count"], one["is_chosen"]) for one in degree["values"]} == {
        "none": (0, False),
        "bachelor": (0, False),
        "master": (0, False),
        "phd": (1, True),
        "unstated": (1, False),
    }


# --- How often -------------------------------------------------------------------------------


@pytest.fixture
def twice(settings) -> None:
    settings.API_RATE = "2/minute"


def test_who_asks_too_often_is_told_when_to_come_back(client, twice):
    codes = [client.get("/api/v1/programs/", REMOTE_ADDR="93.184.216.34") for _ in range(3)]
    refused = codes[-1]

    assert [one.status_code for one in codes] == [200, 200, 429]
    wait = int(refused.headers["Retry-After"])
    assert 0 < wait <= 60
    assert refused.json()["detail"] == (
        f"Your network asked as often as it may for now. Wait {wait} seconds."
    )
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/facets/", REMOTE_ADDR="93.184.216.34").status_code == 429
    assert client.get("/api/v1/facets/", REMOTE_ADDR="93.184.217.34").status_code == 200
    assert client.get("/programs/", REMOTE_ADDR="93.184.216.34").status_code == 200


def test_an_address_that_many_share_asks_more_often(client, twice):
    codes = [client.get("/api/v1/facets/", REMOTE_ADDR="10.0.0.1").status_code for _ in range(21)]

    assert codes == [200] * 20 + [429]


@pytest.mark.parametrize(("header", "status"), [("", 200), ("X-Forwarded-For", 429)])
def test_a_proxy_names_its_visitors_if_the_settings_say_so(client, twice, settings, header, status):
    settings.CLIENT_ADDRESS_HEADER = header
    told = {"x-forwarded-for": "1.1.1.1, 93.184.216.1"}

    answers = [
        client.get("/api/v1/facets/", headers=told, REMOTE_ADDR="10.0.0.1") for _ in range(3)
    ]

    assert answers[-1].status_code == status


def test_no_address_is_kept(client, twice, monkeypatch):
    kept = []
    monkeypatch.setattr(caches["limits"], "set", lambda key, *_: kept.append(key))

    client.get("/api/v1/facets/", REMOTE_ADDR="93.184.216.34")

    (key,) = kept
    assert re.fullmatch(r"api\.[0-9a-f]{6}", key)


def test_a_blank_rate_is_no_limit(client, settings):
    settings.API_RATE = ""

    assert {client.get("/api/v1/facets/").status_code for _ in range(5)} == {200}

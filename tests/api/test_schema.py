"""The schema is valid, is what the addresses do, and is what the page tells."""

import html
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import negative_data_rejection

from programs.api.documents import schema
from programs.filters import ProgramFilter
from programs.presentation.questions import QUESTIONS
from tests.api.reading import read
from tests.factories import CheckFactory, EvidenceFactory, OrganizationFactory, ProgramFactory
from tests.random_programs import make_programs

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _programs(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Random programs, and one of which much is known."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("programs.views.throttling.NetworkThrottle.get_rate", lambda _: None)
        make_programs(random.Random(5), 3)
        lab = OrganizationFactory(slug="lab", url="https://lab.example")
        known = ProgramFactory(slug="robots", organization=lab, open=True, audiences=["women"])
        EvidenceFactory(program=known, field="cost", source_date="2026")
        CheckFactory(program=known)
        yield
        transaction.set_rollback(True)


# Every value that the schema knows, once; what it does not know, by chance alone.
BOUNDED = schemathesis.Config.from_dict(
    {"phases": {"coverage": {"generation": {"mode": "positive"}}}}
)
api = schemathesis.pytest.from_fixture("api_schema")


@pytest.fixture
def api_schema() -> Iterator[schemathesis.BaseSchema]:
    # As the client of Django's tests does: a server would close the connection of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    application = get_wsgi_application()
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=BOUNDED)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
def test_every_answer_is_what_the_schema_says(case):
    case.call_and_validate(
        # Its client in the process does not unpack what comes compressed.
        headers={"Accept-Encoding": "identity"},
        # By design, what a query asks beyond what is known is ignored and told, never refused.
        excluded_checks=[negative_data_rejection],
    )


@pytest.mark.parametrize("address", ["programs/robots/", "organizations/lab/"])
def test_what_is_known_of_most_is_what_the_schema_says_too(api_schema, address):
    kind = address.partition("/")[0]
    operation = api_schema[f"/api/v1/{kind}/{{slug}}/"]["GET"]

    answer = operation.Case(path_parameters={"slug": address.split("/")[1]}).call(
        headers={"Accept-Encoding": "identity"}
    )

    assert answer.status_code == 200
    operation.validate_response(answer)


def test_the_schema_is_valid_and_made_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_schema_can_be_had(client):
    told = read(client, "schema/")

    assert told["openapi"] == "3.1.0"
    assert list(told["paths"]) == [
        "/api/v1/programs/",
        "/api/v1/programs/{slug}/",
        "/api/v1/facets/",
        "/api/v1/organizations/",
        "/api/v1/organizations/{slug}/",
        "/api/v1/match/",
    ]


def names_of(path: str) -> list[str]:
    return [one["name"] for one in schema()["paths"][path]["get"]["parameters"]]


def test_every_parameter_of_the_query_language_is_in_the_schema():
    filters = list(ProgramFilter.base_filters)

    assert names_of("/api/v1/programs/") == [*filters, "cursor", "page_size"]
    assert names_of("/api/v1/facets/") == filters
    assert names_of("/api/v1/match/") == [*QUESTIONS, "group", "cursor", "page_size"]


# --- The page --------------------------------------------------------------------------------


@pytest.fixture
def page(client) -> str:
    answer = client.get("/api/v1/")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_address_and_every_field_is_explained(page):
    assert [path for path in schema()["paths"] if f"<code>{path}</code></h2>" not in page] == []
    components = schema()["components"]["schemas"].items()
    shapes = {name: one["properties"] for name, one in components if "properties" in one}
    told = dict(re.findall(r'<section class="column shape" id="(\w+)">(.*?)</section>', page, re.S))

    assert told.keys() == shapes.keys() - {"Problem"}
    for name, text in told.items():
        assert re.findall(r"<dt><code>(\w+)</code></dt>", text) == list(shapes[name])


def test_every_parameter_is_explained(page):
    for path, methods in schema()["paths"].items():
        of = methods["get"]["operationId"]
        for name in names_of(path):
            assert f'id="{of}-{name}"' in page or re.search(rf'<a href="#\w+-{name}"><code>', page)


def test_no_id_stands_twice_and_every_link_leads_somewhere(page):
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_values_stand_beside_what_takes_them(page):
    degree = page.partition('id="programs-degree"')[2].partition("</section>")[0]

    assert "one or several of these" in degree
    assert "<code>bachelor</code>: Bachelor’s degree" in degree


def test_every_page_leads_to_it(client):
    assert b'href="/api/v1/"' in client.get("/about/").content

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs import catalogue
from programs.curation.listed import likely_listed, organization_named
from programs.models import Alias, Program
from tests.factories import TODAY, OrganizationFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return OrganizationFactory(name="The Lab", slug="the-lab")


def likely(name="", organization="", url="", *, among=None) -> list[str]:
    programs = Program.objects.published() if among is None else among
    snapshot = catalogue.current(TODAY)
    found = likely_listed(programs, snapshot, name=name, organization=organization, url=url)
    return [one.slug for one in found]


@pytest.mark.parametrize(
    ("name", "organization", "url"),
    [
        pytest.param("Robot Fellowship", "the lab", "", id="same"),
        pytest.param("Robots Fellows 2027", "The Lab", "", id="like-name"),
        pytest.param("Robot Fellowship", "The Labb", "", id="slip-in-organization"),
        pytest.param("Another", "Another", "http://www.lab.example/robots", id="address"),
        pytest.param("Robot Fellowship", "TL", "", id="alias"),
    ],
)
def test_it_is_found_by(lab, name, organization, url):
    Alias.objects.create(kind="organization", text="TL", target="The Lab")
    url_here = "https://lab.example/robots/"
    ProgramFactory(slug="robots", name="Robot Fellowship", organization=lab, url=url_here)
    ProgramFactory(name="Chemistry Course")

    assert likely(name, organization, url) == ["robots"]


def test_a_closed_one_is_listed_too(lab):
    ProgramFactory(slug="robots", name="Robot Fellowship", organization=lab, closed=True)

    assert likely("Robot Fellowship", "The Lab") == ["robots"]


def test_a_draft_is_told_to_those_who_may_know(lab):
    ProgramFactory(slug="robots", name="Robot Fellowship", organization=lab, draft=True)

    assert likely("Robot Fellowship", "The Lab") == []
    assert likely("Robot Fellowship", "The Lab", among=Program.objects.all()) == ["robots"]


def test_a_program_of_another_kind_is_not_taken_for_it(lab):
    ProgramFactory(name="Chemistry Course", organization=lab)

    assert likely("Robot Fellowship", "The Lab", "https://lab.example/") == []


def test_it_takes_as_many_queries_for_many_programs(lab):
    def count() -> int:
        catalogue.current(TODAY)
        with CaptureQueriesContext(connection) as queries:
            likely("Robot Fellowship", "The Lab", "https://lab.example/robots")
        return len(queries)

    ProgramFactory(name="Robot Fellowship", organization=lab)
    few = count()
    ProgramFactory.create_batch(10, organization=lab)

    assert count() == few


@pytest.mark.parametrize("name", ["", "   ", "Nobody"])
def test_an_organization_that_is_not_here_is_none(lab, name):
    assert organization_named(name) is None

import pytest

from tests.factories import OrganizationFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_closed_programs_stand_in_a_list_of_their_own(client):
    lab = OrganizationFactory(name="Lab")
    ProgramFactory(organization=lab, name="Gone", closed=True)
    ProgramFactory(organization=lab, name="Here")
    ProgramFactory(name="Of somebody else")

    page = client.get(lab.get_absolute_url()).content.decode()

    assert page.index(">Here</a>") < page.index(">Closed</h2>") < page.index(">Gone</a>")
    assert "Of somebody else" not in page


def test_drafts_are_not_shown(client):
    lab = OrganizationFactory()
    ProgramFactory(organization=lab)
    ProgramFactory(organization=lab, name="Hidden", draft=True)

    assert "Hidden" not in client.get(lab.get_absolute_url()).content.decode()


def test_an_organization_with_nothing_to_show_is_not_there(client):
    draft = ProgramFactory(draft=True)

    assert client.get(draft.organization.get_absolute_url()).status_code == 404
    assert client.get("/organizations/nobody/").status_code == 404


@pytest.mark.parametrize("number", [5, 30])
def test_it_takes_three_queries_however_many_programs(client, django_assert_num_queries, number):
    lab = OrganizationFactory()
    ProgramFactory.create_batch(number, organization=lab)
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(3):
        answer = client.get(lab.get_absolute_url())

    assert not answer.cookies

"""Texts that no column takes are settled once for all rows."""

import pytest

from programs.models import Alias, Organization
from tests.admin.importing import (
    address,
    checked,
    new_rows,
    page_of,
    send,
)
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking():
    """Three rows with two prices and one organization that nothing takes."""
    OrganizationFactory(name="Alder Institute")
    rows = new_rows(3, cost="gratis")
    rows[2] |= {"cost": "per month"}
    rows[0] |= {"organization": "Aldr Institute", "cost": "free"}
    return checked(*rows)


def questions(client, batch):
    found = client.get(address("values", batch.pk)).context["questions"]
    return {question.text: question for question in found}


def test_each_text_is_asked_about_once_with_its_rows_and_what_is_near(desk, asking):
    page = page_of(desk, asking)
    asked = questions(desk, asking)

    assert f'href="{address("values", asking.pk)}">Settle 3 texts</a>' in page.text
    assert {text: one.rows for text, one in asked.items()} == {
        "gratis": 1,
        "per month": 1,
        "Aldr Institute": 1,
    }
    assert asked["Aldr Institute"].near[0] == "Alder Institute"
    assert dict(asked["gratis"].values)["free"] == "Free"


def test_texts_are_settled_all_on_one_page(desk, asking, curator):
    asked = questions(desk, asking)

    response = desk.post(
        address("values", asking.pk),
        {
            f"{asked['gratis'].name}-use": "free",
            f"{asked['per month'].name}-way": "skip",
            f"{asked['Aldr Institute'].name}-way": "create",
        },
    )

    asking.refresh_from_db()
    assert response.url == address("change", asking.pk)
    assert asking.rows.get(row=3).after["cost"] == "free"
    assert asking.rows.get(row=4).decision == "skip"
    assert asking.report["organizations"]["aldr-institute"] == "Aldr Institute"
    assert Alias.objects.get(target="free").by == curator
    assert questions(desk, asking) == {}
    assert "Settle" not in page_of(desk, asking).text


def test_another_text_for_an_organization_must_be_one_that_is_here(desk, asking):
    asked = questions(desk, asking)
    name = asked["Aldr Institute"].name

    wrong = desk.post(address("values", asking.pk), {f"{name}-use": "Nobody"})
    assert "There is no organization “Nobody”." in wrong.text
    assert not Alias.objects.exists()

    desk.post(address("values", asking.pk), {f"{name}-use": "alder institute"})
    assert asking.rows.get(row=2).after["organization"] == Organization.objects.get().slug


def test_a_text_that_the_column_does_not_take_either_is_refused(desk, asking):
    asked = questions(desk, asking)

    page = desk.post(address("values", asking.pk), {f"{asked['gratis'].name}-use": "cheap"})

    assert "“cheap” is not one of" in page.text
    assert not Alias.objects.exists()
    assert asking.rows.get(row=3).action == "invalid"


def test_what_is_needed_is_not_left_blank(desk):
    batch = checked(*new_rows(1, program_type="camp site"))
    [question] = questions(desk, batch).values()

    desk.post(address("values", batch.pk), {f"{question.name}-way": "blank"})

    assert not question.can_be_blank
    batch.refresh_from_db()
    assert "answers" not in batch.reading or not batch.reading["answers"]


def test_a_text_that_was_mended_everywhere_is_not_asked_about(desk, asking):
    place = [title for title, _ in asking.report["columns"]].index("cost")
    send(desk, asking, 3, **{f"cell-{place}": "free"})

    assert "gratis" not in questions(desk, asking)

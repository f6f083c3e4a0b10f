"""What programs refer to: keys stay, and what is in use is not deleted."""

import pytest
from django.urls import reverse

from programs.models import Change, Location, Organization, Topic
from tests.factories import (
    AudienceFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RoleFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

TAGS = [
    pytest.param(TopicFactory, "topics", id="topic"),
    pytest.param(RoleFactory, "roles", id="role"),
    pytest.param(AudienceFactory, "audiences", id="audience"),
]


def url(obj, view="change"):
    return reverse(f"admin:programs_{obj._meta.model_name}_{view}", args=[obj.pk])


def delete_selected(client, *objs):
    listing = reverse(f"admin:programs_{objs[0]._meta.model_name}_changelist")
    data = {"action": "delete_selected", "_selected_action": [obj.pk for obj in objs]}
    return client.post(listing, data | {"post": "yes"})


@pytest.mark.parametrize(("factory", "field"), TAGS)
def test_a_tag_in_use_is_not_deleted_and_its_programs_are_named(desk, factory, field):
    tag = factory(slug="robotics")
    program = ProgramFactory(name="The Robot Year", **{field: ["robotics"]})
    before = Change.objects.count()

    shown = desk.get(url(tag, "delete"))
    desk.post(url(tag, "delete"), {"post": "yes"})
    bulk = delete_selected(desk, tag)

    assert "The Robot Year" in shown.text
    assert "The Robot Year" in bulk.text
    assert "Cannot delete" in bulk.text
    assert getattr(program, field).get() == tag
    assert Change.objects.count() == before


@pytest.mark.parametrize(("factory", "field"), TAGS)
def test_a_tag_that_nothing_uses_can_go(desk, factory, field):
    first, second = factory(), factory()

    desk.post(url(first, "delete"), {"post": "yes"})
    delete_selected(desk, second)

    assert not type(first).objects.exists()
    assert not Change.objects.exists()


def test_a_tag_that_gets_used_meanwhile_stays(desk, monkeypatch):
    topic = TopicFactory(slug="robotics")
    monkeypatch.setattr(
        "programs.admin.terms.TopicAdmin.get_deleted_objects", lambda *_: ([], {}, set(), [])
    )
    ProgramFactory(topics=["robotics"])

    assert desk.post(url(topic, "delete"), {"post": "yes"}).status_code == 403
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_place_in_use_is_not_deleted(desk):
    program = ProgramFactory(locations=["Toronto, CA"])
    unused = LocationFactory(city="Bern", country="CH")

    desk.post(url(program.locations.get(), "delete"), {"post": "yes"})
    desk.post(url(unused, "delete"), {"post": "yes"})

    assert [place.key for place in Location.objects.all()] == ["Toronto, CA"]


def test_an_organization_with_programs_is_not_deleted(desk):
    organization = ProgramFactory(name="The Robot Year").organization

    shown = desk.get(url(organization, "delete"))
    desk.post(url(organization, "delete"), {"post": "yes"})
    delete_selected(desk, organization)

    assert "The Robot Year" in shown.text
    assert Organization.objects.filter(pk=organization.pk).exists()


def test_only_the_first_programs_are_named(desk):
    topic = TopicFactory(slug="robotics")
    ProgramFactory.create_batch(23, topics=["robotics"])

    assert "and 3 more" in desk.get(url(topic, "delete")).text


@pytest.mark.parametrize(
    ("obj", "changes", "kept"),
    [
        pytest.param(lambda: TopicFactory(slug="a"), {"slug": "b"}, {"slug": "a"}, id="topic"),
        pytest.param(
            lambda: OrganizationFactory(slug="a"), {"slug": "b"}, {"slug": "a"}, id="organization"
        ),
        pytest.param(
            lambda: LocationFactory(city="Bern", country="CH"),
            {"city": "Basel", "country": "FR"},
            {"city": "Bern", "country": "CH"},
            id="location",
        ),
    ],
)
def test_keys_are_settled_when_they_are_added(desk, obj, changes, kept):
    obj = obj()

    response = desk.post(url(obj), {"name": "New name", **changes})

    assert response.status_code == 302
    assert type(obj).objects.filter(**kept).exists()


def test_a_name_may_change(desk):
    topic = TopicFactory(slug="nlp")

    desk.post(url(topic), {"name": "Language"})

    topic.refresh_from_db()
    assert (topic.slug, topic.name) == ("nlp", "Language")


def test_a_city_without_its_country_is_refused(desk):
    response = desk.post(reverse("admin:programs_location_add"), {"city": "Bern", "country": ""})

    assert "A city needs its country." in response.text

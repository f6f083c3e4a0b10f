"""What changed, for feed readers."""

import datetime
import re

import pytest

from programs.models import Change
from tests.factories import (
    TODAY,
    OrganizationFactory,
)
from tests.views.changing import at, edit, feed, made, page, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def test_a_feed_says_its_filters_and_where_it_is(client):
    made(program_type="residency")

    read = feed(client, "program_type=residency&q=program").feed

    assert read.title == "What changed · Search: “program”, Type: Residencies"
    assert read.link == "http://testserver/changes/?q=program&program_type=residency"
    assert read.id.startswith("tag:testserver,2026:changes.atom?")
    hrefs = {one.rel: one.href for one in read.links}
    assert hrefs["self"].startswith("http://testserver/changes.atom?")


def test_an_entry_carries_what_changed(client):
    program = made(name="A & <B>", slug="robots")
    edit(2, program, mentorship=True, cost="free")

    (entry, _) = feed(client).entries

    assert entry.title == "A & <B>: Now free (was: doesn’t say), and 1 more change"
    assert re.findall("<li>(.*?)</li>", entry.summary) == [
        "Now free (was: doesn’t say)",
        "Mentor: now yes (was: doesn’t say)",
    ]
    assert entry.link == "http://testserver/programs/robots/"
    assert entry.updated == entry.published == "2026-11-03T12:00:00+00:00"


def test_the_id_of_an_entry_follows_from_the_ledger_alone(client):
    program = made(program_type="residency")
    edit(2, program, cost="free", mentorship=True)
    first = Change.objects.filter(at=at(2)).earliest("pk")

    before = feed(client).entries[0].id
    edit(3, made(1), cost="free")
    edit(4, program, cost="paid")

    after = [entry.id for entry in feed(client).entries]
    assert before == f"tag:testserver,2026:changes/{first.pk}"
    assert after.index(before) == 2
    assert len(set(after)) == len(after)
    assert before in [entry.id for entry in feed(client, "program_type=residency").entries]


def test_a_group_is_of_its_feed(client):
    for number in range(8):
        made(program_type="residency" if number else "course")

    (of_all,), (of_some,) = (
        feed(client, query).entries for query in ("", "program_type=residency")
    )

    assert of_all.title == "8 programs were added in one go"
    assert of_some.title == "7 programs were added in one go"
    assert of_all.id != of_some.id


def test_a_group_leads_to_all_of_its_programs(client):
    for number in range(8):
        made(name=f"Program {number}", program_type="residency")

    (entry,) = feed(client, "program_type=residency").entries

    assert entry.link == (
        "http://testserver/changes/20261101T120000.000000Z/?program_type=residency"
    )
    assert f'<a href="{entry.link}">3 more</a>' in entry.summary
    assert "Program 7" in page(client, "program_type=residency", entry.link.partition("?")[0])


def test_of_a_comparison_each_program_is_told_apart(client):
    slugs = [made(name=f"Program {number}").slug for number in range(8)]

    told = titles(client, "&".join(f"p={slug}" for slug in slugs), "/compare.atom")

    assert sorted(told) == [f"Added: Program {number}" for number in range(8)]


def test_a_feed_is_the_same_until_something_changes(client, monkeypatch):
    made()
    before = [client.get(one).content for one in ("/changes.atom", "/changes.atom?degree=phd")]
    later = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    after = [client.get(one).content for one in ("/changes.atom", "/changes.atom?degree=phd")]

    assert after == before


def test_characters_that_xml_has_no_way_to_write_are_left_out(client):
    made(name="Robot\x0bLab \x1f\ufffe", summary="\x08")

    assert titles(client) == ["Added: Robot Lab"]


def test_names_are_those_of_now_and_a_slug_that_is_gone_reads_as_words(client):
    one, two = OrganizationFactory(slug="first-lab", name="First"), OrganizationFactory(name="Two")
    program = made(organization=one)
    edit(1, program, organization=two)
    Change.objects.filter(field="organization").update(before="long-gone-lab")

    assert titles(client)[0].endswith("Now run by Two (was: Long gone lab)")

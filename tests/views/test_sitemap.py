import datetime
import re

import pytest
from django.utils import timezone

from tests.factories import CheckFactory, GuideFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_it_lists_every_page_that_visitors_may_see(client):
    program = ProgramFactory()
    closed = ProgramFactory(closed=True, organization=program.organization)
    hidden = ProgramFactory(draft=True)
    guide = GuideFactory()
    GuideFactory(publication="draft")

    answer = client.get("/sitemap.xml")

    found = re.findall(r"<loc>http://testserver(.*?)</loc>", answer.content.decode())
    pages = [program, closed, program.organization, guide]
    fixed = [
        "/",
        "/programs/",
        "/match/",
        "/plan/",
        "/deadlines/",
        "/landscape/",
        "/changes/",
        "/guides/",
        "/lists/",
        "/about/",
    ]
    expected = [*fixed, *(page.get_absolute_url() for page in pages)]
    assert sorted(found) == sorted(expected)
    assert hidden.slug not in answer.content.decode()
    assert answer.headers["Content-Type"] == "application/xml"


def test_a_program_was_changed_when_its_facts_were_or_somebody_checked_them(client):
    edited, checked = ProgramFactory(slug="a"), ProgramFactory(slug="b")
    later = timezone.now() + datetime.timedelta(days=3)
    CheckFactory(program=edited, at="2020-01-01T00:00Z")
    CheckFactory(program=checked, at=later)

    answer = client.get("/sitemap.xml").text

    found = dict(re.findall(r"/programs/(\w)/</loc><lastmod>(.*?)</lastmod>", answer))
    edited.refresh_from_db()
    assert found == {"a": f"{edited.updated_at:%Y-%m-%d}", "b": f"{later:%Y-%m-%d}"}


def test_every_page_it_lists_is_there(client):
    ProgramFactory()
    GuideFactory()

    for address in re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode()):
        assert client.get(address).status_code == 200


def test_crawlers_stay_out_of_combinations(client):
    answer = client.get("/robots.txt")

    lines = answer.content.decode().splitlines()
    assert {
        f"Disallow: /{page}/?" for page in ("programs", "match", "plan", "deadlines", "landscape")
    } <= {*lines}
    assert "Disallow: /admin/" in lines
    assert "Disallow: /api/v1/*/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_an_admin_path_of_its_own_is_not_told(client, settings):
    settings.ADMIN_PATH = "back-office/"

    robots = client.get("/robots.txt").content.decode()

    assert "back-office" not in robots
    assert "admin" not in robots

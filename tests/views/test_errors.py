import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import resolve
from django.views.defaults import server_error

READ = ["/", "/about/", "/api/v1/", "/guides/", "/programs/"]
PUBLIC = [*READ, "/suggest/"]


def test_a_missing_page_offers_a_search_of_the_programs(client):
    answer = client.get("/nowhere/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no page at this address" in page
    assert re.findall(r'<form [^>]*action="(.*?)"', page) == ["/programs/"]
    assert 'rel="canonical"' not in page
    assert not answer.cookies


def test_the_error_page_needs_neither_database_nor_context(rf):
    """The database is not allowed in this test: touching it would fail."""
    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


def test_the_error_page_has_nothing_that_could_fail_to_render():
    source = get_template("500.html").template.source

    assert "{%" not in source
    assert "{{" not in source


def test_the_error_page_links_to_what_is_there():
    source = get_template("500.html").template.source

    for address in re.findall(r'href="(.*?)"', source):
        if address.startswith(settings.STATIC_URL):
            assert finders.find(address.removeprefix(settings.STATIC_URL))
        else:
            assert resolve(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_says_what_it_is(client, address):
    page = client.get(address).content.decode()

    assert '<html lang="en">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]{5,70}</title>", page.replace("\n", ""))
    assert re.search(
        r'<meta name="description" property="og:description" content=".{20,200}">', page
    )
    assert re.search(r'<meta property="og:title" content=".{4,}">', page)
    assert f'<link rel="canonical" href="http://testserver{address}">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_runs_or_is_styled_inline(client, address):
    page = client.get(address).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r'<script(?![^>]* (?:src=|type="application/ld))', page)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.django_db
@pytest.mark.parametrize("address", READ)
def test_public_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405

import csv
import html
import io
import re

import pytest

from programs.csv_import.cells import YesNo
from programs.csv_import.columns import COLUMNS, KNOWN, NEEDED
from programs.csv_import.spellings import COLUMN_NAMES, SPELLINGS, UNDECIDED
from programs.csv_import.template import template_csv
from programs.csv_import.validate import validate_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def text(client) -> str:
    return html.unescape(client.get("/about/columns/").content.decode())


def entry(text: str, name: str) -> str:
    """Return what the page says of one column."""
    return re.search(rf'<section class="column" id="{name}">(.*?)</section>', text, re.DOTALL)[1]


def test_every_column_that_a_file_may_have_stands_there_once_with_its_anchor(text):
    assert re.findall(r'<section class="column" id="(\w+)">', text) == list(KNOWN)


def test_no_id_stands_twice(text):
    ids = re.findall(r' id="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


@pytest.mark.parametrize("name", KNOWN)
def test_column_has_its_help_and_its_example(text, name):
    told = entry(text, name)

    assert KNOWN[name].help in told
    assert f"<code>{KNOWN[name].example}</code>" in told
    assert ("New programs need it" in told) == (name in NEEDED)
    assert ("cannot be cleared" in told) == (not KNOWN[name].can_clear)


@pytest.mark.parametrize("name", SPELLINGS)
def test_vocabulary_has_all_values_and_all_spellings(text, name):
    told = entry(text, name)

    for value in COLUMNS[name].kind.values:
        assert f"<code>{value}</code>" in told
        for spelling in SPELLINGS[name].get(value, ()):
            assert spelling in told
    for spelling in UNDECIDED.get(name, {}):
        assert spelling in told


def test_other_names_of_columns_are_told(text):
    for name, others in COLUMN_NAMES.items():
        assert f"<dd>{', '.join(others)}</dd>" in entry(text, name)


def test_what_the_page_says_of_yes_and_no_is_so(text):
    rule = next(line for line in text.splitlines() if "may also be written" in line)
    words = re.findall("<code>(.*?)</code>", rule)

    assert words.index("no") == 5
    assert [YesNo().parse(word) for word in words] == [True] * 5 + [False] * 4


@pytest.mark.parametrize("name", [name for name in KNOWN if name != "slug"])
def test_what_the_page_says_of_clearing_is_so(name):
    (row,) = validate_rows(["slug", name], [(2, ["a", "(clear)"])])

    refused = [problem for problem in row.problems if "cannot be cleared" in str(problem)]
    assert (not refused) == KNOWN[name].can_clear


def test_about_page_leads_there(client):
    assert 'href="/about/columns/"' in client.get("/about/").content.decode()


def test_template_is_a_file_to_keep(client, text):
    assert 'href="/about/columns/template.csv"' in text

    answer = client.get("/about/columns/template.csv")

    assert answer.content == template_csv().encode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert set(header) <= set(COLUMNS)


@pytest.mark.parametrize("address", ["/about/columns/", "/about/columns/template.csv"])
def test_it_asks_the_database_for_the_version_only(client, django_assert_num_queries, address):
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(1):
        answer = client.get(address)

    assert answer.headers["ETag"]
    assert not answer.cookies

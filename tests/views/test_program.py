import re
from html import unescape

import pytest

from tests.factories import (
    TODAY,
    CheckFactory,
    EvidenceFactory,
    ProgramFactory,
    RedirectFactory,
    RoundFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

UNSTATED = '<span class="unsaid">Doesn’t say</span>'


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client, program) -> str:
    answer = client.get(program.get_absolute_url())
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def told(page: str, label: str) -> str:
    """Return what the page says of the label, without tags."""
    found = re.search(rf"<dt>{label}</dt> ?<dd>(.*?)</dd>", page)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


@pytest.mark.parametrize("publication", ["draft", "review", "archived"])
def test_what_is_not_published_is_not_there(client, publication):
    program = ProgramFactory(publication=publication)

    assert client.get(program.get_absolute_url()).status_code == 404


def test_a_merged_slug_leads_to_the_program_that_was_kept(client):
    kept = ProgramFactory()
    RedirectFactory(old_slug="old-name", program=kept)

    answer = client.get("/programs/old-name/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == kept.get_absolute_url()


def test_a_merged_slug_gives_no_draft_away(client):
    RedirectFactory(old_slug="old-name", program=ProgramFactory(draft=True))

    assert client.get("/programs/old-name/").status_code == 404


def test_what_is_unstated_is_written_out(client):
    page = get(client, ProgramFactory(unstated=True))

    assert told(page, "Degree") == "Doesn’t say"
    assert told(page, "Visa") == "Doesn’t say"
    assert told(page, "You pay") == "Doesn’t say"
    assert page.count(UNSTATED) == 21


def test_a_requirement_stands_with_its_quote_source_and_date(client):
    program = ProgramFactory(degree_minimum="bachelor")
    EvidenceFactory(
        program=program,
        field="degree_minimum",
        kind="quote",
        quote="A degree is needed.",
        url="https://www.example.org/faq",
        source_date="2023-06",
    )

    page = get(client, program)

    assert told(page, "Degree").startswith("Bachelor’s degree Source A degree is needed.")
    assert "<q>A degree is needed.</q>" in page
    assert '<a href="https://www.example.org/faq" rel="nofollow">example.org</a>, June 2023' in page


def test_evidence_of_no_shown_fact_stands_at_the_end(client):
    program = ProgramFactory()
    EvidenceFactory(program=program, field="status", quote="It runs.", source_date="2024")
    EvidenceFactory(program=program, kind="reference", quote="", url="https://else.example/x")
    EvidenceFactory(program=program, field="url", kind="general_knowledge", quote="", url="")

    page = get(client, program)

    sources = page[page.index("Where this comes from</h2>") :]
    assert "It runs." in sources
    assert "else.example" in sources
    assert "General knowledge, with no source on record: official page." in sources


def test_main_source_is_not_named_as_a_further_one(client):
    program = ProgramFactory(source_url="https://main.example/")
    for name, url in (("name", "https://main.example/"), ("summary", "https://else.example/")):
        EvidenceFactory(program=program, kind="reference", field=name, quote="", url=url)

    page = get(client, program)

    sources = page[page.index("Where this comes from</h2>") :]
    assert sources.count(">main.example<") == 1
    assert ">else.example<" in sources


def test_a_fact_of_general_knowledge_says_so(client):
    program = ProgramFactory(degree_minimum="none")
    EvidenceFactory(
        program=program, field="degree_minimum", kind="general_knowledge", quote="", url=""
    )

    assert told(get(client, program), "Degree") == (
        "No degree General knowledge; no source on record."
    )


def test_a_source_is_not_called_checked(client):
    page = get(client, ProgramFactory(source_date="2023-06"))

    assert "From a source of June 2023, not yet checked" in page


def test_a_check_shows_its_day(client):
    program = ProgramFactory(degree_minimum="none")
    CheckFactory(program=program)

    page = get(client, program)

    assert "Checked 20 November 2026" in page
    assert told(page, "Degree") == "No degree Checked 20 November 2026 by a person."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"status_basis": "stated"}, "Running — a source says so", id="running"),
        pytest.param({"closed": True}, "Closed", id="closed"),
        pytest.param(
            {"status": "unknown", "last_seen": "2018-07", "status_basis": "inferred"},
            "No sign of it since July 2018 — inferred from the dates of our sources",
            id="no-sign",
        ),
    ],
)
def test_the_state_is_said_with_what_it_rests_on(client, fields, words):
    page = get(client, ProgramFactory(**fields))

    state = re.search(r'<div class="opening__state"> <p>(.*?)</p>', page)[1]
    assert " ".join(re.sub(r"<[^>]+>", "", state).split()) == words


def test_a_closed_program_leads_to_others_of_its_kind(client):
    program = ProgramFactory(closed=True, program_type="residency", degree_minimum="none")

    page = get(client, program)

    link = '<a href="/programs/?program_type=residency&degree=none">'
    assert f"{link}Residencies that ask for no degree</a>" in page


def test_successor_and_predecessor_link_to_each_other(client):
    after = ProgramFactory(name="After")
    before = ProgramFactory(name="Before", successor=after)

    assert f'Followed by <a href="{after.get_absolute_url()}">After</a>' in get(client, before)
    assert f'It follows <a href="{before.get_absolute_url()}">Before</a>' in get(client, after)


def test_drafts_are_not_named_as_successor_or_predecessor(client):
    hidden = ProgramFactory(name="Hidden", draft=True)
    program = ProgramFactory(successor=hidden)
    ProgramFactory(name="Hidden too", draft=True, successor=program)

    assert "Hidden" not in get(client, program)


def test_rounds_stand_where_they_are_in_time(client):
    program = ProgramFactory(open=True)
    RoundFactory(program=program, label="Next", opens_on="2027-05")
    RoundFactory(program=program, label="Old", opens_on="2025", closes_on="2025-03", cancelled=True)

    page = get(client, program)

    assert "Open now" in page
    assert "Opened 23 October 2026. <strong>Closes 20 February 2027</strong>" in page
    assert re.search(r"Next</h3><p [^>]+>Opens later</p><p>Opens May 2027.", page)
    past = page[page.index("Past rounds") :]
    assert re.search(r"Old <span.*?>Canceled</span></th> <td>2025</td> <td>March 2025</td>", past)


def test_an_expected_month_is_marked_as_expected(client):
    program = ProgramFactory()
    for year in (2025, 2026):
        RoundFactory(program=program, closes_on=f"{year}-01-12")

    page = get(client, program)

    assert "It usually closes in mid-January." in page
    assert "Expected from 2 past rounds, not announced." in page


def test_nothing_is_expected_of_a_closed_program(client):
    program = ProgramFactory(closed=True)
    for year in (2025, 2026):
        RoundFactory(program=program, closes_on=f"{year}-01-12")

    page = get(client, program)

    assert "Past rounds closed in mid-January." in page
    assert "usually" not in page


def test_dates_left_behind_open_nothing(client):
    program = ProgramFactory(closed=True, open=True)

    page = get(client, program)

    assert "Open now" not in page
    assert "Dates on record" in page
    assert "20 February 2027" in page


def test_scripts_in_a_description_are_words(client):
    program = ProgramFactory(
        description="<script>alert(1)</script> [x](javascript:alert(1)) **bold**",
        name="</title><script>alert(2)</script>",
        summary="</script><script>alert(3)</script>",
    )

    content = client.get(program.get_absolute_url()).content.decode()

    assert "<strong>bold</strong>" in content
    assert re.findall(r"<script(?! src=)[^>]*>", content) == ['<script type="application/ld+json">']
    assert 'href="javascript' not in content


@pytest.mark.parametrize("number", [5, 30])
def test_it_takes_eleven_queries_however_much_there_is(client, django_assert_num_queries, number):
    program = ProgramFactory(
        topics=["a", "b"], roles=["c", "d"], audiences=["e", "f"], locations=["Toronto, CA", "DE"]
    )
    ProgramFactory.create_batch(number, successor=program)
    for one in range(number):
        EvidenceFactory(program=program, field="cost", quote=f"It is free, says {one}.")
        RoundFactory(program=program, closes_on=f"20{one + 10}-01-01")
        CheckFactory(program=program)
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(11):
        client.get(program.get_absolute_url())


def test_what_one_has_afterwards_leads_to_programs_that_ask_for_it(client):
    program = ProgramFactory(builds_programming="working", builds_research=True)
    for level in ("basic", "working", "strong"):
        ProgramFactory(programming_level=level)

    page = get(client, program).partition("What you have afterwards")[2]

    assert told(page, "Programming") == "Working · 2 programs ask for that"
    assert 'href="/programs/?programming=basic&programming=working">2 programs' in page
    assert told(page, "Research experience") == "Yes"


def test_a_program_of_which_nothing_is_known_afterwards_says_nothing_of_it(client):
    assert "What you have afterwards" not in get(client, ProgramFactory())

"""What stands side by side is what the pages say."""

import re
from html import unescape

import pytest

from programs import catalogue
from programs.models import Program
from programs.presentation.comparison import Cell, Row, compare
from programs.views.compare import with_facts
from tests.factories import TODAY, ProgramFactory, RoundFactory, in_days

pytestmark = pytest.mark.django_db


def rows(*programs: Program) -> dict[str, list[str]]:
    """What each of these programs says by label, words and note in one."""
    groups = compare(with_facts([one.pk for one in programs]), catalogue.current(TODAY))
    return {
        row.label: [" · ".join(filter(None, [one.words, one.note])) for one in row.cells]
        for group in groups
        for row in group.rows
        if group.heading != "What you have afterwards"
    }


def test_what_is_unstated_is_written_out():
    found = rows(ProgramFactory(unstated=True), ProgramFactory(degree_minimum="phd", cost="free"))

    assert found["Degree"] == ["Doesn’t say", "PhD"]
    assert found["You pay"] == ["Doesn’t say", "Free"]
    assert found["Visa"] == ["Doesn’t say", "Doesn’t say"]


def test_what_one_page_alone_has_is_a_row_of_all():
    none = ProgramFactory(degree_minimum="none")
    silent = ProgramFactory(eligibility_note="A portfolio.")
    phd = ProgramFactory(degree_minimum="phd", degree_or_equivalent=True)

    found = rows(none, silent, phd)

    assert found["Experience instead"] == [
        "Asks for no degree",
        "Doesn’t say",
        "May stand in for the degree",
    ]
    assert found["Also asks"] == ["Doesn’t say", "A portfolio.", "Doesn’t say"]
    labels = list(found)
    assert labels.index("Degree") + 1 == labels.index("Experience instead")
    assert "Experience instead" not in rows(none, silent)


def test_labels_keep_the_order_of_the_pages():
    one = ProgramFactory(degree_minimum="phd")
    two = ProgramFactory(eligibility_note="A portfolio.")

    assert list(rows(two, one)) == list(rows(one, two))


def test_rounds_ahead_stand_with_their_dates():
    program = ProgramFactory(open=True)
    twice = ProgramFactory()
    RoundFactory(program=twice, label="Spring", opens_on="2027-01", closes_on="2027-02-01")
    RoundFactory(program=twice, label="Fall", opens_on="2027-06")

    found = rows(program, twice, ProgramFactory(rolling=True), ProgramFactory())

    assert found["Applications"] == ["Open now", "Opens later", "All year round", "Doesn’t say"]
    assert found["Closes"] == [
        program.rounds.get().closes_on.words,
        "Spring: 1 February 2027; Fall: doesn’t say",
        "Doesn’t say",
        "Doesn’t say",
    ]


def test_expected_dates_are_marked_expected():
    program = ProgramFactory()
    for year in (2025, 2026):
        RoundFactory(program=program, opens_on=f"{year}-02-01", closes_on=f"{year}-03-02")
    gone = ProgramFactory(closed=True)
    for year in (2015, 2016):
        RoundFactory(program=gone, opens_on=f"{year}-02-01", closes_on=f"{year}-03-02")

    found = rows(program, gone)

    assert found["Applications"] == [
        "No next date is announced · It usually opens in early February, closes in early March: "
        "expected from 2 past rounds, not announced",
        "No next date is announced · Past rounds opened in early February, closed in early March",
    ]
    assert "Closes" not in found


def test_a_paused_program_opens_nothing_whatever_dates_it_left():
    program = ProgramFactory(status="paused")
    RoundFactory(program=program, opens_on=in_days(-9), closes_on=in_days(9))

    assert rows(program)["Applications"] == ["No next date is announced"]


def test_what_nobody_judged_is_not_said_to_be_unstated():
    programs = [ProgramFactory(builds_ml="strong"), ProgramFactory()]
    groups = compare(with_facts([one.pk for one in programs]), catalogue.current(TODAY))

    (row,) = groups[-1].rows
    assert groups[-1].heading == "What you have afterwards"
    assert [cell.words for cell in row.cells] == ["Strong", "Not judged"]


def test_it_says_what_the_page_says(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    program = ProgramFactory(
        open=True,
        degree_minimum="bachelor",
        degree_or_equivalent=True,
        degree_note="In a quantitative field",
        topics=["nlp"],
        audiences=["women"],
        locations=["Toronto, CA"],
        cost="paid",
        cost_min=100,
        cost_currency="EUR",
        duration_weeks_min=10,
        mentorship=False,
        status_basis="inferred",
    )
    text = client.get(program.get_absolute_url()).content.decode()
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())

    for label, (said,) in rows(program).items():
        for part in said.split(" · "):
            # Dates stand in sentences there.
            assert part in page, label


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        pytest.param(["Yes"], False, id="alone"),
        pytest.param(["Yes", "Yes"], False, id="same"),
        pytest.param(["Yes", "No"], True, id="others"),
        pytest.param(["Yes", "Doesn’t say"], True, id="unsaid"),
    ],
)
def test_a_row_differs_if_its_words_do(words, differs):
    row = Row("Mentor", tuple(Cell(f"Program {place}", one) for place, one in enumerate(words)))

    assert row.differs is differs


def test_a_note_is_a_difference_too():
    assert Row("You pay", (Cell("A", "Free"), Cell("B", "Free", "Food is not"))).differs

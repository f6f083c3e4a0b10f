"""The history page of a program: the ledger in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.admin.history import entries
from programs.ledger import recording
from programs.models import Program
from tests.admin.conftest import save
from tests.factories import ImportBatchFactory, ProgramFactory, RoundFactory, TopicFactory

pytestmark = pytest.mark.django_db


def history_url(program):
    return reverse("admin:programs_program_history", args=[program.pk])


def newest(client, program):
    return client.get(history_url(program)).context["entries"][0]


def test_a_change_is_told_with_who_why_and_in_words(desk, curator):
    program = ProgramFactory(degree_minimum="phd")

    save(desk, program, degree_minimum="", change_reason="The page is silent")
    entry = newest(desk, program)

    assert (entry.by, entry.reason) == (curator, "The page is silent")
    assert [(line.label, line.before, line.after) for line in entry.lines] == [
        ("Degree asked for", ["PhD"], ["Doesn’t say"])
    ]


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        pytest.param("sponsors_visa", None, "false", "No", id="no"),
        pytest.param("last_seen", None, "2026-01", "January 2026", id="month"),
        pytest.param("cost_note", "", "Half price", "Half price", id="text"),
        pytest.param("hours_per_week", None, "1200", "1,200", id="number"),
        pytest.param("open_to_countries", [], ["CA", "FR"], "Canada France", id="countries"),
    ],
)
def test_values_are_told_in_words(desk, field, before, after, words):
    program = ProgramFactory(open_worldwide=False, **({field: before} if before else {}))

    save(desk, program, **{field: after})
    (line,) = newest(desk, program).lines

    assert line.before == ["Doesn’t say"]
    assert " ".join(line.after) == words


def test_of_lists_only_the_difference_is_told(desk):
    program = ProgramFactory(topics=["robotics", "ai-safety"])
    kept, new = TopicFactory(slug="ai-safety"), TopicFactory(slug="nlp")

    save(desk, program, topics=[kept.pk, new.pk])
    (line,) = newest(desk, program).lines

    assert (line.before, line.after, line.kept) == (["Robotics"], ["NLP"], 1)


def test_rounds_are_told_with_their_dates(desk):
    program = RoundFactory(label="2027", opens_on="2026-08").program

    save(desk, program, rounds=[{"closes_on": "2026-09-13"}])
    (line,) = newest(desk, program).lines

    assert line.before == ["2027: opens August 2026"]
    assert line.after == ["2027: opens August 2026, closes 13 September 2026"]


def test_who_adds_a_program_and_what_commands_and_imports_do(desk):
    program = ProgramFactory(name="Named", topics=["nlp"])
    batch = ImportBatchFactory(file_name="spring.csv")
    with recording([program], batch=batch):
        Program.objects.update(cost="free")

    text = desk.get(history_url(program)).text

    assert "a command added the program" in text.replace("\n", " ").replace("  ", "")
    assert "spring.csv" in text
    assert "<td><p>Named</p></td>" in text.replace("\n", "").replace("  ", "")


def test_a_name_that_is_gone_is_told_by_its_slug():
    program = ProgramFactory(topics=["gone"])
    with recording([program]):
        program.topics.clear()
    program.changes.filter(field="topics").update(before=["never-was"])

    (line,) = next(entries(list(program.changes.filter(field="topics")[:1]))).lines

    assert line.before == ["never-was"]


def test_what_was_typed_is_never_markup(desk):
    program = ProgramFactory()

    save(desk, program, cost_note="<script>alert(1)</script>", change_reason="<b>why</b>")
    text = desk.get(history_url(program)).text

    assert "<script>alert" not in text
    assert "<b>why" not in text


def test_a_long_history_has_pages_and_few_queries(desk):
    program = ProgramFactory(topics=["nlp"])
    for number in range(1, 121):
        with recording([program], reason=f"Change {number}."):
            Program.objects.update(hours_per_week=number)

    with CaptureQueriesContext(connection) as queries:
        first = desk.get(history_url(program))
    last = desk.get(history_url(program), {"p": 2})

    assert len(queries) <= 12
    assert "Change 120." in first.text
    assert "Change 1." not in first.text
    assert "Change 1." in last.text


def test_no_such_program_leads_back(desk):
    assert desk.get(reverse("admin:programs_program_history", args=[0])).status_code == 302

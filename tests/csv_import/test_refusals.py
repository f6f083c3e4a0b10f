"""Rows that are refused, and what that leaves of the others."""

import pytest

from programs.csv_import import FileProblem
from programs.models import Organization, Program, RowChange, Topic
from tests.csv_import.files import ROW, load, plan_of, row
from tests.factories import ProgramFactory, RedirectFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param(
            [row(successor="nobody")],
            "Row 2, successor: “nobody” is the key of no program here and of no row that goes in.",
            id="unknown",
        ),
        pytest.param(
            [row(successor=ROW["slug"])],
            "Row 2: A program cannot be its own successor.",
            id="itself",
        ),
        pytest.param(
            [row(), row(slug="b", successor="c"), row(slug="c", cost="gratis")],
            "Row 3, successor: “c” is the key of no program here and of no row that goes in.",
            id="a row that is refused",
        ),
        pytest.param(
            [row(), row()],
            "Row 3, slug: “ai-residency” stands in row 2 already. Keep one of the two.",
            id="twice",
        ),
        pytest.param(
            [row(slug="")], "Row 2, slug: is blank. Each program needs its key.", id="no key"
        ),
        pytest.param(
            [row(name="")], "Row 2, name: is blank, and a new program needs it.", id="no name"
        ),
        pytest.param(
            [row(rounds="2026|2026-03|2026-02|")],
            "Row 2, rounds: 2026: The round closes before it opens.",
            id="closes before it opens",
        ),
        pytest.param(
            [row(cost="paid", cost_min="5")],
            "Row 2: cost_min and cost_max need cost_currency.",
            id="no currency",
        ),
        pytest.param(
            [row(duration_weeks_min="9", duration_weeks_max="8")],
            "Row 2: duration_weeks_min must not be above duration_weeks_max.",
            id="bounds",
        ),
    ],
)
def test_row_is_refused_with_a_sentence(rows, sentence):
    assert sentence in [str(problem) for problem in plan_of(*rows).problems]


def test_rule_counts_what_the_database_has_already():
    load(row(duration_weeks_min="9"))

    plan = plan_of({"slug": ROW["slug"], "duration_weeks_max": "8"})

    assert plan.counts == {"invalid": 1}


def test_column_that_new_programs_need_is_asked_for_once():
    cells = {name: text for name, text in ROW.items() if name != "name"}

    with pytest.raises(FileProblem, match="“name” is missing, and new programs need it: “ai-resi"):
        plan_of(cells, {**cells, "slug": "other"})


def test_merged_program_does_not_come_back():
    RedirectFactory(old_slug=ROW["slug"], program=ProgramFactory(slug="kept"))

    [problem] = plan_of(row()).problems

    assert str(problem) == "Row 2, slug: “ai-residency” was merged into “kept”: use that key."


def test_refused_rows_stay_out_and_the_others_go_in():
    load(row(), row(slug="bad", cost="gratis"))

    assert Program.objects.get().slug == ROW["slug"]
    assert RowChange.objects.get(action="invalid").problems == [
        ["cost", "“gratis” is not one of free, employer_pays, paid, deferred, varies."]
    ]


def test_refused_row_brings_nothing_along():
    rules_broken = row(slug="bad", organization="Nobody", topics="npl", cost="free", cost_min="5")

    batch = load(row(topics="nlp"), rules_broken)

    assert batch.report["new_tags"]["topics"] == ["nlp"]
    assert [one.name for one in Organization.objects.all()] == ["Example Lab"]
    assert [one.slug for one in Topic.objects.all()] == ["nlp"]

import pytest

from programs.csv_import import PlanMoved, apply_batch
from programs.ledger import read_states, recording
from programs.models import (
    ApplicationRound,
    Change,
    ImportBatch,
    Organization,
    Program,
    RowChange,
    Topic,
)
from tests.csv_import.files import ROW, check, load, plan_of, row
from tests.factories import (
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def stored(slug: str = ROW["slug"]):
    program = Program.objects.get(slug=slug)
    return read_states([program.pk])[program.pk]


def test_new_row_becomes_a_public_program_with_all_that_it_says():
    load(
        row(
            topics="nlp; ai-safety",
            locations="Toronto, CA; remote",
            open_worldwide="no",
            open_to_countries="US; CA",
            rounds="2026||2026-01|2026-09-01; 2027|2026-11-01",
            degree_minimum="bachelor",
            degree_or_equivalent="yes",
            duration_weeks_min="52",
            last_seen="2026-03",
        )
    )

    program = Program.objects.published().get()
    state = stored()
    assert program.organization.name == "Example Lab"
    assert state["topics"] == ["nlp", "ai-safety"]
    assert state["locations"] == ["Toronto, CA", "remote"]
    assert state["open_to_countries"] == ["US", "CA"]
    assert [one["closes_on"] for one in state["rounds"]] == ["2026-01", None]
    assert (state["degree_or_equivalent"], state["duration_weeks_min"]) == (True, 52)
    assert state["last_seen"] == "2026-03"
    assert state["status"] == "unknown"
    assert Topic.objects.get(slug="ai-safety").name == "AI safety"


def test_second_run_finds_everything_unchanged():
    rows = row(topics="nlp; ai-safety", rounds="2026||2026-01|"), row(slug="other", cost="free")
    load(*rows)
    changes = Change.objects.count()

    plan = load(*rows)

    assert plan.counts == {"unchanged": 2}
    assert Change.objects.count() == changes


def test_order_in_a_list_is_no_change():
    load(row(topics="nlp; ai-safety"))

    assert plan_of(row(topics="ai-safety; nlp")).counts == {"unchanged": 1}


def test_blank_cell_and_absent_column_change_nothing():
    load(row(degree_minimum="phd", topics="nlp", rounds="2026||2026-01|", rolling="no"))
    before = stored()

    load({"slug": ROW["slug"], "degree_minimum": "", "topics": " ", "rounds": "", "rolling": ""})

    assert stored() == before


def test_clear_erases_on_purpose():
    load(row(degree_minimum="phd", topics="nlp", rounds="2026||2026-01|", rolling="no"))

    load(
        {
            "slug": ROW["slug"],
            **dict.fromkeys(["degree_minimum", "topics", "rounds", "rolling"], "(clear)"),
        }
    )

    state = stored()
    assert [state[name] for name in ("degree_minimum", "topics", "rounds", "rolling")] == [
        "",
        [],
        [],
        None,
    ]


@pytest.mark.parametrize("name", ["name", "organization", "program_type", "status"])
def test_what_every_program_has_cannot_be_cleared(name):
    load(row())

    [problem] = plan_of({"slug": ROW["slug"], name: "(clear)"}).problems

    assert str(problem) == f"Row 2, {name}: cannot be cleared: every program has one."


def test_update_is_planned_field_by_field():
    load(row(degree_minimum="phd", cost="free"))

    plan = plan_of(row(degree_minimum="none", cost="free"))

    assert plan.counts == {"update": 1}
    assert plan.rows[0].before == {"degree_minimum": "phd"}
    assert plan.rows[0].after == {"degree_minimum": "none"}


def test_rounds_that_a_file_does_not_name_stay():
    program = ProgramFactory(slug=ROW["slug"])
    kept = RoundFactory(program=program, label="2025", closes_on="2025-01-10")
    moved = RoundFactory(program=program, label="2026", closes_on="2026-01")

    load(row(rounds="2026||2026-01-12|; 2027||2027-01|"))

    rounds = ApplicationRound.objects.order_by("label")
    assert [(one.label, str(one.closes_on)) for one in rounds] == [
        ("2025", "2025-01-10"),
        ("2026", "2026-01-12"),
        ("2027", "2027-01"),
    ]
    assert [one.pk for one in rounds[:2]] == [kept.pk, moved.pk]


def test_every_door_of_the_import_is_in_the_ledger():
    load(row(topics="nlp", rounds="2026||2026-01|"))

    batch = check(row(name="New name", topics="ai-safety", rounds="2026||2026-02|"))
    user = UserFactory()
    apply_batch(batch, by=user)

    made, *changes = Change.objects.order_by("pk")
    assert (made.field, made.after["name"]) == ("created", "AI Residency")
    assert {change.field for change in changes} == {"name", "topics", "rounds"}
    assert {(change.by, change.batch, change.reason) for change in changes} == {
        (user, batch, "Import of programs.csv")
    }


def test_batch_keeps_what_each_row_did():
    load(row(slug="same"))

    load(row(slug="same"), row(slug="new"))

    batch = ImportBatch.objects.latest("pk")
    assert batch.counts == {"new": 1, "unchanged": 1}
    [kept] = RowChange.objects.filter(batch=batch)
    assert (kept.row, kept.slug, kept.action) == (3, "new", "new")
    assert kept.program.slug == "new"


def test_successor_may_come_later_in_the_file():
    load(row(slug="old", successor="new"), row(slug="new"))

    assert Program.objects.get(slug="old").successor.slug == "new"


def test_organization_is_found_whatever_its_capitals():
    load(row(), row(slug="other", organization="EXAMPLE lab"))

    assert Organization.objects.get().programs.count() == 2


def test_organizations_of_like_names_get_addresses_of_their_own():
    OrganizationFactory(name="C++ Lab", slug="c-lab")

    load(row(organization="C Lab"), row(slug="other", organization="研究所"))

    assert set(Organization.objects.values_list("slug", flat=True)) == {
        "c-lab",
        "c-lab-2",
        "organization",
    }


def test_address_of_an_organization_is_taken_once_and_kept():
    load(row(organization_url="https://a.example"))

    batch = load(row(organization_url="https://b.example"))

    assert Organization.objects.get().url == "https://a.example"
    assert batch.report["notices"] == [
        "Row 2, organization_url: Example Lab keeps its address https://a.example; "
        "https://b.example was not taken."
    ]


def test_plan_is_refused_if_what_it_changes_moved_in_between():
    load(row(degree_minimum="phd"))
    batch = check(row(degree_minimum="none"))
    program = Program.objects.get()
    with recording([program]):
        Program.objects.update(degree_minimum="master")

    with pytest.raises(PlanMoved, match="somebody changed degree_minimum of “ai-residency”"):
        apply_batch(batch)

    assert stored()["degree_minimum"] == "master"
    batch.refresh_from_db()
    assert (batch.state, batch.applied_at) == ("ready", None)


def test_plan_is_refused_if_a_new_program_is_there_already():
    batch = check(row())
    load(row())

    with pytest.raises(PlanMoved, match="“ai-residency” was added since") as moved:
        apply_batch(batch)

    assert moved.value.rows == [2]


def test_what_moved_elsewhere_in_a_program_does_not_matter():
    load(row(degree_minimum="phd"))
    batch = check(row(degree_minimum="none"))
    program = Program.objects.get()
    with recording([program]):
        Program.objects.update(cost="free")

    apply_batch(batch)

    assert (stored()["degree_minimum"], stored()["cost"]) == ("none", "free")


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    def rows(start, count):
        return [
            row(slug=f"p{n}", name=f"P {n}", topics="nlp", rounds=f"r{n}||2026|", successor="")
            for n in range(start, start + count)
        ]

    load(*rows(0, 1))
    with django_assert_max_num_queries(75):
        load(*rows(1, 100))
    with django_assert_max_num_queries(75):
        load(*[{**one, "name": f"{one['name']}!"} for one in rows(1, 100)])

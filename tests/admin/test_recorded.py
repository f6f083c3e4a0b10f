"""Every door of the admin leaves its rows in the ledger, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.admin.program import ProgramAdmin
from programs.models import ApplicationRound, Change, Evidence, Program
from tests.admin.conftest import change_url, form_data, save
from tests.factories import (
    EvidenceFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

ADD = reverse("admin:programs_program_add")
LIST = reverse("admin:programs_program_changelist")


def changes_of(program):
    """What the ledger holds beyond what the factories put there."""
    return program.changes.exclude(by=None).order_by("pk")


def fields_changed(program):
    return sorted(changes_of(program).values_list("field", flat=True))


def test_adding_leaves_one_row_with_everything(desk, curator):
    data = form_data(
        desk,
        ADD,
        name="AI Residency",
        slug="ai-residency",
        organization=OrganizationFactory().pk,
        program_type="residency",
        url="https://example.org/residency",
        summary="A year.",
        topics=[TopicFactory(slug="robotics").pk],
        rounds=[{"label": "2027", "closes_on": "2027-01"}],
    )

    response = desk.post(ADD, data)

    program = Program.objects.get(slug="ai-residency")
    change = Change.objects.get()
    assert response.url == LIST
    assert (change.program, change.field, change.by) == (program, "created", curator)
    assert change.after["topics"] == ["robotics"]
    assert change.after["rounds"][0]["closes_on"] == "2027-01"


def test_a_changed_field_is_one_row_with_person_and_reason(desk, curator):
    program = ProgramFactory(degree_minimum="phd")

    save(desk, program, degree_minimum="none", change_reason="The page of 2026 says so")

    change = changes_of(program).get()
    assert (change.field, change.before, change.after) == ("degree_minimum", "phd", "none")
    assert (change.by, change.reason) == (curator, "The page of 2026 says so")


def test_a_save_without_a_change_writes_nothing(desk):
    program = ProgramFactory(
        topics=["robotics", "ai-safety"],
        locations=["Toronto, CA", "remote"],
        open_worldwide=False,
        open_to_countries=["US", "CA"],
        rolling=False,
        last_seen="2026-01",
    )
    RoundFactory(program=program, closes_on="2026")
    EvidenceFactory(program=program, field="degree_minimum", checked_on="2026-02-03")
    before = Program.objects.values().get()

    response = save(desk, program, change_reason="Nothing")

    assert response.status_code == 302
    assert fields_changed(program) == []
    assert Program.objects.values().get() == before


def test_changed_tags_are_one_row(desk):
    program = ProgramFactory(topics=["robotics"])

    save(desk, program, topics=[TopicFactory(slug="ai-safety").pk])

    change = changes_of(program).get()
    assert (change.before, change.after) == (["robotics"], ["ai-safety"])


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        pytest.param({"label": "2028"}, ["2028"], id="change"),
        pytest.param({"DELETE": "on"}, [], id="delete"),
    ],
)
def test_a_round_in_the_form_is_one_row(desk, row, labels):
    program = RoundFactory(label="2027").program
    program.refresh_from_db()
    updated_at = program.updated_at

    save(desk, program, rounds=[row])

    change = changes_of(program).get()
    program.refresh_from_db()
    assert change.field == "rounds"
    assert [item["label"] for item in change.after] == labels
    assert program.updated_at > updated_at


def test_an_added_round_is_one_row(desk):
    program = RoundFactory(label="2026").program

    save(desk, program, rounds=[{}, {"label": "2027", "opens_on": "2026-08"}])

    assert [item["label"] for item in changes_of(program).get().after] == ["2026", "2027"]


def test_evidence_in_the_form_is_one_row_however_many_pieces(desk):
    program = EvidenceFactory(quote="Old.").program
    EvidenceFactory(program=program, quote="Wrong.")

    save(desk, program, evidence=[{"quote": "New."}, {"DELETE": "on"}, {"quote": "More."}])

    change = changes_of(program).get()
    assert change.field == "evidence"
    assert [item["quote"] for item in change.after] == ["New.", "More."]


def test_who_sets_the_day_of_reading_is_who_read_it(desk, curator):
    program = EvidenceFactory().program

    save(desk, program, evidence=[{"checked_on": "2026-02-03", "checked_by": 999}])

    assert program.evidence.get().checked_by == curator


def test_several_doors_in_one_form_share_one_moment(desk):
    program = RoundFactory(program__cost="").program

    save(desk, program, cost="free", rounds=[{"label": "Renamed"}])

    assert fields_changed(program) == ["cost", "rounds"]
    assert changes_of(program).values("at").distinct().count() == 1


@pytest.mark.parametrize(("action", "after"), [("archive", "archived"), ("publish", "published")])
def test_a_bulk_action_records_each_program_that_it_changes(desk, curator, action, after):
    drafts = ProgramFactory.create_batch(2, draft=True)
    same = ProgramFactory(publication=after)

    response = desk.post(
        LIST,
        {
            "action": action,
            "_selected_action": [program.pk for program in [*drafts, same]],
            "change_reason": "Spring cleaning",
        },
        follow=True,
    )

    for program in drafts:
        change = changes_of(program).get()
        assert (change.before, change.after, change.by) == ("draft", after, curator)
        assert change.reason == "Spring cleaning"
    assert fields_changed(same) == []
    assert f"2 programs are now {after}. 1 program is {after} already." in response.text


def test_a_failure_midway_leaves_neither_data_nor_ledger(desk, monkeypatch):
    program = RoundFactory(label="2027", program__cost="").program
    data = form_data(desk, change_url(program), cost="free", rounds=[{"label": "2028"}])

    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(ProgramAdmin, "log_change", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        desk.post(change_url(program), data)

    program.refresh_from_db()
    assert program.cost == ""
    assert program.rounds.get().label == "2027"
    assert fields_changed(program) == []


def test_a_failing_bulk_action_leaves_neither_data_nor_ledger(desk, monkeypatch):
    program = ProgramFactory()
    desk.raise_request_exception = True

    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(Change.objects.__class__, "bulk_create", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        desk.post(LIST, {"action": "archive", "_selected_action": [program.pk]})

    program.refresh_from_db()
    assert program.publication == "published"


def test_looking_opens_no_recording(desk, monkeypatch):
    program = ProgramFactory()
    monkeypatch.setattr("programs.admin.recorded.recording", None)

    assert desk.get(change_url(program)).status_code == 200
    assert desk.get(ADD).status_code == 200
    assert desk.get(LIST).status_code == 200


def test_a_form_with_problems_writes_nothing_and_keeps_what_was_typed(desk):
    program = RoundFactory(label="2027").program

    response = save(
        desk, program, name="Better name", cost_min="100", rounds=[{"label": "Better label"}]
    )

    assert response.status_code == 200
    assert 'value="Better name"' in response.text
    assert 'value="Better label"' in response.text
    assert fields_changed(program) == []
    assert ApplicationRound.objects.get().label == "2027"


def test_a_form_that_somebody_else_overtook_is_shown_again_once(desk, client_of):
    program = ProgramFactory(degree_minimum="phd", cost="")
    data = form_data(desk, change_url(program), cost="free")
    other = client_of("view_program", "change_program")
    save(other, program, degree_minimum="none")

    first = desk.post(change_url(program), data)
    program.refresh_from_db()

    assert "changed “Degree asked for”" in first.text
    assert (program.degree_minimum, program.cost) == ("none", "")

    again = data | {"seen_change": first.context["adminform"].form["seen_change"].value()}
    desk.post(change_url(program), again)
    program.refresh_from_db()

    assert (program.degree_minimum, program.cost) == ("phd", "free")


def test_a_program_is_never_deleted(desk):
    program = ProgramFactory()

    refused = desk.post(
        reverse("admin:programs_program_delete", args=[program.pk]), {"post": "yes"}
    )
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [program.pk], "post": "yes"})

    assert refused.status_code == 403
    assert Program.objects.filter(pk=program.pk).exists()


def test_an_address_of_no_program_leads_back(desk):
    for key in ["abc", "0", "9" * 30]:
        url = reverse("admin:programs_program_change", args=[key])
        assert desk.post(url, {}).url == reverse("admin:index")
    assert Evidence.objects.count() == 0


def test_saving_asks_the_database_about_changed_rows_only(desk):
    program = ProgramFactory()
    RoundFactory.create_batch(10, program=program)
    EvidenceFactory.create_batch(20, program=program)
    data = form_data(desk, change_url(program), rounds=[{"label": "Renamed"}])

    with CaptureQueriesContext(connection) as queries:
        desk.post(change_url(program), data)

    assert fields_changed(program) == ["rounds"]
    assert len(queries) <= 100

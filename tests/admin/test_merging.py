"""The pages on which curators merge two listings, and take that back."""

import pytest
from django.urls import reverse

from programs.curation import pairs
from programs.models import LikelyPair, Merge
from tests.admin.conftest import change_url, form_data, save
from tests.admin.merges import edit, merge, merge_url, state, undo_url
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    ProgramFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programs_program_changelist")


# --- The way there -----------------------------------------------------------------------------


def test_saving_tells_what_is_likely_the_same(desk, kept):
    other = ProgramFactory(name="Another", organization=kept.organization)

    page = desk.post(
        change_url(other), form_data(desk, change_url(other), name="AI Residency"), follow=True
    )

    told = "“AI Residency” is likely the same as “AI Residency”: the same name at the same org"
    assert told in page.text
    form = desk.get(change_url(other)).text
    assert merge_url(kept, other) in form
    assert "Compare and merge" in form


def test_saving_something_else_looks_for_no_twins(desk, kept, gone):
    save(desk, gone, cost="free")

    assert not LikelyPair.objects.exists()


def test_adding_a_program_looks_for_its_twins(desk, kept):
    address = reverse("admin:programs_program_add")
    data = form_data(
        desk,
        address,
        name="AI Residency",
        slug="new",
        organization=kept.organization.pk,
        program_type="residency",
        url="https://example.org/new",
        summary="A year.",
    )

    page = desk.post(address, data, follow=True)

    assert "is likely the same as “AI Residency”" in page.text


def test_the_queue_leads_to_the_comparison(desk, kept, gone):
    pairs.look_at_all()

    page = desk.get(reverse("admin:index"), {"show": "twin"})

    assert merge_url(kept, gone) in page.text
    assert "Likely the same as “AI Residency Program”" in page.text


def test_two_that_are_selected_in_the_list_are_compared(desk, kept, gone):
    def act(*programs):
        data = {"action": "merge", "_selected_action": [one.pk for one in programs]}
        return desk.post(LIST, data, follow=True)

    assert "Select the two programs that are one." in act(kept).text
    assert act(gone, kept).redirect_chain[0][0] == merge_url(kept, gone)


# --- The page ----------------------------------------------------------------------------------


def test_the_page_tells_what_differs_and_what_it_rests_on(desk, kept, gone):
    EvidenceFactory(program=gone, field="degree_minimum")
    RoundFactory(program=gone, label="Winter 2027")

    page = desk.get(merge_url(kept, gone))

    rows = {row.field: row for row in page.context["rows"]}
    assert [side.words for side in rows["degree_minimum"].sides] == [
        ["Doesn’t say"],
        ["PhD"],
    ]
    assert rows["degree_minimum"].sides[1].sure == "with evidence"
    assert [side.is_chosen for side in rows["topics"].sides] == [False, False, True]
    assert "status" not in rows
    assert "Winter 2027: no dates" in page.text
    assert merge_url(gone, kept) in page.text


def test_what_is_ticked_stands(desk, curator, kept, gone):
    page = merge(desk, kept, gone, **{"whose-name": "gone", "change_reason": "Same page"})

    after = state(kept)
    assert (after["name"], after["degree_minimum"]) == ("AI Residency Program", "phd")
    assert after["topics"] == ["nlp", "robotics"]
    assert state(gone)["publication"] == "archived"
    assert "is merged into this program" in page.text
    change = kept.changes.get(field="name")
    assert (change.by, change.reason) == (curator, "Merged with “gone”: Same page")


def test_who_compared_with_the_source_confirms_what_changed(desk, curator, kept, gone):
    merge(desk, kept, gone, confirm_changes="on")

    check = kept.checks.get()
    assert check.by == curator
    assert "degree_minimum" in check.fields


def test_without_that_nothing_is_confirmed(desk, kept, gone):
    merge(desk, kept, gone)

    assert not kept.checks.exists()


def test_what_cannot_be_is_told_and_the_choices_stay(desk, kept, gone):
    edit(kept, duration_weeks_max=4)
    edit(gone, duration_weeks_min=10)

    page = merge(desk, kept, gone, **{"whose-name": "gone"})

    assert "duration_weeks_min must not be above duration_weeks_max" in page.text
    assert "Nothing was merged." in page.text
    [name] = [row for row in page.context["rows"] if row.field == "name"]
    assert [side.is_chosen for side in name.sides] == [False, True]
    assert not Merge.objects.exists()


def test_who_did_not_see_the_last_change_looks_again(desk, kept, gone):
    seen = desk.get(merge_url(kept, gone)).context["seen"]
    edit(gone, cost="paid")

    page = merge(desk, kept, gone, seen_change=seen)

    assert "Somebody changed one of the two meanwhile." in page.text
    assert not Merge.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "9" * 5_000, "-1", "²"])
def test_a_broken_mark_of_what_was_seen_counts_as_nothing_seen(desk, kept, gone, seen):
    page = merge(desk, kept, gone, seen_change=seen)

    assert "Somebody changed one of the two meanwhile." in page.text


def test_a_reason_with_what_no_database_stores_is_kept_without_it(desk, kept, gone):
    merge(desk, kept, gone, **{"whose-name": "gone", "change_reason": "Same\x00 page"})

    assert kept.changes.get(field="name").reason == "Merged with “gone”: Same page"


def test_values_nobody_knows_do_nothing(desk, kept, gone):
    odd = {
        "whose-name": "nobody",
        "whose-slug": "gone",
        "whose-x": "gone",
        "whose-evidence": "gone",
    }

    merge(desk, kept, gone, **odd)

    assert (state(kept)["name"], state(kept)["slug"]) == ("AI Residency", "kept")


def test_two_programs_are_told_apart_for_good(desk, curator, kept, gone):
    pairs.look_at_all()

    page = desk.post(merge_url(kept, gone), {"different": "1"}, follow=True)

    assert "“AI Residency” and “AI Residency Program” stay two programs." in page.text
    assert LikelyPair.objects.get().different_by == curator
    assert "Compare and merge" not in page.text


def test_there_is_no_page_for_one_program_or_for_none(desk, kept):
    assert desk.get(merge_url(kept, kept)).status_code == 404
    address = reverse("admin:programs_program_merge", args=[kept.pk, 10**9])
    assert desk.get(address).status_code == 404


def test_merging_takes_permission_to_edit_and_to_publish(client_of, kept, gone):
    pairs.look_at_all()
    merged = Merge.objects.create(
        kept=ProgramFactory(), gone=ProgramFactory(), by=UserFactory(), at="2026-11-28T09:00Z"
    )
    for codenames in [("view_program", "change_program"), ("view_program", "publish_program")]:
        client = client_of(*codenames)
        for address in (merge_url(kept, gone), undo_url(merged)):
            assert client.get(address).status_code == 403
            assert client.post(address).status_code == 403
        assert "Compare and merge" not in client.get(change_url(kept)).text


# --- Cost --------------------------------------------------------------------------------------


def test_the_page_costs_as_few_queries_for_many_facts(
    desk, kept, gone, django_assert_max_num_queries
):
    for program in (kept, gone):
        for number in range(5):
            RoundFactory(program=program, label=f"{program.slug} {number}")
            EvidenceFactory(program=program)
            CheckFactory(program=program)
            ReportFactory(program=program)

    with django_assert_max_num_queries(30):
        desk.get(merge_url(kept, gone))
    with django_assert_max_num_queries(90):
        merge(desk, kept, gone)

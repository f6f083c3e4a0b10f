"""The page on which curators take a merge back, and doors that would go around it."""

import pytest
from django.urls import reverse

from programs.models import Merge
from tests.admin.conftest import save
from tests.admin.merges import edit, merge, state, undo_url

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programs_program_changelist")


def test_history_of_both_leads_to_the_way_back(desk, kept, gone):
    merge(desk, kept, gone)
    merged = Merge.objects.get()

    for program, told in [
        (kept, "was merged into this program"),
        (gone, "This program was merged"),
    ]:
        for view in ("history", "change"):
            page = desk.get(reverse(f"admin:programs_program_{view}", args=[program.pk]))
            assert told in page.text
            assert undo_url(merged) in page.text


def test_the_page_tells_what_comes_back_and_does_it(desk, curator, kept, gone):
    before = state(kept), state(gone)
    merge(desk, kept, gone)
    merged = Merge.objects.get()
    edit(kept, cost="paid")

    page = desk.get(undo_url(merged))
    done = desk.post(undo_url(merged), follow=True)

    assert "Degree asked for" in page.text
    assert "Edited since" not in page.text
    assert "“AI Residency Program” is a program of its own again." in done.text
    assert state(kept) == before[0] | {"cost": "paid"}
    assert state(gone) == before[1]
    assert "took that back on" in done.text


def test_what_was_edited_since_is_named(desk, kept, gone):
    merge(desk, kept, gone)
    edit(kept, degree_minimum="none")

    page = desk.get(undo_url(Merge.objects.get()))

    assert "Edited since, so it stays: Degree asked for." in page.text


def test_what_cannot_be_taken_back_is_told(desk, kept, gone):
    merge(desk, kept, gone)
    merged = Merge.objects.get()

    desk.post(undo_url(merged))
    again = desk.post(undo_url(merged), follow=True)

    assert "This merge was taken back already." in again.text


@pytest.mark.parametrize("door", ["form", "list", "history"])
def test_what_was_merged_away_is_not_published_by_another_door(desk, kept, gone, door):
    merge(desk, kept, gone)
    gone.refresh_from_db()

    if door == "form":
        page = save(desk, gone, publication="published")
        assert "It was merged into “AI Residency”. Take that merge back instead." in page.text
    elif door == "list":
        data = {"action": "publish", "_selected_action": [gone.pk]}
        page = desk.post(LIST, data, follow=True)
        assert "1 program is merged into another, and not published." in page.text
    else:
        change = gone.changes.get(field="publication")
        address = reverse("admin:programs_program_revert", args=[gone.pk])
        page = desk.post(
            f"{address}?change={change.pk}",
            {"change": change.pk, "seen_change": change.pk},
            follow=True,
        )
        assert "It was merged into “AI Residency”." in page.text
    assert state(gone)["publication"] == "archived"

"""Two listings of one program become one, and are taken apart again."""

from datetime import UTC, datetime, timedelta

import pytest

from programs.checks import read_checks
from programs.curation import merging
from programs.curation.choosing import BOTH, GONE, KEPT
from programs.curation.merging import CannotMerge
from programs.models import Merge, Redirect
from tests.csv_import.files import load, row
from tests.curation.merges import choices_of, edit, merge, state
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# --- What is suggested -------------------------------------------------------------------------


def test_what_one_of_them_does_not_say_comes_from_the_other(kept, gone):
    edit(gone, degree_minimum="phd")

    suggested = choices_of(kept, gone)

    assert (suggested["degree_minimum"], suggested["cost"]) == (GONE, KEPT)


def test_of_two_values_the_one_confirmed_later_is_suggested(kept, gone):
    edit(kept, degree_minimum="none", funding="none")
    edit(gone, degree_minimum="phd", funding="stipend")
    later = datetime.now(UTC) + timedelta(seconds=1)
    CheckFactory(program=gone, fields=["degree_minimum"], at=later)

    suggested = choices_of(kept, gone)

    assert (suggested["degree_minimum"], suggested["funding"]) == (GONE, KEPT)


def test_topics_are_put_together_and_countries_are_not(kept, gone):
    edit(kept, open_worldwide=False, open_to_countries=["CA"])
    edit(gone, open_worldwide=False, open_to_countries=["US"])

    suggested = choices_of(kept, gone)

    assert (suggested["topics"], suggested["open_to_countries"]) == (BOTH, KEPT)


def test_what_both_say_is_not_asked(kept, gone):
    assert "status" not in choices_of(kept, gone)
    assert not {"slug", "evidence", "rounds", "other_names"} & choices_of(kept, gone).keys()


# --- Merging -----------------------------------------------------------------------------------


def test_chosen_values_stand_and_the_rest_stays(kept, gone):
    edit(gone, cost="paid", degree_minimum="phd", degree_note="Or so.")

    merge(kept, gone, degree_minimum=GONE, topics=BOTH, cost=KEPT)

    after = state(kept)
    assert (after["degree_minimum"], after["cost"], after["degree_note"]) == ("phd", "free", "")
    assert after["topics"] == ["nlp", "robotics"]
    assert after["slug"] == "kept"


def test_the_name_that_goes_is_kept_as_another_name(kept, gone):
    edit(kept, other_names="AIR; Brain Residency")
    edit(gone, other_names="air")

    merge(kept, gone)

    assert state(kept)["other_names"] == "AIR; Brain Residency; The AI Residency"


def test_rounds_and_evidence_of_both_are_kept_once(kept, gone):
    for program in (kept, gone):
        RoundFactory(program=program, label="2026", closes_on="2026-12-01")
        EvidenceFactory(program=program, field="cost", quote="Free.")
    RoundFactory(program=gone, label="2025")
    EvidenceFactory(program=gone, field="degree_minimum", quote="A PhD.")

    merge(kept, gone)

    after = state(kept)
    assert sorted(one["label"] for one in after["rounds"]) == ["2025", "2026"]
    assert sorted(one["quote"] for one in after["evidence"]) == ["A PhD.", "Free."]


@pytest.mark.parametrize(("whose", "closes"), [(KEPT, "2026-12-01"), (GONE, "2026-12-15")])
@pytest.mark.parametrize("label", ["2026", "Cohort 2026"])
def test_where_both_have_a_round_the_chosen_one_stands(kept, gone, whose, closes, label):
    RoundFactory(program=kept, label="2026", opens_on="2026-11-01", closes_on="2026-12-01")
    if label == "2026":
        RoundFactory(program=gone, label=label, closes_on="2026-12-15")
    else:
        closes = "2026-12-01"
        RoundFactory(program=gone, label=label, opens_on="2026-11-01", closes_on=closes)

    assert choices_of(kept, gone)["rounds"] == KEPT
    merge(kept, gone, rounds=whose)

    [only] = state(kept)["rounds"]
    assert only["closes_on"] == closes
    assert only["label"] == (label if whose == GONE else "2026")


def test_the_other_is_archived_and_its_addresses_lead_here(client, kept, gone):
    RedirectFactory(program=gone, old_slug="older")

    merge(kept, gone)

    gone.refresh_from_db()
    assert gone.publication == "archived"
    for slug in ("gone", "older"):
        assert client.get(f"/programs/{slug}/").url == "/programs/kept/"


def test_reports_move_and_say_the_same_to_who_sent_them(client, kept, gone):
    report = ReportFactory(program=gone, field="cost")

    merge(kept, gone)

    report.refresh_from_db()
    assert report.program == kept
    assert client.get(report.get_absolute_url()).status_code == 200


def test_what_followed_on_the_other_follows_on_this_one(kept, gone):
    old = ProgramFactory(successor=gone)
    edit(kept, successor=gone)

    merge(kept, gone)

    assert state(old)["successor"] == "kept"
    assert state(kept)["successor"] is None


def test_that_the_other_followed_on_this_one_is_forgotten(kept, gone):
    edit(gone, successor=kept)

    assert "successor" not in choices_of(kept, gone)
    merge(kept, gone, successor=GONE)

    assert state(kept)["successor"] is None


def test_history_of_both_tells_of_it(kept, gone):
    ada = UserFactory(username="ada")
    edit(gone, degree_minimum="phd")

    merged = merge(kept, gone, by=ada, degree_minimum=GONE)

    [change] = kept.changes.filter(field="degree_minimum")
    assert (change.by, change.at, change.reason) == (ada, merged.at, "Merged with “gone”")
    assert gone.changes.filter(field="publication", at=merged.at).exists()
    assert gone.changes.filter(field="degree_minimum", after="phd").exists()


# --- Checks ------------------------------------------------------------------------------------


def test_a_check_comes_along_with_what_it_confirmed(kept, gone):
    edit(kept, cost="free", funding="none")
    edit(gone, cost="paid", funding="none", degree_minimum="phd")
    checked_at = datetime.now(UTC)
    check = CheckFactory(program=gone, fields=["cost", "funding", "degree_minimum"], at=checked_at)

    merge(kept, gone, degree_minimum=GONE, cost=KEPT)

    now = read_checks([kept.pk])[kept.pk]
    assert now.day_of("degree_minimum") == now.day_of("funding") == checked_at.date()
    assert now.day_of("cost") is None
    [copy] = kept.checks.all()
    assert (copy.by, copy.at, copy.fields) == (check.by, checked_at, ["degree_minimum", "funding"])
    assert gone.checks.get() == check


def test_an_edit_after_the_merge_takes_the_check_away(kept, gone):
    edit(gone, degree_minimum="phd")
    CheckFactory(program=gone, fields=["degree_minimum"], at=datetime.now(UTC))
    merge(kept, gone, degree_minimum=GONE)

    edit(kept, degree_minimum="none")

    assert read_checks([kept.pk])[kept.pk].day_of("degree_minimum") is None


def test_a_check_that_an_edit_took_away_there_does_not_count_here(kept, gone):
    CheckFactory(program=gone, fields=["degree_minimum"], at=datetime.now(UTC))
    edit(gone, degree_minimum="phd")

    merge(kept, gone, degree_minimum=GONE)

    assert not kept.checks.exists()


def test_what_the_merge_changes_is_not_what_was_checked_here(kept, gone):
    edit(gone, degree_minimum="phd")
    CheckFactory(program=kept, fields=["degree_minimum", "cost"], at=datetime.now(UTC))

    merge(kept, gone, degree_minimum=GONE)

    now = read_checks([kept.pk])[kept.pk]
    assert now.day_of("degree_minimum") is None
    assert now.day_of("cost") is not None


def test_a_check_comes_along_through_two_merges(kept, gone):
    last = ProgramFactory(slug="last")
    edit(gone, degree_minimum="phd")
    CheckFactory(program=gone, fields=["degree_minimum"], at=datetime.now(UTC))

    merge(kept, gone, degree_minimum=GONE)
    merge(last, kept, degree_minimum=GONE)

    assert read_checks([last.pk])[last.pk].day_of("degree_minimum") is not None


# --- Refused -----------------------------------------------------------------------------------


def refused(*programs, **chosen):
    before = [state(one) for one in programs]
    with pytest.raises(CannotMerge) as caught:
        merge(*programs, **chosen)
    assert [state(one) for one in programs] == before
    return str(caught.value)


def test_a_program_is_not_merged_into_itself(kept):
    assert "into itself" in refused(kept, kept)


def test_what_was_merged_already_is_not_merged_again(kept, gone):
    merge(kept, gone)

    other = ProgramFactory()
    for pair in [(other, gone), (gone, other)]:
        assert "was merged into another program already" in refused(*pair)


def test_who_did_not_see_the_last_change_looks_again(kept, gone):
    seen = merging.newest_change([kept.pk, gone.pk])
    edit(gone, cost="paid")

    assert "Somebody changed one of the two meanwhile" in refused(kept, gone, seen=seen)


def test_what_breaks_a_rule_is_told_and_not_written(kept, gone):
    edit(kept, duration_weeks_max=4)
    edit(gone, duration_weeks_min=10)

    assert "duration_weeks_min must not be above" in refused(kept, gone, duration_weeks_min=GONE)
    assert not Merge.objects.exists()
    assert not Redirect.objects.exists()


def test_amounts_keep_their_currency(kept, gone):
    edit(kept, cost="paid", cost_min=500, cost_max=900, cost_currency="USD")
    edit(gone, cost="paid", cost_min=400, cost_max=800, cost_currency="EUR")

    assert "Take them from the same" in refused(kept, gone, cost_min=GONE)
    assert "Take them from the same" in refused(kept, gone, cost_currency=GONE)
    merge(kept, gone, cost_min=GONE, cost_max=GONE, cost_currency=GONE)

    after = state(kept)
    assert (after["cost_min"], after["cost_max"], after["cost_currency"]) == (400, 800, "EUR")


def test_an_old_file_does_not_bring_back_what_was_merged_away(kept, gone):
    merge(kept, gone)
    before = state(kept), state(gone)

    batch = load(row(slug="gone", name="Back again", cost="paid"))

    assert (state(kept), state(gone)) == before
    assert "“gone” was merged into “kept”: use that key." in str(batch.rows.get().problems)

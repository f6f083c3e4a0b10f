"""A batch goes in, comes back and goes in again; what moved meanwhile is planned again."""

import pytest

from programs.csv_import import review
from programs.csv_import.apply import apply_batch
from programs.ledger import recording
from programs.models import ImportBatch, ImportFile, Organization, Program
from tests.admin.importing import address, checked, new_rows
from tests.csv_import.files import load, row
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def post(client, name, batch, **data):
    return client.post(address(name, batch.pk), data, follow=True)


def edit(program, **values):
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**values)


def cost_of(slug):
    return Program.objects.get(slug=slug).cost


# --- In --------------------------------------------------------------------------------------


def test_a_batch_goes_in_by_whoever_lets_it_in(desk, curator):
    batch = checked(*new_rows(2, cost="free"))

    page = post(desk, "apply", batch)

    batch.refresh_from_db()
    assert (batch.state, batch.applied_by) == ("applied", curator)
    assert Program.objects.count() == 2
    assert "It went in: 2 new." in page.text
    assert "by ada" in page.text


def test_rows_in_doubt_stay_out_only_if_that_is_said(desk):
    good, bad = new_rows(2)
    batch = checked(good, {**bad, "cost": "gratis"})

    refused = post(desk, "apply", batch)
    assert "1 of its rows are in doubt" in refused.text
    assert not Program.objects.exists()
    assert "Leave the 1 row in doubt out" in refused.text

    post(desk, "apply", batch, partial="on")
    assert Program.objects.get().slug == "alder"


def test_a_batch_over_budget_goes_in_with_its_number_typed(desk):
    load(*new_rows(8, cost="free"))
    batch = checked(*new_rows(8, cost="paid"))
    page = desk.get(address("change", batch.pk))
    assert "It changes 8 of 8 programs" in page.text
    assert "type 8" in page.text

    for wrong in ["", "7", "eight", "²", "9" * 5000]:
        refused = post(desk, "apply", batch, confirmed=wrong)
        assert "type 8" in refused.text
        assert cost_of("alder") == "free"

    post(desk, "apply", batch, confirmed="8")
    assert cost_of("alder") == "paid"


def test_the_second_of_two_gets_the_sentence(desk):
    batch = checked(*new_rows(1))
    post(desk, "apply", batch)

    again = post(desk, "apply", batch)

    assert "It is applied already." in again.text
    assert Program.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "args", "data"),
    [
        ("rows", (), {"decide": "skip-all"}),
        ("row", (2,), {"do": "skip"}),
        ("check", (), {}),
        ("discard", (), {}),
        ("redo", (), {}),
    ],
)
def test_a_batch_that_went_in_stays_as_it_is(desk, name, args, data):
    batch = checked(*new_rows(1))
    apply_batch(batch)

    page = desk.post(address(name, batch.pk, *args), data, follow=True)

    assert page.context["messages"]
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("applied", 1)


def test_a_program_that_moved_is_planned_again_and_named(desk):
    load(row(cost="free"))
    batch = checked(row(cost="paid"))
    edit(Program.objects.get(), cost="varies")

    page = post(desk, "apply", batch)

    assert "somebody changed cost of “ai-residency”" in page.text
    assert "Nothing went in. Row 2 was planned again." in page.text
    assert '<td data-side="Now">Varies</td>' in page.text
    assert cost_of("ai-residency") == "varies"
    post(desk, "apply", batch)
    assert cost_of("ai-residency") == "paid"


def test_several_rows_that_moved_are_numbered(desk):
    load(*new_rows(3, cost="free"))
    batch = checked(*new_rows(3, cost="paid"))
    for slug in ("alder", "cedar"):
        edit(Program.objects.get(slug=slug), cost="varies")

    page = post(desk, "apply", batch)

    assert "Rows 2 and 4 were planned again." in page.text


def test_a_key_that_was_taken_meanwhile_is_planned_again(desk):
    batch = checked(*new_rows(1))
    ProgramFactory(slug="alder", name="Quite another")

    page = post(desk, "apply", batch)

    assert "“alder” was added since the plan was made." in page.text
    assert batch.rows.get().action != "new"


def test_the_whole_file_is_checked_again(desk):
    batch = checked(*new_rows(1, cost="free"))
    load(*new_rows(1, cost="paid"))

    page = post(desk, "check", batch)

    assert "The whole file was checked again." in page.text
    assert batch.rows.get().action == "update"


def test_a_file_that_is_not_kept_any_more_is_asked_for(desk):
    batch = checked(*new_rows(1))
    ImportFile.objects.all().delete()

    page = post(desk, "check", batch)

    assert "upload it again" in page.text
    assert batch.rows.count() == 1


# --- Back ------------------------------------------------------------------------------------


@pytest.fixture
def applied(curator):
    """One program was made, one was changed."""
    load(*new_rows(1, cost="free"))
    one, two = new_rows(2, cost="paid")
    return apply_batch(checked(one, two), by=curator)


def test_an_undo_is_asked_about_and_brings_back_what_was(desk, applied, curator):
    page = desk.get(address("change", applied.pk))
    assert f'href="{address("undo", applied.pk)}"' in page.text
    assert "Nothing of it was edited since" in desk.get(address("undo", applied.pk)).text

    done = post(desk, "undo", applied)

    applied.refresh_from_db()
    assert (applied.state, applied.undone_by) == ("undone", curator)
    assert cost_of("alder") == "free"
    assert Program.objects.get(slug="birch").publication == "archived"
    assert "It was taken back on" in done.text


def test_what_was_edited_since_is_named_and_stays(desk, applied):
    edit(Program.objects.get(slug="alder"), cost="varies")

    asked = desk.get(address("undo", applied.pk)).text
    assert "1 program would keep something" in asked
    assert "Bring “Alder” back anyway" in asked
    assert "Cost: It was edited since." in asked

    done = post(desk, "undo", applied)
    assert cost_of("alder") == "varies"
    assert "Some fields stay as they are, of “Alder”." in done.text


def test_who_insists_gets_back_what_was(desk, applied):
    program = Program.objects.get(slug="alder")
    edit(program, cost="varies")

    post(desk, "undo", applied, insist=[program.pk, "x"])

    assert cost_of("alder") == "free"


def test_redo_takes_the_undo_back(desk, applied):
    post(desk, "undo", applied)
    page = desk.get(address("change", applied.pk))
    assert f'href="{address("redo", applied.pk)}"' in page.text

    post(desk, "redo", applied)

    applied.refresh_from_db()
    assert applied.state == "applied"
    assert cost_of("alder") == "paid"
    assert Program.objects.get(slug="birch").publication == "published"


def test_two_undos_are_one(desk, applied):
    post(desk, "undo", applied)

    again = post(desk, "undo", applied)

    assert "It is undone" in again.text


# --- Away ------------------------------------------------------------------------------------


def test_a_batch_that_never_went_in_is_discarded_with_its_file(desk):
    batch = checked(*new_rows(1))
    assert "are deleted" in desk.get(address("discard", batch.pk)).text

    page = post(desk, "discard", batch)

    assert "list.csv is discarded" in page.text
    assert not ImportBatch.objects.exists()
    assert not ImportFile.objects.exists()


def test_a_batch_that_was_undone_is_not_discarded(desk, applied):
    post(desk, "undo", applied)

    page = post(desk, "discard", applied)

    assert "It went in once: it stays" in page.text
    assert ImportBatch.objects.filter(pk=applied.pk).exists()


def test_a_batch_that_was_discarded_is_not_found(desk):
    assert desk.get(address("change", 12345)).status_code == 404


def test_a_batch_that_was_not_checked_leads_to_its_columns(desk):
    data = b"slug,Title of it\na,A\n"
    batch = review.receive(data, "list.csv", by=None)

    page = desk.get(address("change", batch.pk))

    assert "still to be checked" in page.text
    assert f'href="{address("columns", batch.pk)}"' in page.text
    assert "Let it in" not in page.text
    assert not Organization.objects.exists()

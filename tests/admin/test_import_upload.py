"""A file comes in through the admin, and its columns are chosen there."""

import pytest
from django.urls import reverse

from programs.models import ImportBatch, ImportFile, Program
from tests.admin.importing import address, new_rows, upload
from tests.csv_import.files import content, load, row
from tests.csv_import.spreadsheets import xlsx

pytestmark = pytest.mark.django_db


def only_batch():
    return ImportBatch.objects.get()


def test_a_file_with_our_columns_leads_to_its_rows(desk, curator):
    response = upload(desk, content(*new_rows(2)), source="Forest list")

    batch = only_batch()
    assert response.url == address("change", batch.pk)
    assert (batch.source, batch.received_by, batch.state) == ("Forest list", curator, "ready")
    assert batch.counts["new"] == 2
    assert not Program.objects.exists()


def test_the_list_of_batches_leads_to_the_upload(desk):
    page = desk.get(reverse("admin:programs_importbatch_changelist"))

    assert f'href="{address("upload")}"' in page.text
    assert desk.get(address("add")).url == address("upload")


def test_known_sources_are_offered(desk):
    upload(desk, content(*new_rows(1)), source="Forest list")

    assert '<option value="Forest list">' in desk.get(address("upload")).text


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        pytest.param(b"%PDF-1.7 abc", "list.pdf", "PDF", id="a PDF"),
        pytest.param(b"", "list.csv", "is empty", id="nothing"),
        pytest.param(b"\n\n\n", "list.csv", "list.csv is empty", id="blank lines"),
        pytest.param(b"<html><body>x</body></html>", "list.csv", "web page", id="a page"),
    ],
)
def test_a_wrong_file_is_told_what_it_is(desk, data, name, sentence):
    response = upload(desk, data, name)

    assert response.status_code == 200
    assert sentence in response.text
    assert not ImportBatch.objects.exists()
    assert not ImportFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk, settings):
    settings.IMPORT_UPLOAD_MAX_BYTES = 10

    response = upload(desk, content(*new_rows(1)))

    assert "list.csv has 0.0 MB; at most" in response.text
    assert not ImportBatch.objects.exists()


def test_too_many_rows_are_told_and_nothing_is_planned(desk, settings):
    settings.IMPORT_UPLOAD_MAX_ROWS = 2

    response = upload(desk, content(*new_rows(3)))

    batch = only_batch()
    assert response.url == address("columns", batch.pk)
    assert "more than 2 rows" in desk.get(response.url, follow=True).text
    assert (batch.state, batch.rows.count()) == ("received", 0)


def test_an_old_encoding_is_asked_about_with_a_sample_of_the_file(desk):
    data = content(*new_rows(1, summary="Université")).decode().encode("windows-1252")
    assert 'name="encoding"' not in desk.get(address("upload")).text

    asked = upload(desk, data)
    assert "Université" in asked.text
    assert "choose Windows-1252 below" in asked.text
    assert "--encoding" not in asked.text
    assert 'name="encoding"' in asked.text

    upload(desk, data, encoding="windows-1252")
    assert only_batch().rows.get().after["summary"] == "Université"


def test_the_sheet_of_a_workbook_is_asked_for(desk):
    lists = [["slug", "name"], ["a", "A"]]
    data = xlsx(One=lists, Two=lists)

    asked = upload(desk, data, "lists.xlsx")

    assert "2 sheets" in asked.text
    assert "Name one below" in asked.text
    assert 'name="sheet"' in asked.text
    response = upload(desk, data, "lists.xlsx", sheet="Two")
    assert response.status_code == 302
    assert only_batch().reading["sheet"] == "Two"


def test_the_very_file_again_says_when_it_went_in(desk, curator):
    data = content(*new_rows(2))
    upload(desk, data, source="Forest list")
    first = only_batch()
    desk.post(address("apply", first.pk))

    response = upload(desk, data, source="Forest list")

    text = desk.get(response.url).text
    assert (
        f'href="{address("change", first.pk)}">batch {first.pk}</a>: nothing would change.' in text
    )
    assert "by ada" in text


# --- Columns ---------------------------------------------------------------------------------


def strange_file():
    rows = [{**one, "Kind of fees": "free"} for one in new_rows(2)]
    for one in rows:
        one["Programme name"] = one.pop("name")
        one["Colour"] = "green"
    return content(*rows)


def choices(client, url):
    form = client.get(url).context["form"]
    return form, {field.html_name: field.initial or "" for field in form}


def test_columns_are_proposed_with_their_first_values(desk):
    response = upload(desk, strange_file())

    page = desk.get(response.url)
    form = page.context["form"]
    chosen = {field.label: field.initial for field in form.columns()}
    assert response.url == address("columns", only_batch().pk)
    assert (chosen["slug"], chosen["Programme name"], chosen["Colour"]) == ("slug", "name", "")
    assert "Alder" in page.text
    assert "Like none of our columns." in page.text


def test_chosen_columns_are_read_and_remembered_for_the_source(desk):
    response = upload(desk, strange_file(), source="Forest list")
    form, data = choices(desk, response.url)
    by_label = {field.label: field.html_name for field in form.columns()}
    data[by_label["Kind of fees"]] = "cost"

    done = desk.post(response.url, data)

    batch = only_batch()
    assert done.url == address("change", batch.pk)
    assert batch.rows.get(row=2).after["cost"] == "free"
    assert batch.rows.get(row=2).cells == {"Colour": "green"}
    again = upload(desk, strange_file(), source="Forest list")
    assert again.url == address("change", ImportBatch.objects.latest("pk").pk)


def test_a_text_for_all_rows_fills_what_the_file_lacks(desk):
    rows = new_rows(2)
    for one in rows:
        del one["program_type"]
    response = upload(desk, content(*rows))
    page = desk.get(response.url)
    assert "Column “program_type” is missing" in page.text
    _, data = choices(desk, response.url)

    desk.post(response.url, {**data, "all-program_type": "course"})

    batch = only_batch()
    assert {one.after["program_type"] for one in batch.rows.all()} == {"course"}
    assert batch.reading["constants"] == {"program_type": "course"}


def test_one_field_for_two_columns_is_refused_in_words_of_the_page(desk):
    response = upload(desk, strange_file())
    form, data = choices(desk, response.url)
    by_label = {field.label: field.html_name for field in form.columns()}

    page = desk.post(response.url, {**data, by_label["Colour"]: "name"})

    assert "are both to be name. Leave one of them out." in page.text
    assert "--map" not in page.text


def test_columns_of_a_batch_that_went_in_stay(desk):
    batch = load(row())

    response = desk.get(address("columns", batch.pk), follow=True)

    assert "It is applied already." in response.text

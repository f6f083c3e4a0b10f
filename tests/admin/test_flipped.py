"""The form and the preview of an import say what an edit means for the golden profiles."""

import pytest

from programs.models import Program
from tests.admin.conftest import change_url, form_data
from tests.admin.importing import checked, page_of, shown
from tests.csv_import.files import load, row
from tests.factories import ProgramFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(degree_minimum="none", open_worldwide=True, cost="free")


def post(desk, program, **changes):
    return desk.post(
        change_url(program), form_data(desk, change_url(program), **changes), follow=True
    )


def test_form_tells_what_its_entries_would_flip_and_saves_nothing(desk, program):
    page = post(desk, program, degree_minimum="phd", _flips="1")

    assert "Nothing is saved yet." in page.text
    assert "This flips " in page.text
    assert "from “Looks open to you”" in page.text or "from “" in page.text
    assert page.context["adminform"].form["degree_minimum"].value() == "phd"
    program.refresh_from_db()
    assert program.degree_minimum == "none"


def test_form_says_so_if_it_flips_nothing(desk, program):
    tag = TopicFactory(slug="nlp")

    page = post(desk, program, name="Another", topics=[tag.pk], _flips="1")

    assert "It flips no verdict" in page.text
    assert Program.objects.get().name != "Another"


def test_wrong_entries_are_told_first(desk, program):
    page = post(desk, program, name="", _flips="1")

    assert "This field is required" in page.text
    assert "flips" not in " ".join(page.context["adminform"].form.non_field_errors())


def test_saving_tells_what_it_flipped(desk, program):
    page = post(desk, program, degree_minimum="phd")

    [warning] = [str(one) for one in page.context["messages"] if one.level_tag == "warning"]
    assert warning.startswith("This flips ")
    assert "<li>" in warning
    assert not [
        one for one in post(desk, program, name="B").context["messages"] if "flip" in str(one)
    ]


def test_row_of_a_file_tells_what_it_would_flip(desk):
    load(row(slug="kept", degree_minimum="none", open_worldwide="yes", cost="free"))
    batch = checked(row(slug="kept", degree_minimum="phd"))

    assert "This flips " in shown(page_of(desk, batch, show="all"), 2)

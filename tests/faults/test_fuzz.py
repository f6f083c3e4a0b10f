"""A part of what `python -m tests.faults.fuzz` asks for: nothing of it breaks the server."""

import random

import pytest

from tests.factories import CheckFactory, GuideFactory, OrganizationFactory, ProgramFactory
from tests.faults.fuzz import asks, files
from tests.random_programs import make_programs

pytestmark = pytest.mark.django_db


# PostgreSQL refuses more than SQLite does: NUL, numbers that are too large.
@pytest.mark.postgresql
def test_nonsense_is_refused_or_told_and_nothing_breaks():
    make_programs(random.Random(1), 5)
    CheckFactory(program=ProgramFactory(open=True, organization=OrganizationFactory()))
    GuideFactory()

    answers = list(asks(random.Random(2), 300))

    assert [told for told, status, _ in answers if status >= 500] == []
    assert {200, 404} < {status for _, status, _ in answers}


@pytest.mark.once
def test_broken_files_are_read_or_refused_with_a_sentence():
    make_programs(random.Random(1), 5)

    read = list(files(random.Random(2), 60))

    assert [told for told, status, _ in read if status == 500] == []
    assert {status for _, status, _ in read} == {200, 400}

"""Whenever the process of a merge, its undoing or of publishing dies: all is there, or nothing."""

import pytest

from programs.models import Program
from tests.factories import (
    TODAY,
    CheckFactory,
    EvidenceFactory,
    ProgramFactory,
    PublishingFactory,
    RedirectFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)
from tests.faults.killing import address_of_postgres, copied, swept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def listed() -> None:
    """Have two programs to merge, one that follows on the one that goes, and three drafts."""
    curator = UserFactory(username="curator", is_superuser=True)
    kept = ProgramFactory(slug="kept", topics=["nlp"], open=True)
    gone = ProgramFactory(slug="gone", topics=["vision"], cost="free", locations=["Accra, GH"])
    ProgramFactory(slug="before", status="closed", successor=gone)
    RoundFactory(program=gone, label="2024", opens_on="2024-01", closes_on="2024-03")
    for program in (kept, gone):
        EvidenceFactory(program=program, field="cost")
        CheckFactory(program=program, by=curator)
        ReportFactory(program=program)
        RedirectFactory(program=program)
    for number in range(3):
        PublishingFactory(program__slug=f"due-{number}", on=TODAY, by=curator)


def hold_all_or_nothing(deeds: list[list], at_least: int) -> None:
    """Each death left every row as it was, but the last, which left all that the deed does."""
    for *untouched, after in deeds:
        assert len(untouched) > at_least
        assert all(one == untouched[0] for one in untouched)
        assert after != untouched[0]
    merged, back, published = (_publications(one[-1]) for one in deeds)
    assert (merged["kept"], merged["gone"]) == ("published", "archived")
    assert (back["kept"], back["gone"]) == ("published", "published")
    assert {published[f"due-{number}"] for number in range(3)} == {"published"}
    assert len(deeds[0][-1]["Redirect"]) == len(deeds[0][0]["Redirect"]) + 1
    assert deeds[1][-1]["Redirect"] == deeds[0][0]["Redirect"]
    assert deeds[2][-1]["Publishing"] == []


def _publications(tables: dict[str, list]) -> dict[str, str]:
    names = [field.attname for field in Program._meta.concrete_fields]
    rows = [dict(zip(names, row, strict=True)) for row in tables["Program"]]
    return {row["slug"]: row["publication"] for row in rows}


@pytest.mark.sqlite
def test_killed_at_any_step_it_leaves_the_old_or_the_new(tmp_path):
    deeds = swept("desk", 1, copied(tmp_path / "killed.sqlite3"))

    hold_all_or_nothing(deeds, 8)


@pytest.mark.postgresql
def test_killed_now_and_then_it_leaves_the_old_or_the_new():
    deeds = swept("desk", 7, address_of_postgres())

    hold_all_or_nothing(deeds, 1)

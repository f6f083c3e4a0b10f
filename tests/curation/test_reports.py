"""What comes of a report, once."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError

from programs.curation import reports
from programs.curation.reports import AlreadyHandled, Source
from programs.models import Change, Evidence, Organization, Program, Report
from tests.factories import (
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.threads import SECONDS, threads

pytestmark = pytest.mark.django_db

PAGE = Source(url="https://example.org/faq")
DRAFT = {
    "name": "Learning Year",
    "program_type": "fellowship",
    "url": "https://lab.example/year",
    "summary": "A year of learning.",
}


@pytest.fixture
def ada():
    return UserFactory(username="ada")


@pytest.fixture
def report():
    program = ProgramFactory(degree_minimum="phd", degree_note="Or so.")
    return ReportFactory(program=program, field="degree_minimum", url="https://example.org/faq")


def fresh(report: Report) -> Report:
    return Report.objects.select_related("change", "program").get(pk=report.pk)


# --- A correction -----------------------------------------------------------------------------


def test_a_correction_is_a_change_with_the_report_as_its_reason(report, ada):
    values = {"degree_minimum": "none", "degree_note": "Or so."}

    reports.correct(report, values, by=ada, source=Source(), answer="Thank you.")

    change = Change.objects.exclude(field="created").get()
    assert (change.field, change.before, change.after) == ("degree_minimum", "phd", "none")
    assert (change.by, change.reason) == (ada, f"Report {report.reference}")
    done = fresh(report)
    assert (done.state, done.answer, done.handled_by) == ("accepted", "Thank you.", ada)
    assert done.change == change
    assert done.handled_at


def test_the_page_that_says_so_becomes_evidence(report, ada):
    reports.correct(report, {"degree_minimum": "none"}, by=ada, source=PAGE)

    piece = Evidence.objects.get()
    assert (piece.field, piece.kind, piece.url) == ("degree_minimum", "reference", PAGE.url)
    assert (piece.checked_on, piece.checked_by) == (None, None)
    assert fresh(report).change.field == "degree_minimum"


def test_evidence_has_a_day_only_if_a_person_read_it(report, ada):
    day = datetime.date(2026, 11, 22)
    source = Source(url=PAGE.url, quote="No degree is needed.", kind="quote", read_on=day)

    reports.correct(report, {"degree_minimum": "none"}, by=ada, source=source)

    piece = Evidence.objects.get()
    assert (piece.kind, piece.quote) == ("quote", "No degree is needed.")
    assert (piece.checked_on, piece.checked_by) == (day, ada)


def test_a_listing_that_says_so_already_is_left_as_it_is(report, ada):
    reports.correct(report, {"degree_minimum": "phd"}, by=ada, source=Source())

    assert fresh(report).state == "accepted"
    assert fresh(report).change is None


def test_what_a_program_can_not_be_changes_nothing(report, ada):
    with pytest.raises(ValidationError):
        reports.correct(report, {"degree_minimum": "masters"}, by=ada, source=PAGE)

    assert fresh(report).state == "received"
    assert not Evidence.objects.exists()
    assert Program.objects.get().degree_minimum == "phd"


# --- An ended program -------------------------------------------------------------------------


def test_a_program_that_has_ended_is_closed(report, ada):
    report = ReportFactory(kind="ended", program=report.program)

    reports.close(report, basis="stated", note="Ended in 2025.", by=ada, source=PAGE)

    program = Program.objects.get()
    assert (program.status, program.status_basis) == ("closed", "stated")
    assert program.status_note == "Ended in 2025."
    assert Evidence.objects.get().field == "status"
    assert fresh(report).change.field == "status"


# --- A suggestion -----------------------------------------------------------------------------


def test_a_suggestion_becomes_a_draft_with_what_is_known(ada):
    report = SuggestionFactory()

    program = reports.draft(report, DRAFT, organization="The Lab", by=ada, source=PAGE)

    assert (program.slug, program.publication, program.status) == (
        "learning-year",
        "draft",
        "unknown",
    )
    assert program.organization.slug == "the-lab"
    change = Change.objects.get()
    assert (change.field, change.by) == ("created", ada)
    assert change.after["evidence"][0]["url"] == PAGE.url
    done = fresh(report)
    assert (done.state, done.program, done.change) == ("accepted", program, change)


def test_an_organization_that_is_here_is_taken(ada):
    lab = OrganizationFactory(name="The Lab", slug="lab-of-old")

    program = reports.draft(
        SuggestionFactory(), DRAFT, organization=" the  lab", by=ada, source=Source()
    )

    assert program.organization == lab
    assert Organization.objects.count() == 1


def test_a_slug_that_was_ever_used_is_not_used_again(ada):
    RedirectFactory(old_slug="learning-year", program=ProgramFactory(slug="learning-year-2"))

    program = reports.draft(
        SuggestionFactory(), DRAFT, organization="The Lab", by=ada, source=Source()
    )

    assert program.slug == "learning-year-3"


@pytest.mark.parametrize("name", ["学習の年", "Learning " * 22], ids=["no-latin", "long"])
def test_any_name_has_a_slug(ada, name):
    values = {**DRAFT, "name": name.strip()}

    program = reports.draft(SuggestionFactory(), values, organization="研究所", by=ada, source=PAGE)

    assert 0 < len(program.slug) <= 80


def test_a_draft_that_can_not_be_leaves_no_organization_behind(ada):
    report = SuggestionFactory()

    with pytest.raises(ValidationError):
        reports.draft(report, {**DRAFT, "summary": ""}, organization="New", by=ada, source=PAGE)

    assert not Organization.objects.exists()
    assert fresh(report).state == "received"


# --- Declined, released, opened again ---------------------------------------------------------


def test_a_declined_report_has_its_reason(report, ada):
    reports.decline(report, "The page still asks for a PhD.", by=ada)

    done = fresh(report)
    assert (done.state, done.answer) == ("declined", "The page still asks for a PhD.")
    assert done.handled_by == ada


def test_a_held_report_is_put_among_the_others(report):
    Report.objects.update(state="held")

    reports.release(report)

    assert (fresh(report).state, fresh(report).handled_at) == ("received", None)


def test_a_declined_report_is_opened_again_and_nobodys(report, ada):
    reports.decline(report, "No.", by=ada)

    reports.reopen(report)

    done = fresh(report)
    assert (done.state, done.answer, done.handled_by) == ("received", "", None)
    assert done.handled_at is None


DEEDS = {
    "correct": lambda report, by: reports.correct(
        report, {"degree_minimum": "none"}, by=by, source=PAGE
    ),
    "close": lambda report, by: reports.close(
        report, basis="stated", note="", by=by, source=Source()
    ),
    "draft": lambda report, by: reports.draft(
        report, DRAFT, organization="The Lab", by=by, source=Source()
    ),
    "decline": lambda report, by: reports.decline(report, "No.", by=by),
    "release": lambda report, by: reports.release(report),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_nothing_is_done_twice_and_it_is_said_who_did_it(report, ada, deed):
    reports.decline(report, "No.", by=UserFactory(username="grace"))
    before = Change.objects.count()

    with pytest.raises(AlreadyHandled, match=r"^grace declined this report on 20\d\d-\d\d-\d\d at"):
        deed(report, ada)

    assert Change.objects.count() == before
    assert fresh(report).answer == "No."


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_comes_first(report, ada):
    together = threading.Barrier(2)

    def try_it(values: dict[str, str]) -> str:
        together.wait(SECONDS)
        try:
            reports.correct(report, values, by=ada, source=PAGE)
        except AlreadyHandled as refused:
            return str(refused)
        return "done"

    with threads(2) as start:
        tries = [start(try_it, {"degree_minimum": degree}) for degree in ("none", "master")]
        said = sorted(one.result(SECONDS) for one in tries)

    assert said[1] == "done"
    assert said[0].startswith("ada accepted this report on")
    assert Change.objects.filter(field="degree_minimum").count() == 1


def test_an_accepted_report_is_not_opened_again(report, ada):
    reports.correct(report, {"degree_minimum": "none"}, by=ada, source=Source())

    with pytest.raises(AlreadyHandled, match="ada accepted"):
        reports.reopen(report)

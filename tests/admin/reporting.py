"""Reports of one program, and answering them as a browser does."""

import re
from html import unescape

import pytest
from django.urls import reverse

from programs.models import Report
from tests.admin.conftest import posted
from tests.factories import ProgramFactory, ReportFactory


def page_url(report: Report) -> str:
    return reverse("admin:programs_report_change", args=[report.pk])


def filled(client, report, deed, **changes):
    """Return what a browser posts with a button of the report's page after these changes."""
    forms = client.get(page_url(report)).context["desk"].forms
    names = ["decline"] if deed == "decline" else ["what", "grounds"]
    data = {}
    for name in names:
        data |= posted(forms[name])
    return {**data, "deed": deed, **changes}


def answer(client, report, deed, **changes):
    return client.post(page_url(report), filled(client, report, deed, **changes))


def words(response) -> str:
    text = response.text.partition('id="content-main"')[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def program():
    return ProgramFactory(name="Robot School", degree_minimum="phd", degree_note="Or so.")


@pytest.fixture
def report(program):
    return ReportFactory(
        program=program,
        field="degree_minimum",
        proposed="No degree",
        url="https://robots.example/faq",
    )

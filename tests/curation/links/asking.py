"""Runs whose net is a function: what each address answers, and who was asked."""

import datetime

from programs.choices import LinkOutcome
from programs.curation.links import check_links
from programs.curation.links.answer import Answer
from programs.models import Program

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
OK = Answer(LinkOutcome.OK, 200, text_hash="a" * 64)
GONE = Answer(LinkOutcome.BROKEN, 404)
SILENT = Answer(LinkOutcome.BROKEN, note="It did not answer in time.", is_silence=True)


class Asking:
    """Answers addresses, the same for all or by address, and notes who was asked."""

    def __init__(self, answer=OK, **answers):
        self.answer, self.answers, self.urls = answer, answers, []

    def __call__(self, url):
        self.urls.append(url)
        return self.answers.get(url.partition("://")[2], self.answer)


def run(ask=None, *, programs=None, at=NOON, **options):
    programs = Program.objects.published() if programs is None else programs
    return check_links(programs, ask=ask or Asking(), now=lambda: at, **options)


def days_later(days):
    return NOON + datetime.timedelta(days=days)

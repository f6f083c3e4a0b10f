"""What the log of production would say."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from careerpaths.logs import logging_of
from programs.monitoring.lines import Line, News


class Log:
    """Everything that is logged, line by line."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def log() -> Iterator[Log]:
    """Log as in production, from DEBUG on: what is left out has to be so by more than its level."""
    log = Log()
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(Line())
    assert logging_of("INFO", for_people=False)["formatters"]["line"]["()"].endswith(".Line")
    root, django, news = logging.getLogger(), logging.getLogger("django.request"), News()
    levels = {name: logging.getLogger(name).level for name in ("", "django", "axes")}
    root.addHandler(handler)
    root.setLevel("DEBUG")
    logging.getLogger("django").setLevel("DEBUG")
    logging.getLogger("axes").setLevel("CRITICAL")
    django.addFilter(news)
    yield log
    django.removeFilter(news)
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)

"""The log in production: a JSON object a line, with what is named here and nothing else.

A formatter from a package would write out whatever is attached to a record, and Django attaches the
request. What visitors say of themselves stands in addresses, forms, headers, in the messages of
exceptions and in those of other packages: so a traceback has its lines of code and no message, and
of a record about a request only its kind and the route are told.
"""

import datetime
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from programs.monitoring.seen import RUN, current

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Line(logging.Formatter):
    """Makes a line of JSON of a record. `facts`, given as `extra`, are told beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        seen = current()
        told: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **({"request": seen.id, "route": seen.route} if seen else {"run": RUN}),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told["trace"] = trace_of(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def trace_of(error: BaseException) -> str:
    """Return the traceback of an error and of what it came from, without their messages."""
    parts, told, one = [], set(), error
    while one and id(one) not in told:
        told.add(id(one))
        lines = traceback.format_list(traceback.extract_tb(one.__traceback__))
        parts.append("".join(lines) + f"{type(one).__module__}.{type(one).__qualname__}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(reversed(parts))


def _message(record: logging.LogRecord) -> str:
    kind = record.name
    if kind.startswith(("django.request", "django.security")):
        refused = kind.rpartition(".")[2]
        return "A request failed." if refused == "request" else f"A request was refused: {refused}."
    if kind.startswith("gunicorn"):
        # “Error handling request /match/?degree=phd”, “Invalid request from ip=…”
        return re.sub(r"\brequest\b.*", "request", record.getMessage(), flags=re.DOTALL)
    return record.getMessage()


class News(logging.Filter):
    """Lets a record of `django.request` pass if it says more than the line of the request does."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info and record.exc_info[0])

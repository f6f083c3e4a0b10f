"""The log: a JSON object a line in production, lines for people on a machine of one's own."""

from typing import Any

LINE = "programs.monitoring.lines.Line"
NEWS = "programs.monitoring.lines.News"


def logging_of(level: str, *, for_people: bool) -> dict[str, Any]:
    """Return the configuration of `logging` from this level on."""
    people = {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": people if for_people else {"()": LINE}},
        "filters": {"news": {"()": NEWS}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own console handler is silent in production; the root's one serves both.
            "django": {"handlers": [], "level": level, "propagate": True},
            # What failed is said by the line of its request; here only why.
            "django.request": {"filters": [] if for_people else ["news"]},
            # It names who tries to log in. The admin lists their attempts.
            "axes": {"level": level if for_people else "CRITICAL"},
        },
    }

"""Errors told to a Sentry, if SENTRY_DSN names one; nothing of who visits goes along."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

Event = dict[str, Any]


def report_errors(dsn: str, **options: Any) -> None:
    """Begin to report errors; `options` go to the package.

    Raises ImproperlyConfigured if the package is missing or the DSN can't be read.
    """
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but the package for it is missing: pip install sentry-sdk==2.75.0, "
            "or leave SENTRY_DSN out."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            before_send=anonymous,
            **options,
        )
    except sentry_sdk.utils.BadDsn:
        raise ImproperlyConfigured("SENTRY_DSN can't be read. Copy it from your Sentry.") from None


def anonymous(event: Event, _hint: dict[str, Any]) -> Event:
    """Return the event without what can hold something of a visitor.

    Left are kinds of errors, lines of code and the route: no address, header, cookie, form, user or
    message of an exception, nor what a line of the log was filled with.
    """
    for name in ("user", "extra", "breadcrumbs", "request"):
        event.pop(name, None)
    # Where no route was found, it is the path.
    if event.get("transaction_info", {}).get("source") == "url":
        event.pop("transaction", None)
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
    if told := event.pop("logentry", None):
        event["logentry"] = {"message": told.get("message", "")}
    return event

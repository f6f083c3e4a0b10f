"""The ticket of a form: which report it will be, and when the form was opened, signed.

It stands in for a cookie. Whoever sends a form has opened one, a while ago; and the same form sent
twice, by a double click, is one report.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, TimestampSigner

from programs.models.report import new_reference

SECONDS_AT_LEAST = 3
SECONDS_AT_MOST = 24 * 60 * 60

_SIGNER = "programs.curation.tickets"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The reference that the report gets, and whether the form was open too shortly to be read."""

    reference: str
    is_hasty: bool


def new_ticket() -> str:
    """Return the ticket of a form that is opened now."""
    return TimestampSigner(salt=_SIGNER).sign(new_reference())


def read_ticket(text: str) -> Ticket | None:
    """Return what the ticket says; None if it is older than a day, or none of ours."""
    signer = TimestampSigner(salt=_SIGNER)
    try:
        reference = signer.unsign(text, max_age=SECONDS_AT_MOST)
    except BadSignature:
        return None
    try:
        signer.unsign(text, max_age=SECONDS_AT_LEAST)
    except BadSignature:
        return Ticket(reference, is_hasty=False)
    return Ticket(reference, is_hasty=True)

"""What an address answered, judged: only what a visitor would meet too counts as a failure."""

import errno
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import httpcore
import httpx

from programs.choices import LinkOutcome
from programs.curation.links.guard import Refused

_GONE = {404, 410}
# A server that is busy for the moment, and says so.
_BUSY = {503, 529}

TROUBLES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
"""What can go wrong between two machines."""

# What the resolver and the system say when it is this machine that has no network.
_OURS = {
    (socket.gaierror, socket.EAI_AGAIN),
    (OSError, errno.ENETUNREACH),
    (OSError, errno.EHOSTUNREACH),
    (OSError, errno.ENETDOWN),
}
# X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, …_VERIFY_LEAF_SIGNATURE: browsers fetch what is
# missing of the chain, and we don't.
_INCOMPLETE_CHAIN = {20, 21}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking an address once."""

    outcome: LinkOutcome
    http_status: int | None = None
    final_url: str = ""
    """Where it led to; blank: nowhere else."""
    text_hash: str = ""
    note: str = ""
    """Why there is no answer, or why nobody asked."""
    is_silence: bool = False
    """Whether nothing came back at all: that may be the fault of our own network."""


class Stopped(Exception):
    """There is nothing more to ask: this is the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def unasked(note: str) -> Answer:
    """Return the answer of an address that was not asked."""
    return Answer(LinkOutcome.CANNOT_TELL, note=note)


def answered(status: int, *, asked: httpx.URL, arrived: httpx.URL, text_hash: str = "") -> Answer:
    """Return what a status means; who refuses us or is busy may well answer a visitor."""
    if 200 <= status < 300:
        moved = site(asked) != site(arrived)
        outcome = LinkOutcome.MOVED if moved else LinkOutcome.OK
    elif status in _GONE or (500 <= status < 600 and status not in _BUSY):
        outcome = LinkOutcome.BROKEN
    else:
        outcome = LinkOutcome.CANNOT_TELL
    # Of an address that is too long for the column, the host says enough.
    final = "" if arrived == asked.copy_with(fragment=None) else str(arrived)
    if len(final) > 500:
        final = str(arrived.copy_with(raw_path=b"/"))[:500]
    return Answer(outcome, status, final_url=final, text_hash=text_hash)


def site(url: httpx.URL) -> str:
    """Return the host of an address, where `www.` makes no difference."""
    return url.host.rstrip(".").removeprefix("www.")


def failed(error: Exception) -> Answer:
    """Return what an error means, in a sentence that is the same for the same cause."""
    if isinstance(error, Stopped):
        return error.answer
    if isinstance(error, Refused):
        return unasked(f"Not asked. {error}")
    if isinstance(error, httpx.InvalidURL):
        return unasked("Not asked. The address can’t be read.")
    if isinstance(error, httpcore.TimeoutException):
        return _silent("It did not answer in time.")
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _uncertified(cause)
        if isinstance(cause, socket.gaierror) and cause.errno != socket.EAI_AGAIN:
            return _silent("There is no such host.")
        if isinstance(cause, ssl.SSLError):
            return unasked("No secure connection was possible in the ways that we know.")
        if any(isinstance(cause, kind) and cause.errno == number for kind, number in _OURS):
            note = "Not reached: perhaps this machine had no way out."
            return Answer(LinkOutcome.CANNOT_TELL, note=note, is_silence=True)
    if isinstance(error, httpcore.ConnectError):
        return _silent("No connection was possible.")
    return unasked("It broke off, or answered what can’t be read.")


def _silent(note: str) -> Answer:
    return Answer(LinkOutcome.BROKEN, note=note, is_silence=True)


def _uncertified(error: ssl.SSLCertVerificationError) -> Answer:
    if error.verify_code in _INCOMPLETE_CHAIN:
        return unasked("Its certificate can’t be judged: a part of its chain is missing.")
    return Answer(LinkOutcome.BROKEN, note="Its certificate is not valid, so browsers warn of it.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__

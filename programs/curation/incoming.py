"""What visitors send comes in: held back if it is likely spam, refused if it is too much at once.

No other site is asked. How much a network sent is counted in the database, since that is what all
processes and machines of a site share; a cache is each process's own unless it is told otherwise.
"""

import datetime
import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from programs.choices import ReportState
from programs.models import Report, SenderMark

AN_HOUR, A_DAY = 5, 20
"""So many reports are taken from one network."""
SHARED = 10
"""So many times as many from an address that is not public: an office’s, or a proxy’s."""
LINKS = 3
"""So many links are in texts that people write, at most."""

_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
_MARK = 6  # Of 16^6 marks, each is that of some 256 IPv4 addresses: it leads to none of them.
_IPV6_NETWORK = 64  # What one household or server has, whole.
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"<a\s|\[url\b|\[link\b", re.IGNORECASE)


class TooMany(Exception):
    """A network has sent as many reports as are taken; `until` is when the next one is."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


def receive(report: Report, *, address: str, is_spam: bool) -> Report:
    """Store the report of somebody at this IP address, who is not stored, and return it.

    One that is likely spam is held for curators to see. A report that is here already, sent twice,
    is returned as it is. Raises TooMany.
    """
    with transaction.atomic():
        if earlier := Report.objects.filter(reference=report.reference).first():
            return earlier
        _count(address, timezone.now())
        report.state = ReportState.HELD if is_spam else ReportState.RECEIVED
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError:
            # The same form at the same moment, in another process.
            return Report.objects.get(reference=report.reference)
        return report


def is_likely_spam(*texts: str) -> bool:
    """Return whether these texts are what machines write: markup of links, or too many of them."""
    text = "\n".join(texts)
    return bool(_MARKUP.search(text)) or len(_LINK.findall(text)) > LINKS


def mark_of(address: str) -> str:
    """Return the mark of the network that an IP address is in; the address can't be told from it.

    Only the site's secret key makes it, and even with that, many networks have the same.
    """
    return salted_hmac(__name__, _network(_parsed(address))).hexdigest()[:_MARK]


def share_of(address: str) -> int:
    """Return how many times the limit of one network the network of an IP address has."""
    network = _parsed(address)
    return 1 if network and network.is_global else SHARED


def _count(address: str, now: datetime.datetime) -> None:
    """Note one more report of the network, or raise TooMany; forget all that is a day old.

    And what a clock has noted that was ahead.
    """
    SenderMark.objects.exclude(at__gt=now - _DAY, at__lte=now).delete()
    mark = mark_of(address)
    # The newest first.
    times = list(SenderMark.objects.filter(mark=mark).order_by("-at").values_list("at", flat=True))
    for most, span in ((AN_HOUR, _HOUR), (A_DAY, _DAY)):
        allowed = most * share_of(address)
        if len(times) >= allowed and times[allowed - 1] > now - span:
            raise TooMany(times[allowed - 1] + span)
    SenderMark.objects.create(mark=mark, at=now)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _network(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _IPV6_NETWORK), strict=False))
    return str(address or "")

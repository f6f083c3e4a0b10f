"""Who asks, as far as a limit has to know."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the visitor’s IP address, as the proxy says it if it is told to; blank if unknown."""
    name = settings.CLIENT_ADDRESS_HEADER
    # What stands before the last was written by whoever asked, and may be made up.
    told = request.headers.get(name, "").rpartition(",")[2] if name else ""
    return told.strip() or request.META.get("REMOTE_ADDR", "")


def address_or_none(request: HttpRequest) -> str | None:
    """Return the same for a column of addresses, which takes nothing else: None if it is none."""
    try:
        return str(ip_address(address_of(request).partition("%")[0]))
    except ValueError:
        return None

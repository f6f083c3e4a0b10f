"""Which addresses may be spoken to: those of the public internet, and nothing else.

A host is resolved once, here, right before a socket is opened to exactly what was found: a second
answer of the DNS can't differ from the one that was judged.
"""

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

Resolver = Callable[[str, int], list[str]]
"""Returns the addresses of a host as texts. Raises OSError if there are none."""

Place = tuple[str, int]
"""An IP address as text, and a port."""

_PORTS = {"http": 80, "https": 443}

# The tables of `ipaddress` differ between releases of Python, and leave out what only a router or
# a machine in somebody's cloud answers to.
_CLOSED_4 = [
    IPv4Network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT, and the metadata of Alibaba Cloud
        "168.63.129.16/32",  # the host of a machine in Azure
        "192.0.0.0/24",  # protocol assignments, and the metadata of Oracle Cloud
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",
    )
]
# All that is given out to networks lies in 2000::/3. Outside are loopback, link-local, private and
# multicast addresses, and IPv4 in disguise: mapped, and translated (64:ff9b::/96).
_GIVEN_OUT_6 = IPv6Network("2000::/3")
_CLOSED_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo carries an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",  # documentation
    )
]
# What C libraries take for an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)\.?", re.IGNORECASE)


class Refused(Exception):
    """The address may not be asked; its text is a sentence that says why."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether the address belongs to the public internet, whatever route leads there."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    if address.scope_id or address not in _GIVEN_OUT_6:
        return False
    return not any(address in network for network in _CLOSED_6)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system finds them. Raises OSError if it finds none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # A label of it is empty, or longer than names can be.
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from None
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges addresses. `allowed` are places on this very machine that may be asked besides."""

    allowed: frozenset[Place] = frozenset()
    resolve: Resolver = resolve

    @classmethod
    def allowing(cls, places: Iterable[str]) -> "Guard":
        """Return a guard that lets these through, written `127.0.0.1:8000` or `[::1]:8000`.

        Raises ValueError with a sentence for whatever is not a place on this machine.
        """
        return cls(frozenset(_local_place(place) for place in places))

    def check(self, url: httpx.URL) -> None:
        """Raise Refused if an address is none that a link may have, before anybody looks it up."""
        if url.scheme not in _PORTS:
            raise Refused("Only addresses with http and https are asked.")
        if not url.host:
            raise Refused("The address names no host.")
        if url.userinfo:
            raise Refused("The address holds a name or a password.")
        port = url.port or _PORTS[url.scheme]
        if (url.host, port) in self.allowed:
            return
        if port != _PORTS[url.scheme]:
            raise Refused("Only the usual ports, 80 and 443, are asked.")
        self._literal(url.host)

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses to open a socket to, all of them judged.

        Raises Refused if any answer is not of the public internet: who mixes one in means harm, or
        leads astray. Raises OSError if the host has no address.
        """
        if (host, port) in self.allowed:
            return [host]
        if port not in _PORTS.values():
            raise Refused("Only the usual ports, 80 and 443, are asked.")
        literal = self._literal(host)
        found = [literal] if literal else [_parsed(text) for text in self.resolve(host, port)]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if not all(address and is_public(address) for address in found):
            raise Refused("The address does not lead to the public internet.")
        return [str(address) for address in found]

    def _literal(self, host: str) -> IPv4Address | IPv6Address | None:
        """Return the address that a host is written as, None for a name; raise Refused."""
        address = _parsed(host.strip("[]"))
        if address and is_public(address):
            return address
        labels = host.rstrip(".").split(".")
        if address or _NUMBER.fullmatch(labels[-1]) or labels[-1].lower() == "localhost":
            raise Refused("The address does not lead to the public internet.")
        return None


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _local_place(text: str) -> Place:
    host, _, port = text.rpartition(":")
    address = _parsed(host.strip("[]"))
    if not (address and address.is_loopback and port.isdecimal() and 0 < int(port) < 65_536):
        raise ValueError(
            f"“{text}” is no place on this machine. Write 127.0.0.1:8000 or [::1]:8000."
        )
    return str(address), int(port)

"""No address that is not of the public internet is ever spoken to, however it is written."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.curation.links.guard import Guard, Refused, is_public, resolve

CLOSED = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/3",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "4000::/2",
    "8000::/1",
]
METADATA = ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"]
OPEN = ["8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.1", "2606:4700::6810:84e5"]


def in_network(text: str) -> st.SearchStrategy:
    network = ip_network(text)
    kind = type(network.network_address)
    first, last = int(network.network_address), int(network.broadcast_address)
    return st.integers(first, last).map(kind)


closed = st.one_of(map(in_network, CLOSED))
closed_4 = st.one_of(in_network(text) for text in CLOSED if ":" not in text)


def number_forms(address: IPv4Address) -> list[str]:
    """Return the texts that C libraries take for the address, and dotted ones."""
    number, bytes_ = int(address), address.packed
    a, b, c, d = bytes_
    return [
        str(address),
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(hex(byte) for byte in bytes_),
        ".".join(f"0{byte:o}" for byte in bytes_),
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"0x{a:x}.{b}.{(c << 8) + d}",
        f"{a:03d}.{b:03d}.{c:03d}.{d:03d}",
    ]


def six_forms(address: IPv6Address) -> list[str]:
    return [str(address), address.exploded, str(address).upper()]


def wrapped(address: IPv4Address) -> list[IPv6Address]:
    """Return the IPv6 addresses that routers and systems take for an IPv4 one."""
    number = int(address)
    return [
        IPv6Address(number),
        IPv6Address((0xFFFF << 32) + number),
        IPv6Address((0x64FF9B << 96) + number),
        IPv6Address((0x64FF9B0001 << 80) + number),
        IPv6Address((0x2002 << 112) + (number << 80) + 1),
        IPv6Address((0x20010000 << 96) + (number ^ 0xFFFFFFFF)),
    ]


def is_refused(host: str, port: int = 80) -> bool:
    """Return whether neither the address is let through nor a socket to it."""
    guard = Guard(resolve=lambda *_: pytest.fail("Nothing is looked up of a number."))
    text = f"http://[{host}]/" if ":" in host else f"http://{host}/"
    try:
        guard.check(httpx.URL(text))
    except (Refused, httpx.InvalidURL):
        pass
    else:
        return False
    with pytest.raises(Refused):
        guard.addresses(host, port)
    return True


@given(closed)
def test_what_is_not_of_the_public_internet_is_not_public(address):
    assert not is_public(address)


@given(closed_4, st.integers(0, 9))
def test_no_spelling_of_a_closed_number_is_let_through(address, form):
    assert is_refused(number_forms(address)[form])


@given(closed.filter(lambda one: one.version == 6), st.integers(0, 2))
def test_no_spelling_of_a_closed_ipv6_address_is_let_through(address, form):
    assert is_refused(six_forms(address)[form])


@given(st.ip_addresses(v=4), st.integers(0, 5))
def test_no_ipv4_address_hides_in_an_ipv6_one(address, form):
    assert is_refused(str(wrapped(address)[form]))


@given(closed, st.lists(st.sampled_from(OPEN)), st.integers(0, 3))
def test_one_closed_answer_among_public_ones_refuses_all(address, others, place):
    answers = [*others[:place], str(address), *others[place:]]

    with pytest.raises(Refused):
        Guard(resolve=lambda *_: answers).addresses("host.example", 443)


@given(st.ip_addresses())
def test_what_is_let_through_is_global_for_python_too(address):
    assert address.is_global or not is_public(address)


@pytest.mark.parametrize("text", METADATA)
def test_metadata_of_clouds_are_refused(text):
    assert is_refused(text)


@pytest.mark.parametrize("text", ["fe80::1%eth0", "fe80::1%25eth0", "2606:4700::1%eth0"])
def test_an_address_of_one_cable_is_refused(text):
    with pytest.raises(Refused):
        Guard(resolve=lambda *_: [text]).addresses("host.example", 80)


@pytest.mark.parametrize("text", OPEN)
def test_public_addresses_are_let_through(text):
    assert is_public(ip_address(text))
    assert Guard().addresses(text, 443) == [text]


def test_all_answers_of_a_public_host_are_returned():
    assert Guard(resolve=lambda *_: OPEN).addresses("host.example", 80) == OPEN


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://host.example/", "http and https"),
        ("file:///etc/passwd", "http and https"),
        ("javascript:alert(1)", "http and https"),
        ("//host.example/", "http and https"),
        ("http:///path", "no host"),
        ("https://ada@host.example/", "a name or a password"),
        ("https://ada:secret@host.example/", "a name or a password"),
        ("http://host.example:8080/", "usual ports"),
        ("http://host.example:443/", "usual ports"),
        ("https://host.example:80/", "usual ports"),
        ("http://host.example:22/", "usual ports"),
        ("http://localhost/", "public internet"),
        ("http://localhost./", "public internet"),
        ("http://admin.localhost/", "public internet"),
        ("http://[::]/", "public internet"),
        ("http://127.0.0.1。/", "public internet"),
    ],
)
def test_an_address_that_no_program_has_is_refused_before_it_is_looked_up(url, words):
    with pytest.raises(Refused, match=words):
        Guard(resolve=lambda *_: pytest.fail("Nothing is looked up.")).check(httpx.URL(url))


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8000])
def test_no_socket_is_opened_to_another_port(port):
    with pytest.raises(Refused):
        Guard(resolve=lambda *_: OPEN).addresses("host.example", port)


def test_an_answer_that_is_no_address_is_refused():
    with pytest.raises(Refused):
        Guard(resolve=lambda *_: ["/tmp/socket"]).addresses("host.example", 80)


def test_a_host_without_an_address_is_not_there():
    with pytest.raises(OSError, match="no address"):
        Guard(resolve=lambda *_: []).addresses("host.example", 80)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example"])
def test_what_can_not_be_a_name_is_no_host(host):
    with pytest.raises(OSError, match="not a name"):
        resolve(host, 80)


# --- What a trial allows ---------------------------------------------------------------------


def test_only_the_very_place_is_allowed():
    guard = Guard.allowing(["127.0.0.1:8000", "[::1]:8001"])

    guard.check(httpx.URL("http://127.0.0.1:8000/"))
    guard.check(httpx.URL("http://[::1]:8001/"))
    assert guard.addresses("127.0.0.1", 8000) == ["127.0.0.1"]
    assert guard.addresses("::1", 8001) == ["::1"]
    for host, port in [("127.0.0.1", 8001), ("127.0.0.2", 8000), ("localhost", 8000)]:
        with pytest.raises(Refused):
            guard.check(httpx.URL(f"http://{host}:{port}/"))
        with pytest.raises(Refused):
            guard.addresses(host, port)


@pytest.mark.parametrize(
    "place",
    [
        *("127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", "localhost:8000"),
        *("10.0.0.1:80", "169.254.169.254:80", "8.8.8.8:80", "host.example:80", ""),
    ],
)
def test_nothing_but_a_place_on_this_machine_can_be_allowed(place):
    with pytest.raises(ValueError, match="is no place on this machine"):
        Guard.allowing([place])

import datetime

import pytest

from programs.choices import ReportState
from programs.curation import incoming
from programs.curation.incoming import A_DAY, AN_HOUR, SHARED, TooMany, is_likely_spam, receive
from programs.models import Report, SenderMark
from tests.factories import ProgramFactory, ReportFactory

pytestmark = pytest.mark.django_db

PUBLIC = "93.184.216.34"
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at noon until it is moved on: `clock(minutes=5)`."""
    now = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def move(**span: float) -> None:
        now[0] += datetime.timedelta(**span)

    return move


@pytest.fixture
def program():
    return ProgramFactory()


def send(program, address=PUBLIC, *, is_spam=False) -> Report:
    return receive(ReportFactory.build(program=program), address=address, is_spam=is_spam)


def test_a_report_is_received_under_its_reference(program):
    report = send(program)

    assert Report.objects.get(reference=report.reference).state == ReportState.RECEIVED


def test_likely_spam_is_kept_and_held(program):
    assert send(program, is_spam=True).state == ReportState.HELD


def test_the_same_form_twice_is_one_report(program, clock):
    report = send(program)
    again = ReportFactory.build(program=program, reference=report.reference)

    assert receive(again, address=PUBLIC, is_spam=False).pk == report.pk
    assert Report.objects.count() == 1
    assert SenderMark.objects.count() == 1


def test_the_same_form_at_the_same_moment_is_one_report(program, monkeypatch):
    first = ReportFactory.build(program=program)
    second = ReportFactory.build(program=program, reference=first.reference)

    # Another process stores it after this one has looked.
    monkeypatch.setattr(incoming, "_count", lambda *_: first.save())

    assert receive(second, address=PUBLIC, is_spam=False).pk == first.pk


def test_an_address_is_stored_nowhere(program):
    send(program)

    (mark,) = SenderMark.objects.values_list("mark", flat=True)
    assert len(mark) == 6
    assert PUBLIC not in str(Report.objects.values().get())


def test_a_mark_takes_the_key_of_the_site(settings):
    before = incoming.mark_of(PUBLIC)
    settings.SECRET_KEY = "another"

    assert incoming.mark_of(PUBLIC) != before


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("2600:1f18::1", "2600:1f18::ffff", True, id="one-ipv6-network"),
        pytest.param("2600:1f18::1", "2600:1f18:0:1::1", False, id="another-ipv6-network"),
        pytest.param("93.184.216.34", "93.184.216.35", False, id="another-ipv4-address"),
        pytest.param("93.184.216.34", "::ffff:93.184.216.34", True, id="ipv4-in-ipv6"),
        pytest.param("", "nonsense", True, id="unknown"),
    ],
)
def test_a_network_is_counted_as_one(one, other, same):
    assert (incoming.mark_of(one) == incoming.mark_of(other)) is same


def test_so_many_an_hour_are_taken(program, clock):
    for _ in range(AN_HOUR):
        send(program)
        clock(minutes=1)

    with pytest.raises(TooMany) as refused:
        send(program)

    assert refused.value.until == NOON + datetime.timedelta(hours=1)
    assert Report.objects.count() == AN_HOUR
    clock(minutes=60 - AN_HOUR)
    assert send(program).pk


def test_so_many_a_day_are_taken(program, clock):
    for _ in range(A_DAY):
        send(program)
        clock(minutes=20)

    with pytest.raises(TooMany) as refused:
        send(program)

    assert refused.value.until == NOON + datetime.timedelta(days=1)


def test_another_network_sends_on(program, clock):
    for _ in range(AN_HOUR):
        send(program)

    assert send(program, "93.184.216.99").pk


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "", "unix:"])
def test_an_address_that_many_share_sends_more(program, clock, address):
    for _ in range(AN_HOUR * SHARED):
        send(program, address)

    with pytest.raises(TooMany):
        send(program, address)


def test_marks_are_gone_after_a_day(program, clock):
    send(program)
    clock(days=1)
    send(program, "93.184.216.99")

    assert SenderMark.objects.count() == 1


def test_a_clock_that_is_set_back_keeps_nobody_out(program, clock):
    clock(days=400)
    for _ in range(AN_HOUR):
        send(program)

    clock(days=-400)

    assert send(program).pk


def test_what_is_refused_is_not_counted(program, clock):
    for _ in range(AN_HOUR):
        send(program)
    for _ in range(3):
        with pytest.raises(TooMany):
            send(program)
    clock(minutes=60)

    for _ in range(AN_HOUR):
        send(program)
    assert Report.objects.count() == 2 * AN_HOUR


@pytest.mark.parametrize(
    ("text", "is_spam"),
    [
        ("It is free now: see https://example.org/a and www.example.org.", False),
        ("http://a http://b http://c http://d", True),
        ('Great site! <a href="x">buy</a>', True),
        ("[url=x]buy[/url]", True),
        ("x < y, and [link] in brackets", True),
        ("", False),
    ],
)
def test_what_machines_write_is_told_by_its_links(text, is_spam):
    assert is_likely_spam(text) is is_spam


def test_links_are_counted_over_all_texts():
    assert is_likely_spam("http://a http://b", "http://c http://d")

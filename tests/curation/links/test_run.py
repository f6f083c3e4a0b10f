"""Several hosts at once, one page of each; and what stays if it ends early."""

import threading

import pytest
from django.db import connection, transaction

from programs.choices import LinkOutcome
from programs.curation.links.answer import Answer
from programs.curation.links.run import WORKERS
from programs.models import LinkCheck
from programs.progress import told_to
from tests.curation.links.asking import OK, SILENT, Asking, run
from tests.factories import ProgramFactory
from tests.threads import SECONDS, threads

pytestmark = pytest.mark.django_db


def test_pages_of_one_host_are_asked_one_by_one_and_hosts_together():
    for host in range(WORKERS):
        for page in range(3):
            ProgramFactory(url=f"https://{host}.example/{page}")
    lock, inside, together = threading.Lock(), set(), threading.Barrier(WORKERS)

    def ask(url):
        host = url.split("/")[2]
        with lock:
            assert host not in inside
            inside.add(host)
        # Passes only when all hosts are being asked at the same time.
        together.wait(SECONDS)
        with lock:
            inside.remove(host)
        return OK

    assert run(ask).counts == {LinkOutcome.OK: WORKERS * 3}


def test_after_its_time_no_address_is_begun():
    for page in range(5):
        ProgramFactory(url=f"https://a.example/{page}")
    moments = [0.0]

    def ask(url):
        moments[0] += 4
        return OK

    asked = run(ask, seconds=10, clock=lambda: moments[0])

    assert (asked.total, asked.left) == (3, 2)


def test_one_page_that_we_can_not_cope_with_stops_no_other(caplog):
    ProgramFactory(url="https://a.example/")
    ProgramFactory(url="https://b.example/")

    def ask(url):
        if "a.example" in url:
            raise RuntimeError("A slip of ours.")
        return OK

    asked = run(ask)

    assert dict(asked.counts) == {LinkOutcome.OK: 1, LinkOutcome.CANNOT_TELL: 1}
    assert "Asking https://a.example/ went wrong" in caplog.text


def test_how_far_it_is_is_told():
    for number in range(3):
        ProgramFactory(url=f"https://a.example/{number}")
    heard = []

    with told_to(lambda *told: heard.append(told)):
        run()

    assert heard == [("addresses asked", done, 3) for done in (1, 2, 3)]


# --- That nobody answers may be the fault of our own network -------------------------------------


def test_silence_of_one_counts_if_another_answers():
    for name in "abcdef":
        ProgramFactory(url=f"https://{name}.example/")

    asked = run(Asking(SILENT, **{"f.example/": OK}))

    assert dict(asked.counts) == {LinkOutcome.BROKEN: 5, LinkOutcome.OK: 1}
    assert not asked.has_no_way_out


def test_silence_of_all_says_nothing_and_all_may_be_asked_again():
    for name in "abcde":
        ProgramFactory(url=f"https://{name}.example/")

    offline, online = run(Asking(SILENT)), run(Asking(OK))

    assert (offline.has_no_way_out, offline.total, offline.left) == (True, 0, 5)
    assert online.total == 5
    assert set(LinkCheck.objects.values_list("outcome", flat=True)) == {"ok"}


def test_silence_of_a_few_counts():
    ProgramFactory(url="https://a.example/")

    assert run(Asking(SILENT)).counts[LinkOutcome.BROKEN] == 1


def test_what_was_not_asked_is_no_sign_of_a_network():
    for name in "abcdef":
        ProgramFactory(url=f"https://{name}.example/")
    refused = Answer(LinkOutcome.CANNOT_TELL, note="Not asked.")

    asked = run(Asking(SILENT, **{"f.example/": refused}))

    assert (asked.has_no_way_out, asked.total) == (True, 1)


# --- Ends and transactions -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_whenever_it_ends_what_was_answered_is_kept():
    for page in range(4):
        ProgramFactory(url=f"https://a.example/{page}")
    ask = Asking()

    def listen(doing, done, total):
        if done == 2:
            raise KeyboardInterrupt

    with told_to(listen), pytest.raises(KeyboardInterrupt):
        run(ask)
    ended_after = LinkCheck.objects.count()
    run(ask)

    assert ended_after == 2
    assert len(ask.urls) == len(set(ask.urls)) == LinkCheck.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_somebody_is_asked():
    ProgramFactory(url="https://a.example/")
    database, open_ = connection, []

    def ask(url):
        open_.append(database.in_atomic_block)
        return OK

    # The connection of the thread that writes, looked at from the one that asks.
    database.inc_thread_sharing()
    try:
        run(ask)
    finally:
        database.dec_thread_sharing()

    assert open_ == [False]
    assert transaction.get_autocommit()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_ask_each_address_once():
    for host in range(6):
        for page in range(3):
            ProgramFactory(url=f"https://{host}.example/{page}")
    ask, together = Asking(), threading.Barrier(2)

    def work():
        together.wait(SECONDS)
        return run(ask)

    with threads() as start:
        asked = [future.result() for future in [start(work), start(work)]]

    assert len(ask.urls) == len(set(ask.urls)) == 18
    assert sum(one.total for one in asked) == LinkCheck.objects.count() == 18
    assert [one.total + one.resting for one in asked] == [18, 18]

"""What a history of answers comes to; laws that hold for every history."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import LinkOutcome, LinkStanding
from programs.curation.links import Reading, judge
from programs.curation.links.verdict import BROKEN_AFTER, worst

URL = "https://program.example/"
START = datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC)

OUTCOMES = {
    "o": LinkOutcome.OK,
    "m": LinkOutcome.MOVED,
    "f": LinkOutcome.BROKEN,
    "?": LinkOutcome.CANNOT_TELL,
}


def on(day, hour=9):
    return START.replace(hour=hour) + datetime.timedelta(days=day - 1)


def readings(letters):
    """Return a reading a day, a letter each, from 1 May on."""
    return [
        Reading(
            on(day), OUTCOMES[letter], final_url="https://new.example/a" if letter == "m" else ""
        )
        for day, letter in enumerate(letters, start=1)
    ]


def texts(letters, first_day=1):
    """Return a reading a day, each with the text of its letter."""
    return [
        Reading(on(day), LinkOutcome.OK, text_hash=letter)
        for day, letter in enumerate(letters, start=first_day)
    ]


letters = st.text(st.sampled_from("omf?"), max_size=12)


@pytest.mark.parametrize(
    ("history", "standing", "failures", "day"),
    [
        ("", LinkStanding.UNASKED, 0, None),
        ("o", LinkStanding.OK, 0, 1),
        ("fo", LinkStanding.OK, 0, 2),
        ("om", LinkStanding.MOVED, 0, 2),
        ("omm", LinkStanding.MOVED, 0, 2),
        ("of", LinkStanding.FAILING, 1, 2),
        ("off", LinkStanding.FAILING, 2, 2),
        ("offf", LinkStanding.BROKEN, 3, 2),
        ("offff", LinkStanding.BROKEN, 4, 2),
        ("ffof", LinkStanding.FAILING, 1, 4),
        ("ffmf", LinkStanding.FAILING, 1, 4),
        ("?", LinkStanding.CANNOT_TELL, 0, 1),
        ("o??", LinkStanding.CANNOT_TELL, 0, 2),
        ("f?f?f", LinkStanding.BROKEN, 3, 1),
        ("fff?", LinkStanding.BROKEN, 3, 1),
        ("ff?", LinkStanding.FAILING, 2, 1),
        ("fff?o", LinkStanding.OK, 0, 5),
    ],
)
def test_a_history_comes_to(history, standing, failures, day):
    state = judge(URL, readings(history))

    assert (state.standing, state.failures) == (standing, failures)
    assert state.since == (on(day).date() if day else None)


def test_failures_of_one_day_are_one():
    day = [Reading(on(1, hour), LinkOutcome.BROKEN) for hour in (1, 5, 9, 13)]

    assert judge(URL, day).failures == 1


@pytest.mark.parametrize(("times", "standing"), [(2, "failing"), (3, "broken")])
def test_an_answer_given_several_times_counts_so_often(times, standing):
    row = Reading(on(9), LinkOutcome.BROKEN, since=on(2), times=times, http_status=404)

    state = judge(URL, [Reading(on(1), LinkOutcome.OK), row])

    assert (state.standing, state.failures, state.since) == (standing, times, on(2).date())


def test_different_failures_are_failures_in_a_row():
    rows = [
        Reading(on(2), LinkOutcome.BROKEN, since=on(1), times=2, http_status=404),
        Reading(on(3), LinkOutcome.BROKEN, note="It did not answer in time."),
    ]

    state = judge(URL, rows)

    assert (state.standing, state.failures) == (LinkStanding.BROKEN, 3)
    assert (state.http_status, state.note) == (None, "It did not answer in time.")


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("", "link never checked"),
        ("o", "link answers"),
        ("f", "link did not answer once, since 1 May 2026"),
        ("ff", "link did not answer twice, since 1 May 2026"),
        ("offf", "link broken since 2 May 2026"),
        ("m", "link leads to another site, new.example, since 1 May 2026"),
        ("o?", "link could not be checked since 2 May 2026"),
    ],
)
def test_a_state_is_told_in_words(history, words):
    assert judge(URL, readings(history)).words == words


def test_a_source_is_called_one():
    assert judge(URL, readings("fff"), is_source=True).words == "source broken since 1 May 2026"


# --- Laws ------------------------------------------------------------------------------------


@given(letters)
def test_broken_takes_three_failures_after_the_last_answer(history):
    since_answer = history.replace("m", "o").rpartition("o")[2]

    state = judge(URL, readings(history))

    assert state.failures == since_answer.count("f")
    assert (state.standing == LinkStanding.BROKEN) == (state.failures >= BROKEN_AFTER)


@given(letters)
def test_one_more_failure_is_one_more(history):
    before, after = judge(URL, readings(history)), judge(URL, readings(history + "f"))

    assert after.failures == before.failures + 1
    assert after.standing in (LinkStanding.FAILING, LinkStanding.BROKEN)


@given(letters, st.sampled_from("om"))
def test_any_answer_forgives_all(history, answer):
    state = judge(URL, readings(history + answer))

    assert (state.failures, state.standing) == (0, OUTCOMES[answer])


@given(letters, st.integers(1, 9))
def test_doubts_accuse_nobody_and_excuse_nobody(history, doubts):
    before, after = judge(URL, readings(history)), judge(URL, readings(history + "?" * doubts))

    assert after.failures == before.failures
    assert after.standing == (before.standing if before.failures else LinkStanding.CANNOT_TELL)


@given(letters, st.randoms())
def test_the_order_of_rows_is_no_matter(history, random):
    rows = readings(history)
    random.shuffle(rows)

    assert judge(URL, rows) == judge(URL, readings(history))


# --- Changed pages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "checked", "changed"),
    [
        pytest.param("aab", None, None, id="nobody-checked"),
        pytest.param("", 2, None, id="never-read"),
        pytest.param("aaa", 2, None, id="the-same"),
        pytest.param("aab", 2, 3, id="changed"),
        pytest.param("aabb", 2, 3, id="changed-and-settled"),
        pytest.param("aabc", 2, 4, id="changed-twice"),
        pytest.param("aaba", 2, None, id="changed-and-back"),
        pytest.param("aabb", 4, None, id="checked-since"),
        pytest.param("aabb", 9, None, id="checked-long-after"),
        pytest.param("abbb", 1, 2, id="checked-on-the-first-day"),
    ],
)
def test_a_page_changed_since_the_check(history, checked, changed):
    state = judge(URL, texts(history), checked_at=on(checked, hour=10) if checked else None)

    assert state.changed_on == (on(changed).date() if changed else None)
    assert ("page changed since your check" in state.words) is bool(changed)


@pytest.mark.parametrize(
    ("checked", "is_changed"),
    [
        pytest.param(2, True, id="read-the-day-before"),
        pytest.param(8, True, id="read-a-week-before"),
        pytest.param(9, False, id="read-long-before"),
        pytest.param(20, False, id="read-the-day-after"),
    ],
)
def test_what_was_last_read_before_the_check_is_what_the_person_saw(checked, is_changed):
    """Read on 1 and on 21 May, each time another text."""
    rows = [*texts("a", 1), *texts("b", 21)]

    assert bool(judge(URL, rows, checked_at=on(checked)).changed_on) is is_changed


def test_the_text_after_the_check_counts_where_none_was_read_before():
    rows = texts("abb", 5)

    assert judge(URL, rows, checked_at=on(1)).changed_on == on(6).date()


@pytest.mark.parametrize("history", ["aabcde", "aababab"])
def test_a_page_that_always_changes_is_no_news(history):
    assert judge(URL, texts(history), checked_at=on(1)).changed_on is None


def test_a_restless_page_that_comes_to_rest_is_news_again():
    rows = [*texts("abcde"), Reading(on(9), LinkOutcome.OK, since=on(6), times=4, text_hash="f")]

    assert judge(URL, rows, checked_at=on(1)).changed_on == on(6).date()


def test_days_without_a_text_change_nothing():
    rows = [*texts("aa"), Reading(on(3), LinkOutcome.CANNOT_TELL), *texts("a", 4)]

    assert judge(URL, rows, checked_at=on(2)).changed_on is None


@given(st.text(st.sampled_from("abc"), max_size=8))
def test_after_a_check_of_today_nothing_has_changed(history):
    assert judge(URL, texts(history), checked_at=on(len(history) + 1)).changed_on is None


def test_the_worst_of_several_counts_and_the_first_of_equals():
    ok, moved, broken = (judge(URL, readings(one)) for one in ("o", "m", "fff"))
    other = judge("https://other.example/", readings("fff"))

    assert worst([ok, moved, broken, other]) is broken
    assert worst([ok, moved]) is moved

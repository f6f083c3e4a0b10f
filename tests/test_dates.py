import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.dates import SHAPE, PartialDate
from tests.strategies import partial_dates


@given(partial_dates())
def test_a_text_and_its_date_say_the_same(moment: PartialDate):
    assert PartialDate.parse(str(moment)) == moment


@given(partial_dates())
def test_a_written_date_has_the_shape_that_the_database_checks(moment: PartialDate):
    assert re.search(SHAPE, str(moment))


@given(partial_dates())
def test_the_first_day_is_never_after_the_last(moment: PartialDate):
    assert moment.first_day <= moment.last_day


@given(partial_dates())
def test_only_an_exact_date_is_one_day(moment: PartialDate):
    assert (moment.first_day == moment.last_day) == moment.is_exact


@given(partial_dates(last_year=9998))
def test_the_day_after_the_last_lies_outside(moment: PartialDate):
    after = moment.last_day + datetime.timedelta(days=1)

    assert not str(after).startswith(str(moment))


@given(partial_dates(), partial_dates())
def test_texts_sort_by_first_day_and_the_vaguer_first(one: PartialDate, other: PartialDate):
    as_dates = sorted([one, other], key=lambda each: (each.first_day, len(str(each))))

    assert sorted([str(one), str(other)]) == [str(each) for each in as_dates]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_is_an_exact_date(day: datetime.date):
    moment = PartialDate.of(day)

    assert (moment.first_day, moment.last_day, moment.is_exact) == (day, day, True)


@pytest.mark.parametrize(
    ("text", "first_day", "last_day"),
    [
        pytest.param("2026", "2026-01-01", "2026-12-31", id="year"),
        pytest.param("2026-04", "2026-04-01", "2026-04-30", id="month"),
        pytest.param("2026-02", "2026-02-01", "2026-02-28", id="february"),
        pytest.param("2028-02", "2028-02-01", "2028-02-29", id="february-of-a-leap-year"),
        pytest.param("2026-12", "2026-12-01", "2026-12-31", id="last-month"),
        pytest.param("2026-04-15", "2026-04-15", "2026-04-15", id="day"),
    ],
)
def test_bounds_are_all_that_the_text_can_mean(text: str, first_day: str, last_day: str):
    moment = PartialDate.parse(text)

    assert [moment.first_day.isoformat(), moment.last_day.isoformat()] == [first_day, last_day]


def test_blanks_around_a_text_do_not_matter():
    assert PartialDate.parse(" 2026-04\n") == PartialDate(2026, 4)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("next spring", id="words"),
        pytest.param("", id="nothing"),
        pytest.param("20230", id="five-digits"),
        pytest.param("223", id="three-digits"),
        pytest.param("2023-1", id="month-of-one-digit"),
        pytest.param("2023-01-5", id="day-of-one-digit"),
        pytest.param("2023/01/05", id="slashes"),
        pytest.param("20230105", id="no-hyphens"),
        pytest.param("05-01-2023", id="day-first"),
        pytest.param("2023-", id="hyphen-at-the-end"),
        pytest.param("2023-01-15T09:00", id="with-the-hour"),
        pytest.param("2023-01-15-02", id="four-parts"),
        pytest.param("-2023", id="negative"),
        pytest.param("٢٠٢٣", id="digits-of-another-script"),
        pytest.param("2023 - 01", id="blanks-inside"),
    ],
)
def test_another_shape_is_refused_with_examples(text: str):
    sentence = f"“{text}” is not a date. Write 2026-01-15, or 2026-01 or 2026 if that is all."

    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2023-02-30", id="february-30"),
        pytest.param("2023-02-29", id="leap-day-of-another-year"),
        pytest.param("2023-04-31", id="april-31"),
        pytest.param("2023-13", id="month-13"),
        pytest.param("2023-00", id="month-0"),
        pytest.param("2023-01-00", id="day-0"),
        pytest.param("2023-00-00", id="month-and-day-0"),
        pytest.param("2023-01-32", id="day-32"),
        pytest.param("0000", id="year-0"),
        pytest.param("0000-01-01", id="day-of-year-0"),
        pytest.param("0999", id="year-of-three-digits"),
    ],
)
def test_what_no_calendar_has_is_refused(text: str):
    with pytest.raises(ValueError, match=f"^“{text}” is not in the calendar.$"):
        PartialDate.parse(text)


@given(st.text(alphabet="0123456789-", max_size=11) | st.text(max_size=11))
def test_any_text_is_either_a_date_or_refused(text: str):
    try:
        moment = PartialDate.parse(text)
    except ValueError as refusal:
        assert text.strip() in str(refusal)  # noqa: PT017 - most texts are refused, some are not
    else:
        assert str(moment) == text.strip()


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        pytest.param((2026, None, 5), "a day needs its month", id="day-without-month"),
        pytest.param((999,), "a year has four digits", id="year-too-short"),
        pytest.param((2026, 0), "count from one", id="month-0"),
        pytest.param((2026, 1, 0), "count from one", id="day-0"),
        pytest.param((2026, 13), "month must be in 1..12", id="month-13"),
        pytest.param((2026, 2, 30), "day is out of range", id="february-30"),
        pytest.param((10_000,), "year 10000 is out of range", id="year-too-long"),
    ],
)
def test_parts_that_are_no_date_are_refused(parts: tuple, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("2026", "2026", id="year"),
        pytest.param("2026-01", "January 2026", id="month"),
        pytest.param("2026-01-05", "5 January 2026", id="day"),
    ],
)
def test_words_say_no_more_than_is_known(text: str, words: str):
    assert PartialDate.parse(text).words == words


def test_vague_dates_have_no_order():
    with pytest.raises(TypeError, match="not supported"):
        PartialDate(2026, 3) < PartialDate(2026, 3, 5)  # noqa: B015 - it raises


def test_the_same_date_is_one_member_of_a_set():
    assert len({PartialDate(2026, 3), PartialDate.parse("2026-03")}) == 1

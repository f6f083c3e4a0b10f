"""How much harm a listing can do: laws, and the words for it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.checks import CONFIRMABLE
from programs.curation.harm import GROUPS, Cause, Facts, Link, harm

DAY = date(2026, 11, 27)
NAMES = [group.name for group in GROUPS]
BROKEN = {"link": Link.BROKEN, "link_words": "link broken since 3 May 2026"}
AGES = st.none() | st.integers(0, 3000)
DAYS = st.none() | st.integers(0, 1000)


def checked(ages: dict[str, int | None]) -> dict[str, date | None]:
    """Return the days of checks that are so many days old."""
    return {name: None if age is None else DAY - timedelta(age) for name, age in ages.items()}


def all_checked(age: int = 0, **others: int | None) -> dict[str, date | None]:
    return checked(dict.fromkeys(NAMES, age) | others)


FACTS = st.builds(
    Facts,
    checked_on=st.fixed_dictionaries(dict.fromkeys(NAMES, AGES)).map(checked),
    unstated=st.frozensets(st.sampled_from(NAMES)),
    closes_in=DAYS,
    opens_in=DAYS,
    reported=st.lists(st.sampled_from(["", *NAMES]), max_size=3).map(tuple),
    link=st.sampled_from(Link),
)


def score(facts: Facts, **changes) -> float:
    return harm(replace(facts, **changes), DAY).score


def test_groups_hold_all_that_a_whole_check_needs_once():
    fields = [name for group in GROUPS for name in group.fields]

    assert set(CONFIRMABLE) <= set(fields)
    assert len(fields) == len(set(fields))


@given(FACTS, st.sampled_from(NAMES), st.integers(0, 3000), st.integers(1, 3000))
def test_an_older_check_is_no_better_and_none_is_worst(facts, name, age, more):
    def aged(days: int | None) -> float:
        return score(facts, checked_on={**facts.checked_on, **checked({name: days})})

    assert aged(age) <= aged(age + more) <= aged(None)


@given(FACTS, st.integers(0, 900), st.integers(1, 900))
def test_a_nearer_date_is_no_better_and_none_is_best(facts, days, more):
    for name in ("closes_in", "opens_in"):
        far, near = score(facts, **{name: days + more}), score(facts, **{name: days})
        assert score(facts, **{name: None}) <= far <= near


@given(FACTS, st.sampled_from(["", *NAMES]))
def test_a_report_makes_it_worse(facts, about):
    assert score(facts, reported=(*facts.reported, about)) > score(facts)


@given(FACTS)
def test_a_page_that_is_gone_is_worst_and_one_that_answers_best(facts):
    scores = {link: score(facts, link=link) for link in Link}

    assert min(scores.values()) == scores[Link.FINE]
    assert max(scores.values()) == scores[Link.BROKEN]


@given(FACTS, st.sampled_from(NAMES))
def test_what_we_do_not_state_misleads_no_more_than_what_we_do(facts, name):
    assert score(facts, unstated=facts.unstated | {name}) <= score(
        facts, unstated=facts.unstated - {name}
    )


def test_degree_and_deadlines_weigh_most():
    alone = {name: score(Facts(checked_on=all_checked(**{name: None}))) for name in NAMES}

    for heavy, other in combinations(sorted(alone, key=lambda name: -alone[name]), 2):
        assert alone[heavy] >= alone[other]
        assert heavy in ("degree", "rounds") or other not in ("degree", "rounds")


def test_listing_confirmed_today_still_comes_before_one_that_is_not_reported():
    calm = Facts(checked_on=all_checked())

    assert 0 < score(calm) < score(calm, reported=("money",))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(checked_on={}), "Never checked"),
        (Facts(checked_on=all_checked()), ""),
        (
            Facts(checked_on=all_checked(money=None), closes_in=12, **BROKEN),
            "Closes in 12 days, link broken since 3 May 2026, money never checked as it is now",
        ),
        (
            Facts(checked_on=all_checked(400, life=0), reported=("", "money")),
            "2 open reports, degree, deadlines, money, who may apply and what one must know not "
            "checked for 13 months",
        ),
        (Facts(checked_on=all_checked(), closes_in=0), "Closes today"),
        (Facts(checked_on=all_checked(), opens_in=1), "Opens tomorrow"),
        (
            Facts(checked_on=all_checked(), opens_in=20, is_expected=True),
            "Usually opens in 20 days",
        ),
        (Facts(checked_on=all_checked(), closes_in=200), ""),
    ],
)
def test_reasons_are_told_in_words(facts, words):
    assert harm(facts, DAY).words == words


def test_causes_are_what_the_queue_is_filtered_by():
    found = harm(Facts(checked_on={}, closes_in=3, reported=("",), link=Link.MOVED), DAY)

    assert [reason.cause for reason in found.reasons] == [
        Cause.REPORT,
        Cause.DEADLINE,
        Cause.LINK,
        Cause.NEVER,
    ]

"""Truth tables: what criteria make of who one is, and of what one can do and needs."""

import pytest

from programs.eligibility import CRITERIA
from programs.eligibility.asks import (
    AgeAsk,
    CostAsk,
    HoursAsk,
    IncomeAsk,
    OriginAsk,
    PlaceAsk,
    VisaAsk,
)
from tests.eligibility import test_learning as learning
from tests.eligibility.people import person, told

CANADA = frozenset({"CA"})
HERE = OriginAsk(False, frozenset({"US", "CA"}))
IN_PERSON = PlaceAsk("in_person", CANADA)
HYBRID = PlaceAsk("hybrid", CANADA)
NO_VISA = VisaAsk(False, CANADA)
NIGERIAN = {"reach": "anywhere", "residence": "NG", "citizenships": "NG"}

# By criterion and case: what is asked, who is asked, and the finding as `told` writes it.
CASES = {
    "origin": {
        "worldwide": (OriginAsk(True), person(), "met"),
        "not-worldwide-and-no-more": (OriginAsk(False), person(residence="US"), "? program"),
        "origin-skipped": (HERE, person(), "? you: citizenships"),
        "citizen-abroad": (HERE, person(residence="DE", citizenships="US"), "met"),
        "citizen-of-two-countries": (HERE, person(citizenships="NG CA"), "met"),
        "resident-and-no-citizen": (HERE, person(residence="US", citizenships="NG"), "? person"),
        "resident-and-citizenship-skipped": (HERE, person(residence="US"), "? you: citizenships"),
        "no-citizen-and-residence-skipped": (HERE, person(citizenships="NG"), "? you: residence"),
        "neither-citizen-nor-resident": (HERE, person(residence="DE", citizenships="NG"), "no"),
        "elsewhere-and-citizenship-skipped": (HERE, person(residence="DE"), "? you: citizenships"),
    },
    "age": {
        "age-skipped": (AgeAsk(18, None), person(), "? you: age"),
        "age-at-the-lower-bound": (AgeAsk(18, None), person(age="18_24"), "met"),
        "age-across-the-lower-bound": (AgeAsk(21, None), person(age="18_24"), "? you"),
        "age-at-the-lower-bound-from-below": (AgeAsk(24, None), person(age="18_24"), "? you"),
        "age-below": (AgeAsk(18, None), person(age="under_18"), "no, in time"),
        "age-at-the-upper-bound": (AgeAsk(None, 24), person(age="18_24"), "met"),
        "age-across-the-upper-bound": (AgeAsk(None, 30), person(age="30_34"), "? you"),
        "age-above": (AgeAsk(None, 30), person(age="35"), "no"),
        "age-within": (AgeAsk(18, 30), person(age="25_29"), "met"),
        "age-of-no-bound-above": (AgeAsk(30, None), person(age="35"), "met"),
    },
    "audience": {
        "audience": (("Women",), person(), "? you"),
    },
    "nomination": {
        "nomination": ("university", person(), "? person"),
    },
    "note": {
        "note": (True, person(), "? you"),
    },
    "place": {
        "online": (PlaceAsk("online"), person(reach="online"), "met"),
        "remote-is-one-of-the-places": (
            PlaceAsk("in_person", CANADA, True),
            person(reach="online"),
            "met",
        ),
        "reach-skipped": (IN_PERSON, person(residence="CA"), "? you: reach"),
        "in-person-anywhere": (IN_PERSON, person(reach="anywhere"), "met"),
        "in-person-at-home": (IN_PERSON, person(reach="home", residence="CA"), "met"),
        "in-person-in-one-of-its-countries": (
            PlaceAsk("in_person", frozenset({"US", "CA"})),
            person(reach="home", residence="CA"),
            "met",
        ),
        "in-person-and-home-skipped": (IN_PERSON, person(reach="home"), "? you: residence"),
        "in-person-and-home-is-elsewhere": (
            IN_PERSON,
            person(reach="home", residence="NG"),
            "no, but reach=anywhere",
        ),
        "in-person-and-only-online": (IN_PERSON, person(reach="online"), "no, but reach=anywhere"),
        "in-person-somewhere": (
            PlaceAsk("in_person"),
            person(reach="home", residence="NG"),
            "? program",
        ),
        "in-person-somewhere-and-only-online": (
            PlaceAsk("in_person"),
            person(reach="online"),
            "no, but reach=anywhere",
        ),
        "hybrid-and-only-online": (HYBRID, person(reach="online"), "? program"),
        "hybrid-elsewhere": (HYBRID, person(reach="home", residence="NG"), "? program"),
        "hybrid-at-home": (HYBRID, person(reach="home", residence="CA"), "met"),
        "place-without-a-format": (PlaceAsk("", CANADA), person(reach="online"), "? program"),
    },
    "visa": {
        "visa-and-no-wish-to-leave": (NO_VISA, person(reach="home", sponsor=True), "nothing"),
        "visa-and-only-online": (NO_VISA, person(reach="online"), "nothing"),
        "visa-in-the-country-one-lives-in": (
            NO_VISA,
            person(sponsor=True, reach="anywhere", residence="CA", citizenships="NG"),
            "? you",
        ),
        "visa-in-the-country-one-lives-in-and-none-needed": (
            NO_VISA,
            person(sponsor=False, residence="CA", citizenships="NG"),
            "met",
        ),
        "visa-skipped-by-a-resident": (NO_VISA, person(residence="CA"), "? you: sponsor"),
        "visa-and-citizenship-skipped-by-a-resident": (
            NO_VISA,
            person(sponsor=True, reach="anywhere", residence="CA"),
            "? you: citizenships",
        ),
        "visa-in-the-country-of-ones-passport": (
            NO_VISA,
            person(citizenships="NG CA", sponsor=True),
            "met",
        ),
        "visa-sponsored": (VisaAsk(True, CANADA), person(sponsor=True), "met"),
        "visa-skipped": (NO_VISA, person(reach="anywhere"), "? you: sponsor"),
        "visa-not-needed": (NO_VISA, person(sponsor=False), "met"),
        "visa-needed-and-home-skipped": (
            NO_VISA,
            person(sponsor=True, reach="anywhere", residence="NG"),
            "? you: citizenships",
        ),
        "visa-needed-and-reach-skipped": (
            NO_VISA,
            person(sponsor=True, residence="NG", citizenships="NG"),
            "? you: reach",
        ),
        "visa-needed-and-unstated": (
            VisaAsk(None, CANADA),
            person(sponsor=True, **NIGERIAN),
            "? program",
        ),
        "visa-needed-and-not-sponsored": (NO_VISA, person(sponsor=True, **NIGERIAN), "no"),
    },
    "hours": {
        "own-pace": (HoursAsk("self_paced"), person(hours="5"), "met"),
        "own-pace-of-some-hours": (
            HoursAsk("self_paced", 8),
            person(hours="5"),
            "no, but hours=40",
        ),
        "hours-skipped": (HoursAsk("part_time", 10), person(), "? you: hours"),
        "hours-just-enough": (HoursAsk("part_time", 10), person(hours="10"), "met"),
        "hours-too-few": (HoursAsk("part_time", 11), person(hours="10"), "no, but hours=40"),
        "part-time-and-half-the-week": (HoursAsk("part_time"), person(hours="20"), "met"),
        "part-time-of-unknown-hours": (HoursAsk("part_time"), person(hours="10"), "? program"),
        "full-time": (HoursAsk("full_time"), person(hours="40"), "met"),
        "full-time-and-half-the-week": (
            HoursAsk("full_time"),
            person(hours="20"),
            "no, but hours=40",
        ),
        "more-than-full-time": (HoursAsk("full_time", 60), person(hours="40"), "met"),
    },
    "cost": {
        "free": (CostAsk("free"), person(pays=False), "met"),
        "employer-pays": (CostAsk("employer_pays"), person(pays=False), "met"),
        "paid-later": (CostAsk("deferred"), person(pays=False), "met"),
        "paid-and-skipped": (CostAsk("paid"), person(), "? you: pays"),
        "paid": (CostAsk("paid"), person(pays=True), "met"),
        "paid-and-cannot": (CostAsk("paid"), person(pays=False), "no, but pays=True"),
        "paid-with-scholarships": (CostAsk("paid", True), person(pays=False), "? person"),
        "cost-varies": (CostAsk("varies"), person(pays=False), "? program"),
        "cost-varies-and-can-pay": (CostAsk("varies"), person(pays=True), "met"),
        "cost-unstated": (CostAsk(""), person(pays=False), "? program"),
        "cost-unstated-and-skipped": (CostAsk(""), person(), "? you: pays"),
    },
    "income": {
        "salary": (IncomeAsk("salary"), person(income=True), "met"),
        "stipend": (IncomeAsk("stipend"), person(income=True), "met"),
        "grant": (IncomeAsk("grant"), person(income=True), "met"),
        "income-skipped": (IncomeAsk("none"), person(), "? you: income"),
        "income-not-needed": (IncomeAsk("none"), person(income=False), "met"),
        "no-pay": (IncomeAsk("none"), person(income=True), "no, but income=False"),
        "scholarship-may-not-do": (IncomeAsk("scholarship"), person(income=True), "? program"),
        "pay-unstated": (IncomeAsk(""), person(income=True), "? program"),
    },
}


def test_each_criterion_has_its_cases():
    assert {*learning.CASES, *CASES} == set(CRITERIA)


ROWS = {case: (name, *row) for name, rows in CASES.items() for case, row in rows.items()}


@pytest.mark.parametrize(("name", "ask", "applicant", "expected"), ROWS.values(), ids=ROWS)
def test_criterion(name, ask, applicant, expected):
    assert told(CRITERIA[name].hold(ask, applicant)) == expected

"""Who one is: where from, how old, whom it is for, and who applies."""

from programs.eligibility.applicant import Applicant
from programs.eligibility.asks import AgeAsk, OriginAsk
from programs.eligibility.findings import Finding
from programs.eligibility.wording import person as wording


def origin(ask: OriginAsk, applicant: Applicant) -> Finding:
    """Hold the countries that it is open to against where they live and are citizens.

    Sources rarely tell citizens from residents: a citizen is taken to be meant, somebody who only
    lives there is for the program to decide.
    """
    if not ask.countries:
        if ask.worldwide:
            return Finding.met(wording.origin_worldwide())
        return Finding.unstated(wording.origin_not_everywhere())
    if applicant.citizenships and (own := applicant.citizenships & ask.countries):
        return Finding.met(wording.origin_citizen(ask.countries, min(own)))
    lives_there = applicant.residence in ask.countries
    if applicant.citizenships is None:
        return Finding.unsaid(wording.citizenships_unsaid(ask.countries), "citizenships")
    if lives_there:
        return Finding.undecided(wording.origin_resident(ask.countries, applicant.residence))
    if applicant.residence is None:
        return Finding.unsaid(wording.residence_unsaid(ask.countries), "residence")
    return Finding.not_met(wording.origin_not_met(ask.countries))


def age(ask: AgeAsk, applicant: Applicant) -> Finding:
    """Hold the bounds of age against a band of ages, which may lie across one of them."""
    if applicant.age is None:
        return Finding.unsaid(wording.age_unsaid(ask.minimum, ask.maximum), "age")
    youngest, oldest = applicant.age.bounds
    low, high = ask.minimum or 0, ask.maximum or 150
    if low <= youngest and oldest <= high:
        return Finding.met(wording.age_met(ask.minimum, ask.maximum))
    if youngest > high:
        return Finding.not_met(wording.age_over(high))
    if oldest < low:
        return Finding.not_met(wording.age_under(low), in_time=True)
    return Finding.unsaid(wording.age_perhaps(ask.minimum, ask.maximum))


def audience(ask: tuple[str, ...], applicant: Applicant) -> Finding:
    """Say whom alone it is for: nobody is asked whether they are."""
    return Finding.unsaid(wording.audience_only(ask))


def nomination(ask: str, applicant: Applicant) -> Finding:
    """Say that somebody else must put them forward."""
    return Finding.undecided(wording.nomination(ask))


def note(ask: bool, applicant: Applicant) -> Finding:
    """Say that it asks something else, in words that no question covers."""
    return Finding.unsaid(wording.note())

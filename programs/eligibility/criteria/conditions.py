"""What one can do and needs: where to be, how many hours, what it costs and pays."""

from programs.choices import Cost, Format, Funding, Reach, TimeCommitment, WeeklyHours
from programs.eligibility.applicant import Applicant
from programs.eligibility.asks import CostAsk, HoursAsk, IncomeAsk, PlaceAsk, VisaAsk
from programs.eligibility.findings import Finding, Step
from programs.eligibility.wording import conditions as wording

FULL_TIME_HOURS = 35
PART_TIME_HOURS = 20
"""A part-time program that states no hours takes less than half a week; fewer is for it to say."""


def place(ask: PlaceAsk, applicant: Applicant) -> Finding:
    """Hold where it takes place against where they could go."""
    if ask.is_online:
        return Finding.met(wording.place_online())
    if applicant.reach is None:
        return Finding.unsaid(wording.place_unsaid(ask), "reach")
    if applicant.reach == Reach.ANYWHERE:
        return Finding.met(wording.place_anywhere(ask))
    if applicant.reach == Reach.HOME:
        if not ask.countries:
            return Finding.unstated(wording.place_unstated(ask))
        if applicant.residence is None:
            return Finding.unsaid(wording.residence_unsaid(ask), "residence")
        if applicant.residence in ask.countries:
            return Finding.met(wording.place_home(applicant.residence))
    if ask.format == Format.IN_PERSON:
        step = Step("reach", Reach.ANYWHERE)
        return Finding.not_met(wording.place_not_met(ask, applicant.reach), step=step)
    return Finding.unstated(wording.place_partly(ask))


def visa(ask: VisaAsk, applicant: Applicant) -> Finding | None:
    """Hold whether it sponsors a visa against whether they need one there.

    Nothing to say of people who would not leave the country where they live. Only citizens surely
    need none: of other residents, some may stay but not work.
    """
    if applicant.reach in (Reach.ONLINE, Reach.HOME):
        return None
    if applicant.citizenships and (own := applicant.citizenships & ask.countries):
        return Finding.met(wording.visa_citizen(min(own)))
    if ask.sponsors:
        return Finding.met(wording.visa_sponsored())
    if applicant.sponsor is None:
        return Finding.unsaid(wording.visa_unsaid(ask.countries, ask.sponsors), "sponsor")
    if not applicant.sponsor:
        return Finding.met(wording.visa_not_needed())
    missing = [
        name for name in ("reach", "residence", "citizenships") if getattr(applicant, name) is None
    ]
    if missing == ["reach"]:
        return Finding.unsaid(wording.visa_reach_unsaid(ask.countries, ask.sponsors), "reach")
    if missing:
        return Finding.unsaid(wording.visa_home_unsaid(ask.countries, ask.sponsors), *missing)
    if applicant.residence in ask.countries:
        words = wording.visa_resident(ask.countries, ask.sponsors, applicant.residence)
        return Finding.unsaid(words)
    if ask.sponsors is None:
        return Finding.unstated(wording.visa_unstated(ask.countries))
    return Finding.not_met(wording.visa_not_met(ask.countries))


def hours(ask: HoursAsk, applicant: Applicant) -> Finding:
    """Hold the hours a week that it takes against those that they have."""
    if ask.commitment == TimeCommitment.SELF_PACED and ask.hours is None:
        return Finding.met(wording.hours_own_pace())
    is_full = ask.hours is None and ask.commitment == TimeCommitment.FULL_TIME
    needed = FULL_TIME_HOURS if is_full else ask.hours
    if applicant.hours is None:
        return Finding.unsaid(wording.hours_unsaid(ask.hours, is_full), "hours")
    has = int(applicant.hours)
    is_all = applicant.hours == WeeklyHours.FULL
    if is_all or has >= (PART_TIME_HOURS if needed is None else needed):
        return Finding.met(wording.hours_met(ask.hours, is_full))
    if needed is None:
        return Finding.unstated(wording.hours_unstated(has))
    return Finding.not_met(
        wording.hours_not_met(ask.hours, is_full, has), step=Step("hours", WeeklyHours.FULL)
    )


def cost(ask: CostAsk, applicant: Applicant) -> Finding:
    """Hold what it costs against whether they could pay."""
    if ask.cost in (Cost.FREE, Cost.EMPLOYER_PAYS, Cost.DEFERRED):
        return Finding.met(wording.cost_nothing(ask.cost))
    if applicant.pays is None:
        return Finding.unsaid(wording.cost_unsaid(ask.cost), "pays")
    if applicant.pays:
        return Finding.met(wording.cost_met(ask.cost))
    if ask.cost != Cost.PAID:
        return Finding.unstated(wording.cost_unstated(ask.cost))
    if ask.gives_scholarships:
        return Finding.undecided(wording.cost_scholarship())
    return Finding.not_met(wording.cost_not_met(), step=Step("pays", True))


def income(ask: IncomeAsk, applicant: Applicant) -> Finding:
    """Hold what a full-time program pays against whether they need an income."""
    if ask.funding in (Funding.STIPEND, Funding.SALARY, Funding.GRANT):
        return Finding.met(wording.income_paid(ask.funding))
    if applicant.income is None:
        return Finding.unsaid(wording.income_unsaid(ask.funding), "income")
    if not applicant.income:
        return Finding.met(wording.income_not_needed())
    if ask.funding == Funding.NONE:
        return Finding.not_met(wording.income_not_met(), step=Step("income", False))
    return Finding.unstated(wording.income_unstated(ask.funding))

"""Sentences about what one can do and needs."""

from collections.abc import Iterable

from programs.choices import Cost, Format, Funding, Reach
from programs.eligibility.asks import PlaceAsk
from programs.eligibility.wording.parts import in_places
from programs.places import in_country


def place_online() -> str:
    return "You can do all of it online."


def place_unsaid(ask: PlaceAsk) -> str:
    return f"{_place(ask)} You haven’t said where you could go."


def place_anywhere(ask: PlaceAsk) -> str:
    return f"{_place(ask)} You could go to any country."


def place_unstated(ask: PlaceAsk) -> str:
    return f"{_place(ask)} It doesn’t say in which country: ask them."


def residence_unsaid(ask: PlaceAsk) -> str:
    return f"{_place(ask)} You haven’t said in which country you live."


def place_home(country: str) -> str:
    return f"You can go to it in {in_country(country)}, where you live."


def place_not_met(ask: PlaceAsk, reach: Reach) -> str:
    can = "online" if reach == Reach.ONLINE else "in the country where you live"
    return f"{_place(ask)} You can only take part {can}. Being free to travel would change that."


def place_partly(ask: PlaceAsk) -> str:
    online = "how much you can do online" if ask.format else "whether you can do it online"
    return f"{_place(ask)} It doesn’t say {online}: ask them."


def visa_citizen(country: str) -> str:
    return f"You need no visa for {in_country(country)}: you are a citizen."


def visa_resident(countries: Iterable[str], sponsors: bool | None, home: str) -> str:
    return (
        f"{_visas(countries, sponsors)} You live in {in_country(home)}: only you know whether you "
        "need one there."
    )


def visa_sponsored() -> str:
    return "It sponsors visas."


def visa_not_needed() -> str:
    return "You don’t need anybody to sponsor a visa."


def visa_unsaid(countries: Iterable[str], sponsors: bool | None) -> str:
    return f"{_visas(countries, sponsors)} You haven’t said whether you need one."


def visa_reach_unsaid(countries: Iterable[str], sponsors: bool | None) -> str:
    return f"{_visas(countries, sponsors)} You need one, and haven’t said where you could go."


def visa_home_unsaid(countries: Iterable[str], sponsors: bool | None) -> str:
    return (
        f"{_visas(countries, sponsors)} You need one in a country that is not yours, and haven’t "
        "said which countries are yours."
    )


def visa_unstated(countries: Iterable[str]) -> str:
    return f"{_visas(countries, None)} You need one: ask them."


def visa_not_met(countries: Iterable[str]) -> str:
    return f"{_visas(countries, False)} You need one."


def hours_own_pace() -> str:
    return "You choose how many hours a week it takes."


def hours_unsaid(hours: int | None, is_full: bool) -> str:
    return f"{_takes(hours, is_full)} You haven’t said how much time you have."


def hours_met(hours: int | None, is_full: bool) -> str:
    return f"{_takes(hours, is_full)} You have the time."


def hours_unstated(has: int) -> str:
    return (
        "It is part-time, and doesn’t say how many hours a week it takes. You have up to "
        f"{has}: ask them."
    )


def hours_not_met(hours: int | None, is_full: bool, has: int) -> str:
    return f"{_takes(hours, is_full)} You have up to {has} hours a week. More would change that."


def cost_nothing(cost: str) -> str:
    if cost == Cost.EMPLOYER_PAYS:
        return "You pay nothing: an employer pays."
    return "It is free." if cost == Cost.FREE else "You pay later, once you earn."


def cost_unsaid(cost: str) -> str:
    return f"{_costs(cost)} You haven’t said whether you could pay."


def cost_met(cost: str) -> str:
    return f"{_costs(cost)} You could pay."


def cost_unstated(cost: str) -> str:
    return f"{_costs(cost)} You can’t pay: ask them what it would cost you."


def cost_scholarship() -> str:
    return (
        "It costs money, and gives scholarships. You can’t pay: ask them whether you could get one."
    )


def cost_not_met() -> str:
    return (
        "It costs money. You can’t pay: a scholarship, or an employer who pays, would change that."
    )


def income_paid(funding: str) -> str:
    pays = {
        Funding.SALARY: "pays a salary",
        Funding.STIPEND: "pays a stipend",
        Funding.GRANT: "gives you a grant",
    }
    return f"It takes all your time, and {pays[Funding(funding)]}."


def income_unsaid(funding: str) -> str:
    return f"{_earns(funding)} You haven’t said whether you need an income while you do it."


def income_not_needed() -> str:
    return "It takes all your time. You need no income while you do it."


def income_unstated(funding: str) -> str:
    return f"{_earns(funding)} You need an income: ask them."


def income_not_met() -> str:
    return (
        f"{_earns(Funding.NONE)} You need an income. Money from somewhere else would change that."
    )


def _place(ask: PlaceAsk) -> str:
    some = "Some of it" if ask.format == Format.HYBRID else "It"
    return f"{some} takes place {in_places(ask.countries)}."


def _visas(countries: Iterable[str], sponsors: bool | None) -> str:
    start = f"It takes place {in_places(countries)}"
    if sponsors is None:
        return f"{start}, and doesn’t say whether it sponsors a visa."
    return f"{start}, and sponsors no visa."


def _takes(hours: int | None, is_full: bool) -> str:
    if hours is not None:
        return f"It takes {hours} hour{'' if hours == 1 else 's'} a week."
    return "It takes all your time." if is_full else "It is part-time."


def _costs(cost: str) -> str:
    words = {Cost.PAID: "It costs money.", Cost.VARIES: "It doesn’t cost the same for everybody."}
    return words[Cost(cost)] if cost else "It doesn’t say what it costs."


def _earns(funding: str) -> str:
    pays = {
        Funding.NONE: "pays nothing",
        Funding.SCHOLARSHIP: "gives a scholarship, which may not be enough to live on",
    }
    words = pays[Funding(funding)] if funding else "doesn’t say whether it pays you"
    return f"It takes all your time, and {words}."

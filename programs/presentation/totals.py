"""What several programs take and give one after the other, as ranges, with what they don’t say."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programs.choices import Cost, Funding, FundingPeriod
from programs.models import Program
from programs.money import amount_words
from programs.presentation.facts import WEEKS_A_YEAR, length_words

_A_WEEK = {
    FundingPeriod.WEEK: 1.0,
    FundingPeriod.MONTH: 12 / WEEKS_A_YEAR,
    FundingPeriod.YEAR: 1 / WEEKS_A_YEAR,
}
"""How many of the period a week is."""
_EXACT = 1_000
"""Amounts that were reckoned are rounded to hundreds from here on."""


@dataclass(frozen=True, slots=True)
class Total:
    """A label, and a sum in words, empty if nothing is known; the rest is told in the notes."""

    label: str
    words: str
    notes: tuple[str, ...]
    """Whole sentences."""


@dataclass(slots=True)
class Range:
    """A sum between two bounds; `high` is None once a part has no upper one."""

    low: int = 0
    high: int | None = 0

    def add(self, low: int | None, high: int | None) -> None:
        """Add a part; a bound that is not stated may be as low as nothing, and as high as any."""
        self.low += low or 0
        self.high = None if self.high is None or high is None else self.high + high


Sums = dict[str, Range]
"""By currency: amounts of different ones are never added."""

Note = tuple[str, str]
"""What one program does, and what several do."""

_LENGTH_UNSAID = ("doesn’t say how long it takes", "don’t say how long they take")
_COST_UNSAID = ("doesn’t say what it costs", "don’t say what they cost")
_COST_UNKNOWN = ("costs money, and doesn’t say how much", "cost money, and don’t say how much")
_COST_DIFFERS = (
    "does not cost the same for everybody",
    "do not cost the same for everybody",
)
_PAID_LATER = ("is paid later, once you earn", "are paid later, once you earn")
_PAY_UNSAID = ("doesn’t say whether it pays you", "don’t say whether they pay you")
_PAY_UNKNOWN = ("gives money, and doesn’t say how much", "give money, and don’t say how much")
_ROUGH = "The sum is rough: some of it is paid by the week, the month or the year."
_PAYS_NOTHING = ("pays you nothing", "pay you nothing")

_COSTS_NOTHING = (Cost.FREE, Cost.EMPLOYER_PAYS)
_COST_NOTES: dict[str, Note] = {
    "": _COST_UNSAID,
    Cost.PAID: _COST_UNKNOWN,
    Cost.VARIES: _COST_DIFFERS,
    Cost.DEFERRED: _COST_UNSAID,
}
_PAY_NOTES: dict[str, Note] = {"": _PAY_UNSAID, Funding.NONE: _PAYS_NOTHING}


def totals(programs: Sequence[Program], *, on_top: int = 0) -> list[Total]:
    """Return time, cost and funding of these programs in all.

    `on_top` is the number of steps without a program, of which nobody knows how long they take.
    """
    return [_time(programs, on_top), _cost(programs), _funding(programs)]


def _time(programs: Sequence[Program], on_top: int) -> Total:
    weeks, silent = Range(), 0
    for one in programs:
        if one.duration_weeks_min or one.duration_weeks_max:
            weeks.add(one.duration_weeks_min, one.duration_weeks_max)
        else:
            silent += 1
    words = length_words(weeks.low or None, weeks.high)
    own = "step without a program comes" if on_top == 1 else "steps without a program come"
    notes = [f"The {own} on top."] if on_top else []
    return Total("Time", words, (*_counted({_LENGTH_UNSAID: silent}), *notes))


def _cost(programs: Sequence[Program]) -> Total:
    sums: Sums = defaultdict(Range)
    notes: Counter[Note] = Counter()
    for one in programs:
        if one.cost_min is not None or one.cost_max is not None:
            sums[one.cost_currency].add(one.cost_min, one.cost_max)
        elif one.cost not in _COSTS_NOTHING:
            notes[_COST_NOTES[one.cost]] += 1
        if one.cost == Cost.DEFERRED:
            notes[_PAID_LATER] += 1
    nothing = all(one.cost in _COSTS_NOTHING for one in programs)
    return Total("You pay", _sums_words(sums) or ("Nothing" if nothing else ""), _counted(notes))


def _funding(programs: Sequence[Program]) -> Total:
    sums: Sums = defaultdict(Range)
    rates: list[str] = []
    notes: Counter[Note] = Counter()
    is_rough = False
    for one in programs:
        if one.funding_min is None and one.funding_max is None:
            notes[_PAY_NOTES.get(one.funding, _PAY_UNKNOWN)] += 1
        elif whole := _whole(one):
            sums[one.funding_currency].add(*whole)
            is_rough = is_rough or one.funding_period in _A_WEEK
        else:
            rates.append(_rate_words(one))
    parts = [words for words in (_sums_words(sums), *rates) if words]
    if not parts and notes[_PAYS_NOTHING] == len(programs):
        return Total("You get", "Nothing", ())
    rough = (_ROUGH,) if is_rough else ()
    return Total("You get", " and ".join(parts), (*rough, *_counted(notes)))


def _whole(program: Program) -> tuple[int | None, int | None] | None:
    """Return what a program pays in all; None if it pays by time and doesn’t say how long."""
    low, high = program.funding_min, program.funding_max
    if program.funding_period not in _A_WEEK:
        return low, high
    share = _A_WEEK[FundingPeriod(program.funding_period)]
    bounds = (
        _reckoned(low, program.duration_weeks_min, share),
        _reckoned(high, program.duration_weeks_max, share),
    )
    return None if bounds == (None, None) else bounds


def _reckoned(amount: int | None, weeks: int | None, share: float) -> int | None:
    if amount is None or not weeks:
        return None
    whole = round(amount * weeks * share)
    return round(whole, -2) if whole >= _EXACT else whole


def _rate_words(program: Program) -> str:
    amount = amount_words(program.funding_min, program.funding_max, program.funding_currency)
    return f"{amount} {FundingPeriod(program.funding_period).label}"


def _sums_words(sums: Sums) -> str:
    """Return the amounts by currency: `US$5,000 to US$8,000 and €300`; empty if there are none."""
    return " and ".join(
        amount_words(one.low if one.low or not one.high else None, one.high, currency)
        for currency, one in sorted(sums.items())
    )


def _counted(notes: Mapping[Note, int]) -> tuple[str, ...]:
    """Return a sentence for each note that any program has."""
    return tuple(
        f"1 program {one}." if count == 1 else f"{count} programs {many}."
        for (one, many), count in notes.items()
        if count
    )

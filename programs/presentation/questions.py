"""The questions of “Find my path”, as the page asks them. Each may be skipped."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django_countries import countries

from programs.choices import AgeBand, Degree, FieldOfStudy, Level, Reach, Studying, WeeklyHours
from programs.dates import PartialDate

PRIVATE = frozenset({"age", "residence", "citizenships", "sponsor", "pays", "income"})
"""Answers that stand in no address unless the visitor ticks it."""


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer: how an address writes it, and how a page says it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `read` makes an answer of its text; without options it is a date."""

    name: str
    words: str
    options: tuple[Option, ...] = ()
    read: Callable[[str], Any] = str
    hint: str = ""

    @property
    def is_private(self) -> bool:
        return self.name in PRIVATE

    @property
    def is_country(self) -> bool:
        """Whether one chooses among all countries."""
        return self.name in ("residence", "citizenships")

    @property
    def is_short(self) -> bool:
        """Whether the possible answers are few enough for a button each."""
        return bool(self.options) and not self.is_country

    @property
    def skip(self) -> str:
        """How one leaves it open."""
        return "Rather not say" if self.is_private else "Skip"


def _options(labels: list[tuple[str, str]], hints: Collection[str] = ()) -> tuple[Option, ...]:
    pairs = zip_longest(labels, hints, fillvalue="")
    return tuple(Option(value, label, hint) for (value, label), hint in pairs)


_YES_NO = {"yes": True, "no": False}
_COUNTRIES = tuple(Option(code, name) for code, name in countries)
_DEGREES = _options(
    [
        (Degree.NONE, "No degree"),
        (Degree.BACHELOR, "Bachelor’s degree"),
        (Degree.MASTER, "Master’s degree"),
        (Degree.PHD, "PhD"),
    ]
)


def _either(name: str, words: str, *, hint: str = "", yes: str = "Yes", no: str = "No") -> Question:
    options = (Option("yes", yes), Option("no", no))
    return Question(name=name, words=words, options=options, read=_YES_NO.__getitem__, hint=hint)


def _levels(name: str, words: str, hints: Collection[str]) -> Question:
    return Question(name=name, words=words, options=_options(Level.choices, hints), read=Level)


@dataclass(frozen=True, slots=True)
class Section:
    legend: str
    questions: tuple[Question, ...]


SECTIONS = (
    Section(
        "What you have learned",
        (
            Question(
                name="degree",
                words="What is the highest degree that you have finished?",
                options=_DEGREES,
                read=Degree,
            ),
            Question(
                name="studying",
                words="Do you study for a degree now?",
                options=_options(
                    [
                        (Studying.NO, "No"),
                        (Studying.BACHELOR, "Yes, a bachelor’s"),
                        (Studying.MASTER, "Yes, a master’s"),
                        (Studying.PHD, "Yes, a PhD"),
                    ]
                ),
                read=Studying,
            ),
            Question(
                name="graduates_on",
                words="When will you finish it?",
                read=PartialDate.parse,
                hint="If you study now: such as 2027-06, or only the year.",
            ),
            Question(
                name="field",
                words="What is your field of study?",
                options=_options(FieldOfStudy.choices),
                read=FieldOfStudy,
                hint="The one that you know best, if you have several.",
            ),
            _levels(
                "programming",
                "How well can you program?",
                (
                    "I have never tried",
                    "I can follow a tutorial",
                    "I write small programs by myself",
                    "I write software for work, or could",
                ),
            ),
            _levels(
                "ml",
                "How much do you know of machine learning?",
                (
                    "I have not begun",
                    "I have read about it or taken a course",
                    "I train and test models by myself",
                    "I do it for work or research, or could",
                ),
            ),
            _either(
                "research",
                "Do you have experience in research?",
                hint="For example, you worked in a research group, or repeated the results of a "
                "published paper.",
            ),
        ),
    ),
    Section(
        "Where and who you are",
        (
            Question(name="residence", words="In which country do you live?", options=_COUNTRIES),
            Question(
                name="citizenships",
                words="Where are you a citizen?",
                options=_COUNTRIES,
                hint="Two countries, if you are a citizen of both.",
            ),
            Question(
                name="reach",
                words="Where could you take part?",
                options=_options(Reach.choices),
                read=Reach,
            ),
            _either(
                "sponsor",
                "Would you need help with a visa?",
                hint="Some programs sponsor a visa: they help you to get one for their country.",
                yes="Yes, in a country that is not mine",
            ),
            Question(
                name="age",
                words="How old are you?",
                options=_options(AgeBand.choices),
                read=AgeBand,
            ),
        ),
    ),
    Section(
        "What you can give and need",
        (
            Question(
                name="hours",
                words="How much time could you give?",
                options=_options(WeeklyHours.choices),
                read=WeeklyHours,
            ),
            _either("pays", "Could you pay for a program?"),
            _either(
                "income",
                "Do you need an income while you do it?",
                hint="For a program that takes all your time.",
            ),
        ),
    ),
)
QUESTIONS = {one.name: one for section in SECTIONS for one in section.questions}

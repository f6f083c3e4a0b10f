"""What a visitor answers to the questions of “Find my path”, in a form or in an address."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from programs.dates import PartialDate
from programs.eligibility import ANSWERS, Applicant
from programs.filters.fields import ForgivingField, Ignored, KnownValuesField, OneKnownValueField
from programs.presentation.questions import PRIVATE, QUESTIONS, SECTIONS, Question

TICK = "private"
"""The parameter of that tick, `private=yes`."""
LONGEST_DATE = 40
CITIZENSHIPS = 2
"""So many countries one can choose at least; whoever has more brings them in an address."""


class DateField(ForgivingField):
    """The last date that was given, a month or a year for the most part, as a text; or blank."""

    def read(self, given: list[str]) -> str:
        date = ""
        for text in given:
            try:
                date = str(PartialDate.parse(_tidy_date(text)))
            except ValueError:
                self.unknown.append(text)
        return date

    def allowed(self) -> str:
        return "a month such as 2027-06, or a year"


def _tidy_date(text: str) -> str:
    """Return `2027-06` for what people also write: `6/2027`, `06.2027`, `2027-6`."""
    text = text.strip()[:LONGEST_DATE]
    if found := re.fullmatch(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{4})", text):
        return f"{found[2]}-{int(found[1]):02d}"
    if found := re.fullmatch(r"([0-9]{4})[/.-]([0-9]{1,2})", text):
        return f"{found[1]}-{int(found[2]):02d}"
    return text


def _field(question: Question) -> ForgivingField:
    if not question.options:
        return DateField(required=False)
    kind = KnownValuesField if question.name == "citizenships" else OneKnownValueField
    values = [option.value for option in question.options]
    return kind(choices=lambda: values, noun="a country", required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the answer that was given to it, as texts.

    `problem` is a sentence if some of that was ignored.
    """

    question: Question
    chosen: tuple[str, ...]
    problem: str

    @property
    def selects(self) -> list[str]:
        """What each list of countries shows, blank for none."""
        places = CITIZENSHIPS if self.question.name == "citizenships" else 1
        return [*self.chosen, *[""] * (places - len(self.chosen))]


class ApplicantForm(forms.Form):
    """What a person answers; everything may be skipped, and nothing that is sent raises.

    Values that are not known are left out and told in `problems`.
    """

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields = {name: _field(question) for name, question in QUESTIONS.items()}
        self.is_open = data.get(TICK) == "yes"
        """Whether the visitor lets an address have private answers too."""
        self.full_clean()

    @cached_property
    def given(self) -> dict[str, list[str]]:
        """The texts of the answers that were given, by name, in the order of ANSWERS."""
        texts = {name: self.cleaned_data[name] for name in ANSWERS}
        return {
            name: [text] if isinstance(text, str) else sorted(text)
            for name, text in texts.items()
            if text
        }

    @cached_property
    def applicant(self) -> Applicant:
        """The person; what was skipped or not known is None."""
        answers: dict[str, Any] = {
            name: [QUESTIONS[name].read(text) for text in texts]
            for name, texts in self.given.items()
        }
        countries = {"citizenships": frozenset(answers.pop("citizenships", ())) or None}
        return Applicant(**{name: answer[0] for name, answer in answers.items()} | countries)

    @property
    def ignored(self) -> list[Ignored]:
        """What was left out because it is not known, one a question."""
        told = ((name, field.sentence(name)) for name, field in self.fields.items())
        return [Ignored(name, sentence) for name, sentence in told if sentence]

    @property
    def problems(self) -> list[str]:
        """A sentence for each question of which some value was ignored."""
        return [one.sentence for one in self.ignored]

    def query(self, *, private: bool = False) -> str:
        """Return the answers as an address has them: private ones only if that is said."""
        shared = {name: texts for name, texts in self.given.items() if name not in PRIVATE}
        if not private:
            return urlencode(shared, doseq=True)
        return urlencode({**self.given, TICK: "yes"}, doseq=True)

    def sections(self, tested: Collection[str]) -> list[tuple[str, list[Asked]]]:
        """Return the questions that matter, by legend; a legend without any is left out."""
        asked = [
            (section.legend, [self._asked(one) for one in section.questions if one.name in tested])
            for section in SECTIONS
        ]
        return [(legend, questions) for legend, questions in asked if questions]

    def _asked(self, question: Question) -> Asked:
        return Asked(
            question=question,
            chosen=tuple(self.given.get(question.name, ())),
            # Beside the question, the name that it has in addresses says nothing.
            problem=" ".join(self.fields[question.name].sentence("").split()),
        )

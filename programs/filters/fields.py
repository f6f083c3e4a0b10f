"""Form fields that take what they know, and remember in words what they don't."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from programs.choices import UNSTATED
from programs.filters.search import Search

SHOWN_VALUES = 3
SHOWN_CHARACTERS = 40
LISTED_CHOICES = 12
MAX_WEEKS = 999


@dataclass(frozen=True)
class Ignored:
    """Values of one parameter that nothing was done with, and the sentence that says so."""

    parameter: str
    sentence: str


def quoted(values: Iterable[str]) -> str:
    """Return the first few values as a sentence repeats them: `“a”, “b” and 3 more`."""
    tidy = [" ".join(_visible(value).split()) for value in values]
    shown = [
        f"“{value[:SHOWN_CHARACTERS]}{'…' if len(value) > SHOWN_CHARACTERS else ''}”"
        for value in tidy[:SHOWN_VALUES]
    ]
    if more := len(tidy) - len(shown):
        shown.append(f"{more} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text[:200])


class ForgivingField(forms.Field):
    """Reads every value of a parameter; `unknown` holds those that it could not use."""

    widget = forms.MultipleHiddenInput
    noun = "it"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.unknown: list[str] = []

    def clean(self, value: Any) -> Any:
        """Return what is known of the values; never raises."""
        texts = [value] if isinstance(value, str) else value or []
        given = [text for text in texts if text.strip()]
        self.unknown = []
        return self.read(given)

    def read(self, given: list[str]) -> Any:
        raise NotImplementedError

    def allowed(self) -> str:
        """Return what would be known, as the end of `it is not …`."""
        raise NotImplementedError

    def sentence(self, parameter: str) -> str:
        """Return what was ignored and what is allowed, or an empty text."""
        if not self.unknown:
            return ""
        subject = "it is not" if len(self.unknown) == 1 else "they are not"
        return f"We ignored {parameter} {quoted(self.unknown)}: {subject} {self.allowed()}."


class KnownValuesField(ForgivingField):
    """A list of those of its choices that were given, in the order given, each once.

    Letter case doesn't matter. `choices` is a function, asked only when there is a value.
    """

    def __init__(self, *, choices: Any, noun: str, **options: Any) -> None:
        super().__init__(**options)
        self.choices = choices
        self.noun = noun

    def read(self, given: list[str]) -> list[str]:
        if not given:
            return []
        known = {value.lower(): value for value in self.choices()}
        found: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for text in given:
            value = known.get(text.strip().lower())
            if value is None:
                unknown[text] = None
            else:
                found[value] = None
        self.unknown = list(unknown)
        return list(found)

    def allowed(self) -> str:
        values = list(self.choices())
        if len(values) == 1:
            return f"“{values[0]}”, the one value that it has"
        if len(values) > LISTED_CHOICES:
            return f"{self.noun} that we know"
        return f"one of {', '.join(values)}"


class OneKnownValueField(KnownValuesField):
    """The last known value that was given, or an empty text."""

    def read(self, given: list[str]) -> str:
        known = super().read(given)
        return known[-1] if known else ""


class HighestValueField(KnownValuesField):
    """The highest of the known values that were given, and `unstated` if that was given beside it.

    `choices` returns them from the lowest to the highest, `unstated` last. Alone it says nothing.
    """

    def read(self, given: list[str]) -> list[str]:
        known = super().read(given)
        ladder = [value for value in self.choices() if value in known and value != UNSTATED]
        return [ladder[-1], *(value for value in known if value == UNSTATED)] if ladder else []


class WeeksField(ForgivingField):
    """The last whole number of weeks that was given, or None."""

    def read(self, given: list[str]) -> int | None:
        number = None
        for text in given:
            if re.fullmatch(r"0*[1-9][0-9]{0,2}", text.strip()[:SHOWN_CHARACTERS]):
                number = int(text)
            else:
                self.unknown.append(text)
        return number

    def allowed(self) -> str:
        return f"a whole number of weeks from 1 to {MAX_WEEKS}"


class SearchField(ForgivingField):
    """A `Search` for the words of all values together."""

    def read(self, given: list[str]) -> Search:
        search = Search.of(" ".join(given))
        if given and not search:
            self.unknown = given
        return search

    def sentence(self, parameter: str) -> str:
        return "We ignored the search: it has no letters or digits." if self.unknown else ""

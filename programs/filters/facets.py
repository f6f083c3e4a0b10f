"""Filters of `/programs/` that a visitor picks values of: OR inside one, AND across them."""

from collections.abc import Iterable
from copy import copy
from functools import cache, cached_property
from typing import Any, Self

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, TextChoices
from django.db.models.functions import Coalesce, Substr
from django_countries import countries
from django_filters import Filter

from programs import choices
from programs.checks import age_of, read_checks
from programs.choices import UNSTATED, UNSTATED_LABEL, Age, Degree, Month, Status
from programs.eligibility.ladder import STUDENTS
from programs.filters.fields import HighestValueField, KnownValuesField, WeeksField
from programs.models import ApplicationRound, Check, Location, ProgramQuerySet
from programs.places import country_name

ACCEPTED = "accepted"
"""The path of the highest degrees that a program accepts: no column, but known to catalogues."""
AGE = "checked_age"
"""The path of how long ago it was checked, known to catalogues like the one before."""


class FixedFilter(Filter):
    """A filter of which nothing but its FilterSet differs from one address to the next."""

    def __deepcopy__(self, memo: dict) -> Self:
        # A FilterSet copies its filters for each address: all of it would take longer than to use.
        return copy(self)


class Facet(FixedFilter):
    """A property of a program whose values are counted.

    `path` is what the counts group by. `unstated_label` is empty where the property is never
    blank. `options` are the values to offer, as pairs of value and label; `day` and `terms` of
    its FilterSet are at hand as `self.parent`.
    """

    is_single = False
    """Whether one value is chosen at a time, `unstated` beside it."""

    def __init__(
        self, path: str, *, label: str, noun: str = "a value", unstated_label: str = UNSTATED_LABEL
    ) -> None:
        super().__init__(label=label)
        self.noun = noun
        self.path = path
        self.unstated_label = unstated_label

    @property
    def field(self) -> KnownValuesField:
        """The form field; it asks for the known values only when there is one to hold them to."""
        return KnownValuesField(
            label=self.label, noun=self.noun, choices=self.known_values, required=False
        )

    def stated_options(self) -> list[tuple[str, str]]:
        raise NotImplementedError

    def options(self) -> list[tuple[str, str]]:
        """Return the values to offer, with their labels; what is not stated comes last."""
        unstated = [(UNSTATED, self.unstated_label)] if self.unstated_label else []
        return [*self.stated_options(), *unstated]

    def known_values(self) -> Iterable[str]:
        """Return every value that may stand in an address."""
        return [value for value, _ in self.options()]

    def wanted(self, values: list[str]) -> list[str]:
        """Return the values of a program that match the chosen ones; empty: whatever it has."""
        return values

    def holds(self, stated: list[str]) -> Q:
        """Match programs that have one of these values."""
        return Q(**{f"{self.path}__in": stated})

    def is_unstated(self) -> Q:
        """Match programs whose sources don't say."""
        return Q(**{self.path: ""})

    def filter(self, programs: ProgramQuerySet, values: list[str]) -> ProgramQuerySet:
        """Keep the programs that have one of the wanted values."""
        wanted = self.wanted(values)
        if not wanted:
            return programs
        stated = self.holds([value for value in wanted if value != UNSTATED])
        return programs.filter(stated | self.is_unstated() if UNSTATED in wanted else stated)


class VocabularyFacet(Facet):
    """A property whose values are those of a vocabulary."""

    def __init__(self, path: str, vocabulary: type[TextChoices], **options: Any) -> None:
        super().__init__(path, **options)
        self.vocabulary = vocabulary

    def stated_options(self) -> list[tuple[str, str]]:
        return _choices_of(self.vocabulary)


class ChoiceFacet(VocabularyFacet):
    """A column with a vocabulary."""


@cache
def _choices_of(vocabulary: type[TextChoices]) -> list[tuple[str, str]]:
    return vocabulary.choices


class TypeFacet(ChoiceFacet):
    """The type of a program: labels name several of them."""

    def stated_options(self) -> list[tuple[str, str]]:
        return [(member.value, member.plural) for member in choices.ProgramType]


class StatusFacet(ChoiceFacet):
    """Whether a program runs. Without a value, closed ones are out."""

    def wanted(self, values: list[str]) -> list[str]:
        return values or [value for value in self.vocabulary.values if value != Status.CLOSED]


class LadderFacet(Facet):
    """The highest degree that a visitor has: keeps what accepts it, as `accepted` tells.

    Programs that don't say are out unless `unstated` is chosen too.
    """

    is_single = True

    def __init__(self, **options: Any) -> None:
        super().__init__(ACCEPTED, **options)

    @property
    def field(self) -> HighestValueField:
        return HighestValueField(
            label=self.label, noun=self.noun, choices=self.known_values, required=False
        )

    def stated_options(self) -> list[tuple[str, str]]:
        none, *others = _choices_of(Degree)
        return [(none[0], "No degree yet"), *others]

    def holds(self, stated: list[str]) -> Q:
        return Q(*(_accepts(Degree(degree)) for degree in stated), _connector=Q.OR)

    def is_unstated(self) -> Q:
        return Q(degree_minimum="") & ~Q(enrollment__in=STUDENTS)


def _accepts(degree: Degree) -> Q:
    """Match what `accepted` has this degree for."""
    ladder = Degree.values
    reached = ladder[: ladder.index(degree) + 1]
    others = [kind for kind, degrees in STUDENTS.items() if degree not in degrees]
    asked = Q(degree_minimum__in=reached) | Q(degree_or_equivalent=True)
    only_students = Q(degree_minimum="", enrollment__in=STUDENTS)
    return (asked | only_students) & ~Q(enrollment__in=others)


class TagFacet(Facet):
    """A many-to-many field to tags. Unstated: no tag at all."""

    def __init__(self, relation: str, tag: type[Model], **options: Any) -> None:
        super().__init__(f"{relation}__slug", **options)
        self.relation = relation
        self.tag = tag

    def stated_options(self) -> list[tuple[str, str]]:
        return self.parent.terms[self.tag]

    def holds(self, stated: list[str]) -> Q:
        return Q(Exists(self._tags().filter(slug__in=stated)))

    def is_unstated(self) -> Q:
        return Q(~Exists(self._tags()))

    def _tags(self) -> Any:
        return self.tag.objects.filter(programs=OuterRef("pk"))


class MonthFacet(VocabularyFacet):
    """The months of the year in which rounds have a date, in whichever year.

    Past rounds count as those to come; canceled ones don't. Unstated: no date with a month.
    """

    def __init__(self, column: str, **options: Any) -> None:
        super().__init__(f"month.{column}", Month, **options)
        self.column = column

    def holds(self, stated: list[str]) -> Q:
        return Q(Exists(self._months().filter(month__in=[month_text(one) for one in stated])))

    def is_unstated(self) -> Q:
        return Q(~Exists(self._months().filter(month__gt="")))

    def _months(self) -> Any:
        rounds = ApplicationRound.objects.filter(program=OuterRef("pk"), cancelled=False)
        return rounds.annotate(month=month_in(self.column))


def month_text(month: str) -> str:
    """Return how a date writes a month: `03`."""
    return f"{Month.values.index(month) + 1:02}"


def month_in(column: str) -> Substr:
    """Return the month of a date that a column has, `03`; blank if it is but a year."""
    return Substr(column, 6, 2, output_field=CharField())


class AgeFacet(VocabularyFacet):
    """How long ago people checked a program, as cards have it. Unstated: never."""

    def __init__(self, **options: Any) -> None:
        super().__init__(AGE, Age, **options)

    def holds(self, stated: list[str]) -> Q:
        return Q(pk__in=[pk for pk, age in self._ages.items() if age in stated])

    def is_unstated(self) -> Q:
        return Q(~Exists(Check.objects.filter(program=OuterRef("pk"))))

    @cached_property
    def _ages(self) -> dict[int, str]:
        """The age of each program that was checked: what stands confirmed, SQL can hardly say."""
        checked = Check.objects.order_by().values_list("program_id", flat=True).distinct()
        return {
            pk: age_of(checks.confirmed, self.parent.day)
            for pk, checks in read_checks(checked).items()
        }


class CountryFacet(Facet):
    """The countries where it happens. Unstated: no place with a country.

    Every country of the world is a known value; those with a program are offered.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__("locations__country", **options)

    def stated_options(self) -> list[tuple[str, str]]:
        offered = self.parent.terms[Location]
        codes = {code for code, _ in offered}
        chosen = self.parent.chosen["country"]
        others = [code for code in chosen if code != UNSTATED and code not in codes]
        return [*offered, *((code, country_name(code)) for code in others)]

    def known_values(self) -> Iterable[str]:
        return [*(code for code, _ in countries), UNSTATED]

    def holds(self, stated: list[str]) -> Q:
        return Q(Exists(self._places().filter(country__in=stated)))

    def is_unstated(self) -> Q:
        return Q(~Exists(self._places()))

    def _places(self) -> Any:
        return Location.objects.filter(programs=OuterRef("pk")).exclude(country="")


class MaxWeeksFilter(FixedFilter):
    """Keeps programs whose shortest stated duration is at most so many weeks."""

    field_class = WeeksField

    def filter(self, programs: ProgramQuerySet, weeks: int | None) -> ProgramQuerySet:
        if weeks is None:
            return programs
        return programs.alias(
            shortest=Coalesce(F("duration_weeks_min"), F("duration_weeks_max"))
        ).filter(shortest__lte=weeks)

    @staticmethod
    def unstated(programs: ProgramQuerySet) -> ProgramQuerySet:
        """Keep programs that don't say how long they take."""
        return programs.filter(duration_weeks_min=None, duration_weeks_max=None)

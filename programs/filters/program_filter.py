import datetime
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, TextChoices
from django_filters import FilterSet

from programs import choices
from programs.filters.facets import (
    AgeFacet,
    ChoiceFacet,
    CountryFacet,
    Facet,
    FixedFilter,
    LadderFacet,
    MaxWeeksFilter,
    MonthFacet,
    StatusFacet,
    TagFacet,
    TypeFacet,
)
from programs.filters.fields import (
    ForgivingField,
    Ignored,
    OneKnownValueField,
    SearchField,
)
from programs.filters.search import Reading, Search, as_typed, narrow, rank
from programs.filters.terms import Options, offered_terms
from programs.models import Audience, Program, ProgramQuerySet, Role, Topic
from programs.models.program import NameKey


class Sort(TextChoices):
    RELEVANCE = "relevance", "Best match"
    CLOSING = "closing", "Closing soonest"
    NAME = "name", "Name"
    NEWEST = "newest", "Newest in the list"
    CHECKED = "checked", "Checked most recently"


class SearchFilter(FixedFilter):
    """Keeps programs in which every word of a search occurs, as its FilterSet reads it."""

    field_class = SearchField

    def filter(self, programs: ProgramQuerySet, search: Search) -> ProgramQuerySet:
        return narrow(programs, self.parent.reading)


class SortFilter(FixedFilter):
    """Reads the order; `ProgramFilter.sorted` brings it about, after everything is filtered."""

    @property
    def field(self) -> OneKnownValueField:
        return OneKnownValueField(
            label=self.label, noun="an order", choices=lambda: Sort.values, required=False
        )

    def filter(self, programs: ProgramQuerySet, sort: str) -> ProgramQuerySet:
        return programs


class ProgramFilter(FilterSet):
    """What an address of `/programs/` asks for, on a day.

    `qs` has the programs in their order, each with `opening` and `closes_on`. Values that are not
    known are left out and told in `ignored`; nothing that an address can hold raises.
    """

    q = SearchFilter(label="Search")
    program_type = TypeFacet("program_type", choices.ProgramType, label="Type", unstated_label="")
    degree = ChoiceFacet("degree_minimum", choices.Degree, label="Degree asked")
    have = LadderFacet(label="Your highest degree", unstated_label="Also those that don’t say")
    enrollment = ChoiceFacet("enrollment", choices.Enrollment, label="Student now")
    open = ChoiceFacet("opening", choices.Opening, label="Applications", unstated_label="")
    opens = MonthFacet("opens_on", label="Opens in", unstated_label="No month stated")
    closes = MonthFacet("closes_on", label="Closes in", unstated_label="No month stated")
    cost = ChoiceFacet("cost", choices.Cost, label="Cost")
    funding = ChoiceFacet("funding", choices.Funding, label="Pays")
    format = ChoiceFacet("format", choices.Format, label="Format")
    time = ChoiceFacet("time_commitment", choices.TimeCommitment, label="Time")
    max_weeks = MaxWeeksFilter(label="Length")
    country = CountryFacet(label="Country", noun="a country", unstated_label="No country named")
    topic = TagFacet("topics", Topic, label="Topic", noun="a topic")
    role = TagFacet("roles", Role, label="Leads to work as", noun="a role")
    audience = TagFacet("audiences", Audience, label="Meant for", noun="an audience")
    research = ChoiceFacet(
        "research_experience", choices.ResearchExperience, label="Research experience"
    )
    programming = ChoiceFacet("programming_level", choices.Level, label="Programming asked")
    ml = ChoiceFacet("ml_level", choices.Level, label="Machine learning asked")
    background = ChoiceFacet("field_background", choices.Background, label="Field of study")
    status = StatusFacet("status", choices.Status, label="Status", unstated_label="")
    checked = AgeFacet(label="Checked", unstated_label="Never")
    sort = SortFilter(label="Sort by")

    class Meta:
        model = Program
        fields: list[str] = []

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        day: datetime.date,
        terms: dict[type[Model], Options] | None = None,
        read: Callable[[Search], Reading] = as_typed,
    ) -> None:
        """Read an address's parameters.

        `terms` are the tags and countries to offer, by default those of the database; `read` says
        what a search means: the catalogue knows which words there are.
        """
        super().__init__(data or {}, Program.objects.all())
        self.day = day
        self.read = read
        if terms is not None:
            self.terms = terms

    @cached_property
    def terms(self) -> dict[type[Model], Options]:
        """Values and labels of tags and countries, as `offered_terms` gives them."""
        return offered_terms()

    @cached_property
    def listed(self) -> ProgramQuerySet:
        """What is filtered: the published programs, with their rounds on the day."""
        return Program.objects.published().with_rounds_on(self.day)

    @cached_property
    def fields(self) -> dict[str, ForgivingField]:
        """What reads each parameter. They stand without a form: no page shows one of Django's."""
        return {name: one.field for name, one in self.filters.items()}

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The known values: a list a facet, a Search, a number of weeks or None, an order."""
        return {
            name: field.clean(field.widget.value_from_datadict(self.data, {}, name))
            for name, field in self.fields.items()
        }

    @cached_property
    def facets(self) -> dict[str, Facet]:
        return {name: one for name, one in self.filters.items() if isinstance(one, Facet)}

    @cached_property
    def applied(self) -> dict[str, list[str]]:
        """What narrows the list: parameters and values, as addresses write them."""
        applied = {name: list(self.chosen[name]) for name in self.facets if self.chosen[name]}
        if self.search:
            applied["q"] = [self.search.text]
        if self.chosen["max_weeks"]:
            applied["max_weeks"] = [str(self.chosen["max_weeks"])]
        return {name: applied[name] for name in self.filters if name in applied}

    @cached_property
    def ignored(self) -> list[Ignored]:
        """What was left out because it is not known, one a parameter."""
        self.chosen  # noqa: B018 - reading the values is what finds the unknown ones
        told = [(name, field.sentence(name)) for name, field in self.fields.items()]
        return [Ignored(name, sentence) for name, sentence in told if sentence]

    @property
    def search(self) -> Search:
        return self.chosen["q"]

    @cached_property
    def reading(self) -> Reading:
        return self.read(self.search)

    @property
    def default_sort(self) -> Sort:
        return Sort.RELEVANCE if self.search else Sort.CLOSING

    @property
    def sort_order(self) -> Sort:
        """The order in force: nothing can be relevant to a search that is not there."""
        asked = Sort(self.chosen["sort"] or self.default_sort)
        return asked if self.search or asked != Sort.RELEVANCE else self.default_sort

    def query(self, **changes: list[str]) -> str:
        """Return the query string of what is applied, with some parameters changed; no page."""
        state = dict(self.applied)
        if self.sort_order != self.default_sort:
            state["sort"] = [str(self.sort_order)]
        return urlencode(state | changes, doseq=True)

    def matching(self, *, without: str = "") -> ProgramQuerySet:
        """Return the programs that match, in no order, with one parameter lifted."""
        programs = self.listed
        for name, one in self.filters.items():
            if name != without:
                programs = one.filter(programs, self.chosen[name])
        return programs

    def closed(self) -> ProgramQuerySet:
        """Return the closed programs that match, in the order in force, whatever the status."""
        return self.sorted(self.matching(without="status").filter(status=choices.Status.CLOSED))

    def filter_queryset(self, queryset: ProgramQuerySet) -> ProgramQuerySet:
        return self.sorted(self.matching())

    def sorted(self, programs: ProgramQuerySet) -> ProgramQuerySet:
        """Return the programs in the order in force; equals by name, then by key."""
        by_name = [NameKey("name"), "pk"]
        match self.sort_order:
            case Sort.RELEVANCE:
                programs, tier = rank(programs, self.reading)
                return programs.order_by(tier, *by_name)
            case Sort.NAME:
                return programs.order_by(*by_name)
            case Sort.NEWEST:
                return programs.order_by("-created_at", *by_name)
            case Sort.CHECKED:
                newest = F("checked_at").desc(nulls_last=True)
                return programs.with_last_check().order_by(newest, *by_name)
        return programs.order_by(F("closes_on").asc(nulls_last=True), *by_name)

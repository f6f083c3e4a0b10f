"""The ledger of all programs, to look through."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from programs.admin.base import ReadOnlyAdmin
from programs.admin.history import line
from programs.admin.sections import field_choices, field_label
from programs.models import Change
from programs.presentation.values import Names

SHOWN_CHARACTERS = 160


class FieldFilter(admin.SimpleListFilter):
    title = "field"
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        fields = [choice for _, choices in field_choices() for choice in choices]
        return [(Change.CREATED, field_label(Change.CREATED)), *sorted(fields, key=lambda f: f[1])]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(field=self.value()) if self.value() else queryset


class DoorFilter(admin.SimpleListFilter):
    title = "door"
    parameter_name = "door"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("person", "A person"), ("import", "An import"), ("command", "A command")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        match self.value():
            case "person":
                return queryset.filter(batch__isnull=True, by__isnull=False)
            case "import":
                return queryset.filter(batch__isnull=False)
            case "command":
                return queryset.filter(batch__isnull=True, by__isnull=True)
        return None


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    show_facets = admin.ShowFacets.NEVER
    fields = ("program", "label", "was", "became", "at", "hand", "batch", "reason")
    readonly_fields = ("label", "was", "became", "hand")
    list_display = ("at", "program", "label", "was", "became", "hand", "reason", "batch")
    # No date hierarchy: to tell the days that have changes, it reads the whole history.
    list_filter = ("at", DoorFilter, ("by", admin.RelatedOnlyFieldListFilter), FieldFilter)
    list_select_related = ("program", "by", "batch")
    ordering = ("-at", "-pk")
    search_fields = ("program__name", "program__slug", "reason", "by__username")
    search_help_text = "Program, reason or person"

    @admin.display(description="field", ordering="field")
    def label(self, change: Change) -> str:
        return field_label(change.field)

    @admin.display(description="was")
    def was(self, change: Change) -> str:
        return self._shown(change, "before")

    @admin.display(description="became")
    def became(self, change: Change) -> str:
        return self._shown(change, "after")

    @admin.display(description="by", ordering="by__username")
    def hand(self, change: Change) -> str:
        return str(change.by or "a command")

    def _shown(self, change: Change, side: str) -> str:
        """Return the shortened words of a value; slugs stay slugs, so no row costs a query."""
        if change.field == Change.CREATED:
            return "-" if side == "before" else "A new program"
        difference = line(change.field, change.before, change.after, Names())
        return Truncator("; ".join(getattr(difference, side)) or "-").chars(SHOWN_CHARACTERS)

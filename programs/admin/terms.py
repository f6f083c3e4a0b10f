"""The admin of what programs are tagged with."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django_countries import countries

from programs.admin.usage import UsedAdmin
from programs.models import Audience, Location, Role, Topic


class TermAdmin(UsedAdmin):
    key_fields = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")
    list_display = ("name", "slug", "use")
    ordering = ("name",)
    search_fields = ("name", "slug")
    search_help_text = "Name or slug"


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    used_as = "topics"


@admin.register(Role)
class RoleAdmin(TermAdmin):
    used_as = "roles"


@admin.register(Audience)
class AudienceAdmin(TermAdmin):
    used_as = "audiences"


@admin.register(Location)
class LocationAdmin(UsedAdmin):
    used_as = "locations"
    key_fields = ("city", "country")
    fields = ("city", "country")
    list_display = ("words", "key", "use")
    ordering = ("country", "city")
    search_fields = ("city", "country")
    search_help_text = "City, or the name or code of a country"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find countries by their names too: rows hold only the codes."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if text := search_term.strip().lower():
            codes = [code for code, name in countries if text in str(name).lower()]
            remote = Q(city="", country="") if text in Location.REMOTE else Q(pk=None)
            found |= queryset.filter(Q(country__in=codes) | remote)
        return found, duplicates

    @admin.display(description="place", ordering="country")
    def words(self, location: Location) -> str:
        return location.words

    @admin.display(description="in files")
    def key(self, location: Location) -> str:
        return location.key

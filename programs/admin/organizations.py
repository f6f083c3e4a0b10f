"""The admin of who runs programs."""

from django.contrib import admin

from programs.admin.usage import UsedAdmin
from programs.models import Organization


@admin.register(Organization)
class OrganizationAdmin(UsedAdmin):
    used_as = "organization"
    key_fields = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "url")
    list_display = ("name", "slug", "url", "use")
    ordering = ("name",)
    search_fields = ("name", "slug", "url")
    search_help_text = "Name, slug or address"

    def view_on_site(self, organization: Organization) -> str:
        return organization.get_absolute_url()

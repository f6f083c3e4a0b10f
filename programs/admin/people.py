"""The admin of people: who sees to them cannot give what they don't have themselves."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

_ABOVE = ("is_superuser", "user_permissions")
"""What only superusers hand out: all others give groups."""


class PeopleAdmin(UserAdmin):
    """Accounts. Those of superusers are changed by superusers alone."""

    list_display = ("username", "email", "roles", "is_staff", "is_active", "last_login")
    list_filter = ("groups", "is_staff", "is_active", "is_superuser")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fields = ("last_login", "date_joined")
        return fields if request.user.is_superuser else (*fields, *_ABOVE)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_superuser and not request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what a person did stays theirs. People who leave are made inactive."""
        return False

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all()) or "-"


admin.site.unregister(User)
admin.site.register(User, PeopleAdmin)

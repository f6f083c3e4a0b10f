"""The admin of people: who sees to them cannot give what they don't have themselves."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from programs import second_step
from programs.admin.second_step import log_change

_ABOVE = ("is_superuser", "user_permissions")
"""What only superusers hand out: all others give groups."""


class PeopleAdmin(UserAdmin):
    """Accounts. Those of superusers are changed by superusers alone."""

    list_display = (
        "username",
        "email",
        "roles",
        "is_staff",
        "is_active",
        "has_second_step",
        "last_login",
    )
    list_filter = ("groups", "is_staff", "is_active", "is_superuser")
    actions = ("turn_off_second_step",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        people = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(has_second_step=second_step.IS_ON)

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

    @admin.display(description="second step", boolean=True, ordering="has_second_step")
    def has_second_step(self, person: User) -> bool:
        return person.has_second_step

    @admin.action(
        description="Turn off the second step (lost phone or passkey)", permissions=["change"]
    )
    @transaction.atomic
    def turn_off_second_step(self, request: HttpRequest, people: QuerySet) -> None:
        """Let people in by password alone whom this person may change; never oneself."""
        for person in people:
            name = person.get_username()
            if person == request.user:
                told = "Your own second step is turned off on its page, with your password."
            elif not self.has_change_permission(request, person):
                told = f"Only superusers turn off the second step of a superuser, as {name} is."
            elif not person.has_second_step:
                told = f"There is no second step of {name}."
            else:
                second_step.turn_off(person)
                log_change(request, person, "Second step turned off.")
                told = f"The second step of {name} is off: the password alone logs them in."
                messages.success(request, told)
                continue
            messages.warning(request, told)


admin.site.unregister(User)
admin.site.register(User, PeopleAdmin)

"""Deleting what programs use: refused, with the list of those programs."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from programs.admin.recorded import recording_for
from programs.admin.shown import ShownAdmin
from programs.models import Program

NAMED = 20
"""So many programs are named before "and … more"."""


class UsedAdmin(ShownAdmin):
    """Admin of what programs refer to.

    What a program uses can't be deleted: one click must not change fifty listings. Take it off
    the programs first, where each loss has its row in the ledger.
    """

    used_as: str
    """The field of a program that refers here."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(use_count=Count("programs"))

    def programs_showing(self, objs: Iterable[Any]) -> QuerySet:
        """Return the programs that use one of these."""
        keys = [obj.pk for obj in objs]
        return Program.objects.filter(**{f"{self.used_as}__in": keys}).distinct()

    @admin.display(description="programs", ordering="use_count")
    def use(self, obj: Model) -> str:
        """Link to the programs that use it."""
        address = reverse("admin:programs_program_changelist")
        return format_html(
            '<a href="{}?{}__id__exact={}">{}</a>', address, self.used_as, obj.pk, obj.use_count
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Say which programs stand in the way, instead of which permissions are missing."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        if not (users := self._users(objs)):
            return to_delete, counts, permissions, protected
        links = [
            format_html(
                'Program: <a href="{}">{}</a>',
                reverse("admin:programs_program_change", args=[program.pk]),
                program,
            )
            for program in users[:NAMED]
        ]
        more = [f"and {len(users) - NAMED} more"] if len(users) > NAMED else []
        return [], {}, set(), [*links, *more]

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete what no program uses; raise PermissionDenied if one does by now.

        It is a recording because Django also empties the tables between tags and programs.
        """
        chosen = self.model.objects.filter(pk__in=[obj.pk for obj in queryset])
        with recording_for(request, []):
            # Nobody can tag a program with a row that is locked.
            list(chosen.select_for_update().order_by("pk"))
            if self._users(chosen):
                raise PermissionDenied
            chosen.delete()

    def _users(self, objs: Any) -> list[Program]:
        return list(self.programs_showing(objs).only("name", "slug").order_by("name", "pk"))

"""Saving what public pages show: the admin's door to the catalogue's version."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from programs.admin.base import CuratedAdmin
from programs.catalogue import touching
from programs.catalogue.freshness import Programs


class ShownAdmin(CuratedAdmin):
    """Admin of what public pages show and the ledger does not keep: they follow every write."""

    def programs_showing(self, objs: Iterable[Any]) -> Programs:
        """Return the programs whose pages and cards show one of these; by default none.

        A queryset is read after the write. What a write takes away is named by its ids.
        """
        return ()

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Save it; what the form left as it was is not written again."""
        if not change or form.has_changed():
            with touching(self.programs_showing([obj])):
                super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with touching(self.programs_showing([obj])):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with touching(self.programs_showing(queryset)):
            super().delete_queryset(request, queryset)

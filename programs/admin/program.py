"""The admin of programs: the list that curators work through, and the form of one program."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import F, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from programs import choices
from programs.admin import flipped
from programs.admin.closing import close
from programs.admin.confirmed import confirm_changes, context_of
from programs.admin.filters import LastCheckFilter, StatedFilter
from programs.admin.forms import ProgramForm
from programs.admin.history import TimelineAdmin
from programs.admin.inlines import EvidenceInline, RoundInline
from programs.admin.links import check_links_of
from programs.admin.merged import likely_of, may_merge, merges_of, tell_likely
from programs.admin.merging import merge_view, unmerge_view
from programs.admin.previewing import preview
from programs.admin.recorded import REASON_FIELD, RecordedAdmin
from programs.admin.reported import ReportedAdmin
from programs.admin.reverting import revert_view
from programs.admin.sections import SECTIONS
from programs.admin.several import SeveralAdmin
from programs.admin.sourced import mark_sources
from programs.admin.words import in_words
from programs.ledger import Recording
from programs.models import Evidence, Program

_UNSEEN = (choices.Publication.DRAFT, choices.Publication.REVIEW)
"""What somebody may set who may not publish."""
_TELLING = frozenset({"name", "other_names", "organization", "url"})
"""By what a program is known to be the same as another."""


@admin.register(Program)
class ProgramAdmin(TimelineAdmin, ReportedAdmin, SeveralAdmin, RecordedAdmin):
    form = ProgramForm
    key_fields = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = (
        "organization",
        "successor",
        "topics",
        "roles",
        "audiences",
        "locations",
    )
    readonly_fields = ("last_check", "created_at", "updated_at")
    inlines = (RoundInline, EvidenceInline)
    save_on_top = True
    empty_value_display = choices.UNSTATED_LABEL

    list_display = (
        "name",
        "organization",
        "program_type",
        "degree_minimum",
        "status",
        "publication",
        "last_check",
        "last_edit",
    )
    list_filter = (
        "publication",
        "status",
        "program_type",
        ("degree_minimum", StatedFilter),
        ("enrollment", StatedFilter),
        ("cost", StatedFilter),
        ("funding", StatedFilter),
        ("format", StatedFilter),
        "rolling",
        LastCheckFilter,
    )
    list_select_related = ("organization",)
    ordering = ("name", "pk")
    search_fields = ("name", "other_names", "organization__name", "slug")
    search_help_text = "Name, other names, organization or slug"
    actions = ("publish", "archive", "merge", check_links_of)

    def get_urls(self) -> list[URLPattern]:
        screens = {"history/revert": revert_view, "preview": preview, "close": close}
        return [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(view),
                name=f"programs_program_{route.rpartition('/')[2]}",
            )
            for route, view in screens.items()
        ] + [
            path(
                "<int:pk>/merge/<int:other>/",
                self.admin_site.admin_view(merge_view),
                name="programs_program_merge",
            ),
            path(
                "merges/<int:pk>/undo/",
                self.admin_site.admin_view(unmerge_view),
                name="programs_program_unmerge",
            ),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        """Refuse: what was once listed is archived, and its slug is never free again."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Add when each was last checked."""
        return super().get_queryset(request).with_last_check()

    def get_readonly_fields(
        self, request: HttpRequest, obj: Program | None = None
    ) -> tuple[str, ...]:
        """Leave to publishers what is public."""
        public = obj and obj.publication not in _UNSEEN
        held = ("publication",) if public and not self.has_publish_permission(request) else ()
        return (*super().get_readonly_fields(request, obj), *held)

    def formfield_for_choice_field(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        if db_field.name == "publication" and not self.has_publish_permission(request):
            kwargs["choices"] = [(one.value, one.label) for one in _UNSEEN]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Program | None = None) -> list[tuple]:
        """Return the sections of the public page, and for whom may save, a reason."""
        sections = {heading: [*rows] for heading, rows in SECTIONS.items()}
        sections["State"][1:1] = self.publish_on_rows(request, obj)
        if obj:
            sections["Where it comes from"].append(("last_check", "updated_at", "created_at"))
        if obj and self.has_change_permission(request, obj):
            sections["This change"] = [REASON_FIELD, "confirm_changes", "seen_change"]
        if obj and not self.has_change_permission(request, obj):
            sections = {heading: in_words(rows) for heading, rows in sections.items()}
        return [(heading, {"fields": rows}) for heading, rows in sections.items()]

    def after_changes(self, request: HttpRequest, record: Recording) -> None:
        confirm_changes(request, record)
        flipped.tell(request, record)
        renamed = [pk for pk, fields in record.changed.items() if not _TELLING.isdisjoint(fields)]
        programs = Program.objects.select_related("organization")
        for program in programs.filter(pk__in=[*renamed, *record.created_ids]):
            tell_likely(request, program)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        program = kwargs.get("obj")
        context.update(context_of(request, program))
        if program:
            if self.has_change_permission(request, program):
                mark_sources(context["adminform"].form, program)
            context["likely"], context["merges"] = likely_of(program), merges_of(program)
            context["may_merge"] = may_merge(request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: BaseInlineFormSet,
        change: bool,
    ) -> None:
        """Sign evidence: whoever sets the day of reading is who read it."""
        if formset.model is Evidence:
            for row in formset.forms:
                if "checked_on" in row.changed_data:
                    row.instance.checked_by = request.user if row.instance.checked_on else None
        super().save_formset(request, form, formset, change)

    def view_on_site(self, program: Program) -> str | None:
        """Return its address, None while visitors may not see it."""
        published = program.publication == choices.Publication.PUBLISHED
        return program.get_absolute_url() if published else None

    @admin.display(description="last check", ordering=F("checked_at").asc(nulls_first=True))
    def last_check(self, program: Program) -> str:
        at = getattr(program, "checked_at", None)
        return f"{timezone.localtime(at):%Y-%m-%d}" if at else "Never"

    @admin.display(description="updated", ordering="updated_at")
    def last_edit(self, program: Program) -> str:
        return f"{timezone.localtime(program.updated_at):%Y-%m-%d}"

"""What is done to several programs at once, from the list."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from programs.admin.merged import may_merge
from programs.admin.publishing import PublishOnAdmin
from programs.admin.recorded import REASON_LENGTH, recording_for
from programs.choices import Publication
from programs.curation.pairs import in_order
from programs.curation.publishing import forget_overtaken
from programs.models import Merge, Program

MOST = 1_000
"""So many programs are written in one request, within seconds; for more there is the import."""


class ActionWithReason(ActionForm):
    change_reason = forms.CharField(
        label="Reason:", required=False, max_length=REASON_LENGTH, empty_value=""
    )


class SeveralAdmin(PublishOnAdmin):
    """Admin of programs that publishes, archives and merges what is selected."""

    action_form = ActionWithReason

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return may_merge(request.user)

    @admin.action(description="Publish selected programs", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_publication(request, queryset, Publication.PUBLISHED)

    @admin.action(description="Archive selected programs", permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_publication(request, queryset, Publication.ARCHIVED)

    @admin.action(description="Merge the two selected programs", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Lead to the page on which two programs become one."""
        chosen = list(queryset[:3])
        if len(chosen) != 2:
            self.message_user(request, "Select the two programs that are one.", messages.ERROR)
            return None
        kept, gone = in_order(*chosen)
        return redirect("admin:programs_program_merge", kept.pk, gone.pk)

    def _set_publication(
        self, request: HttpRequest, queryset: QuerySet, publication: Publication
    ) -> None:
        """Write all in one transaction, or nothing of more than MOST."""
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(chosen) > MOST:
            told = f"At most {MOST:,} programs at a time. Nothing was changed: narrow the list."
            self.message_user(request, told, messages.ERROR)
            return
        # What was merged away leads elsewhere: it is published by taking the merge back.
        away = Merge.objects.standing().filter(gone__in=chosen).values_list("gone", flat=True)
        kept_back = set(away) if publication == Publication.PUBLISHED else set()
        with recording_for(request, chosen):
            changed = (
                Program.objects.filter(pk__in=set(chosen) - kept_back)
                .exclude(publication=publication)
                .update(publication=publication, updated_at=timezone.now())
            )
            forget_overtaken(chosen)
        word = publication.label.lower()
        told = f"{_programs(changed)} now {word}."
        if kept_back:
            told += f" {_programs(len(kept_back))} merged into another, and not published."
        if same := len(chosen) - changed - len(kept_back):
            told += f" {_programs(same)} {word} already."
        self.message_user(request, told, messages.SUCCESS if changed else messages.INFO)


def _programs(count: int) -> str:
    return f"{count} program is" if count == 1 else f"{count} programs are"

"""The admin of what visitors say is wrong or missing: a queue, and a page to answer one."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import Truncator

from programs.admin.base import CuratedAdmin
from programs.admin.report_deeds import Desk, do, page_of
from programs.admin.sections import field_label
from programs.catalogue import current
from programs.choices import ReportKind, ReportState
from programs.curation import reports
from programs.curation.listed import likely_listed
from programs.curation.proposals import read_proposed
from programs.ledger import read_states
from programs.models import Change, Program, Report
from programs.presentation.reports import about_words, fact_with
from programs.presentation.values import names_in, value_words

SHOWN_CHARACTERS = 100

WAITING = ReportState.RECEIVED

_ABOUT = {ReportKind.ENDED: "Has ended", ReportKind.SUGGESTION: "Is missing"}


class StateFilter(admin.SimpleListFilter):
    """The states; without a choice, what waits for an answer."""

    title = "state"
    parameter_name = "state__exact"
    EVERY = "all"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            *((state, label) for state, label in ReportState.choices if state != WAITING),
            (self.EVERY, "All"),
        ]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        first, *others = super().choices(changelist)
        yield first | {"display": "Waiting for an answer", "selected": self.value() == WAITING}
        yield from others

    def value(self) -> str:
        return super().value() or WAITING

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == self.EVERY else queryset.filter(state=self.value())


@admin.register(Report)
class ReportAdmin(CuratedAdmin):
    """Visitors write reports; curators answer them, once each."""

    list_display = ("said", "program", "fact", "state", "received_at", "handled_by")
    list_filter = (StateFilter, "kind", "received_at")
    list_select_related = ("program", "handled_by")
    date_hierarchy = "received_at"
    search_fields = (
        *("reference", "message", "proposed", "answer", "url"),
        *("program__name", "program__slug", "suggested_name", "suggested_organization"),
    )
    search_help_text = "Reference, what was written, address or program"
    actions = ("release", "decline_as_spam")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who has waited longest comes first; of what is answered, the newest."""
        state = request.GET.get(StateFilter.parameter_name, WAITING)
        return ("received_at", "pk") if state in Report.OPEN else ("-received_at", "-pk")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one report with all that it takes to answer it, or do what a button says."""
        report = self.get_object(request, unquote(object_id))
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, report):
            raise PermissionDenied
        if request.method == "POST":
            return self._answer(request, report)
        return self._page(Desk(request, report))

    def _answer(self, request: HttpRequest, report: Report) -> HttpResponse:
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        desk = Desk(request, report, request.POST.get("deed", ""))
        try:
            address = do(desk)
        except reports.AlreadyHandled as refused:
            messages.error(request, f"{refused} Nothing was done now.")
            return HttpResponseRedirect(page_of(report))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return self._page(desk)
        if address is None:
            return self._page(desk)
        self.log_change(request, report, f"Answered: {desk.deed}.")
        return HttpResponseRedirect(address)

    def _page(self, desk: Desk) -> HttpResponse:
        report = desk.report
        context = {
            **self.admin_site.each_context(desk.request),
            "opts": self.opts,
            "title": f"{about_words(report)}: {report.suggested_name or report.program.name}",
            "report": report,
            "about": about_words(report),
            "now": now_words(report),
            "alike": alike_to(report),
            "is_read": bool(read_proposed(report.field, report.proposed)),
            "desk": desk,
            "may_answer": self.has_change_permission(desk.request, report),
            "handled": "" if report.is_open else reports.handled_words(report),
        }
        template = "admin/programs/report/change_form.html"
        return TemplateResponse(desk.request, template, context)

    @admin.display(description="what is said")
    def said(self, report: Report) -> str:
        return Truncator(report.suggested_name or report.message).chars(SHOWN_CHARACTERS)

    @admin.display(description="about", ordering="field")
    def fact(self, report: Report) -> str:
        """Return the field, or what else the report is about."""
        if report.field:
            return field_label(report.field)
        return _ABOUT.get(report.kind, "Something else")

    @admin.action(description="Put selected reports into the queue", permissions=["change"])
    def release(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = _each(queryset.filter(state=ReportState.HELD), reports.release)
        self.message_user(request, f"Put into the queue: {done}.", messages.SUCCESS)

    @admin.action(description="Decline selected reports as spam", permissions=["change"])
    def decline_as_spam(self, request: HttpRequest, queryset: QuerySet) -> None:
        as_spam = partial(reports.decline, reason=reports.SPAM_ANSWER, by=request.user)
        done = _each(queryset.open(), as_spam)
        self.message_user(request, f"Declined as spam: {done}.", messages.SUCCESS)


def _each(queryset: QuerySet, deed: Callable[[Report], Any]) -> int:
    """Do it to each report that nobody has answered meanwhile, and return to how many."""
    done = 0
    for report in list(queryset):
        with suppress(reports.AlreadyHandled):
            deed(report)
            done += 1
    return done


def now_words(report: Report) -> list[tuple[str, str]]:
    """Return what the program says now of the fact in question: labels and values in words."""
    if not report.program:
        return []
    field = "status" if report.kind == ReportKind.ENDED else report.field
    fact = fact_with(report.program, field) if field else None
    fields = fact.fields if fact else (field,) if field else ()
    state = read_states([report.program_id])[report.program_id]
    values = {name: state[name] for name in fields if name in state}
    names = names_in(Change(field=name, after=value) for name, value in values.items())
    return [(field_label(name), value_words(name, value, names)) for name, value in values.items()]


def alike_to(report: Report) -> list[tuple[Program, str]]:
    """Return the programs that are likely the one suggested, drafts included, and why."""
    if report.kind != ReportKind.SUGGESTION or not report.is_open:
        return []
    alike = likely_listed(
        Program.objects.all(),
        current(timezone.localdate()),
        name=report.suggested_name,
        organization=report.suggested_organization,
        url=report.suggested_url,
    )
    programs = Program.objects.in_bulk([one.slug for one in alike], field_name="slug")
    return [(programs[one.slug], one.reason) for one in alike]

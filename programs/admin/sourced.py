"""Beside each field of a program's form: what its fact rests on, or that it rests on nothing."""

from collections import defaultdict

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from programs.admin.sections import SECTIONS, field_label
from programs.ledger import is_blank
from programs.models import Evidence, Program
from programs.presentation.sourcing import host_of

_NO_FACTS = {"publication", "successor", "status_basis", "status_note", "locations", "audiences"}
FACTS = [
    name
    for heading, rows in SECTIONS.items()
    if heading not in ("Identity", "Where it comes from")
    for row in rows
    for name in ([row] if isinstance(row, str) else row)
    if name not in _NO_FACTS and not name.endswith("_note")
]
"""The fields of which a reader asks how we know: their evidence is missed where there is none."""

_QUOTED = 90


def mark_sources(form: forms.ModelForm, program: Program) -> None:
    """Add to the help of each field of the form what supports it: one query.

    Evidence leads to its row below. A fact that is stated and has none says so, and a link adds it.
    """
    found: dict[str, list[tuple[int, Evidence]]] = defaultdict(list)
    for row, one in enumerate(program.evidence.order_by("pk")):
        found[one.field].append((row, one))
    for name in form.fields:
        if found[name]:
            told = format_html_join(" ", "{}", ((_source(*one),) for one in found[name]))
        elif name in FACTS and not is_blank(getattr(program, name)):
            told = _nothing(name)
        else:
            continue
        # The field as it is bound: a form that was refused has read the help already.
        field = form[name]
        field.help_text = format_html("{} {}", field.help_text, told)


def _source(row: int, one: Evidence) -> SafeString:
    said = f"“{Truncator(one.quote).chars(_QUOTED)}”" if one.quote else one.get_kind_display()
    about = [host_of(one.url), one.source_date.words if one.source_date else ""]
    told = ", ".join(filter(None, about))
    link = '<a class="fact-source" href="#evidence-{}">Evidence: {}{}</a>'
    return format_html(link, row, said, f" ({told})" if told else "")


def _nothing(name: str) -> SafeString:
    link = '<a class="fact-source" href="#evidence-group" data-evidence-for="{}">{}</a>'
    hidden = format_html('<span class="visually-hidden"> for {}</span>', field_label(name).lower())
    adds = format_html("Add evidence{}", hidden)
    return format_html("<strong>No evidence.</strong> {}", format_html(link, name, adds))

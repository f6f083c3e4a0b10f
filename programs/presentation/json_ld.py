"""A program in the words of schema.org, for machines that read the page.

Only what the page says: a deadline that is merely expected and a fact that is not stated stay out.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from programs import choices
from programs.dates import PartialDate
from programs.models import Program
from programs.presentation.rounds import Timeline

_MODES = {
    choices.Format.IN_PERSON: "onsite",
    choices.Format.ONLINE: "online",
    choices.Format.HYBRID: "blended",
}
# A text may not end the script element it stands in, nor open a comment there.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """Return the script element that holds the data; browsers never run it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def program_json_ld(program: Program, rounds: Timeline, *, address: str) -> dict[str, Any]:
    """Return the program as an EducationalOccupationalProgram; unstated properties are absent."""
    organization = program.organization
    data = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "name": program.name,
        "alternateName": [name for name in program.other_names.split("; ") if name],
        "description": program.summary,
        "url": address,
        "sameAs": program.url,
        "provider": _stated(
            {"@type": "Organization", "name": organization.name, "url": organization.url}
        ),
        "programType": choices.ProgramType(program.program_type).label,
        "educationalProgramMode": _MODES.get(program.format, ""),
        "timeToComplete": _length(program),
        "programPrerequisites": _degree(program.degree_minimum),
        "educationalCredentialAwarded": program.get_awards_degree_display(),
        "offers": _fee(program),
        **(_dates(rounds) if program.status == choices.Status.ACTIVE else {}),
    }
    return _stated(data)


def _dates(rounds: Timeline) -> dict[str, Any]:
    """Return the dates of the round that one can apply to next."""
    if not rounds.ahead:
        return {}
    one = rounds.ahead[0]
    return {
        "applicationStartDate": _day(one.opens_on),
        "applicationDeadline": _day(one.closes_on),
        "startDate": _day(one.starts_on),
    }


def _day(stated: PartialDate | None) -> str:
    """Return a date that schema.org knows: a whole day. A month alone is none."""
    return str(stated) if stated and stated.is_exact else ""


def _length(program: Program) -> str:
    weeks = program.duration_weeks_min
    return f"P{weeks}W" if weeks and weeks == program.duration_weeks_max else ""


def _degree(degree: str) -> dict[str, str]:
    if degree in ("", choices.Degree.NONE):
        return {}
    label = choices.Degree(degree).label
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": label}


def _fee(program: Program) -> dict[str, Any]:
    if program.cost_min is None or program.cost_min != program.cost_max:
        return {}
    return {
        "@type": "Offer",
        "category": program.get_cost_display(),
        "price": program.cost_min,
        "priceCurrency": program.cost_currency,
    }


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ("", None, {}, [])}

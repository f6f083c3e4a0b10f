"""Programs and lists in the words of schema.org, for machines that read the page.

Only what the page says: a deadline that is merely expected and a fact that is not stated stay out.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
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
_TYPES = {
    choices.ProgramType.COURSE: "Course",
    choices.ProgramType.INTERNSHIP: "WorkBasedProgram",
    choices.ProgramType.RESIDENCY: "WorkBasedProgram",
    choices.ProgramType.SCHOLARSHIP: "MonetaryGrant",
    choices.ProgramType.GRANT: "MonetaryGrant",
}
"""What schema.org calls them; the others are an EducationalOccupationalProgram."""

Trail = Sequence[tuple[str, str]]
"""The pages above one, from the top, each with its address."""

# A text may not end the script element it stands in, nor open a comment there.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """Return the script element that holds the data; browsers never run it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    safe = mark_safe(text)  # nosec B308 B703 # _ESCAPES leaves nothing that ends the element
    return format_html('<script type="application/ld+json">{}</script>', safe)


def program_json_ld(
    program: Program,
    rounds: Timeline,
    *,
    address: str,
    trail: Trail = (),
    reviewed_on: datetime.date | None = None,
) -> dict[str, Any]:
    """Return the page and the program that it is about; unstated properties are absent.

    `reviewed_on` is the day on which a person confirmed all of it, None if nobody did.
    """
    about = f"{address}#program"
    page = {
        **_page("WebPage", program.name, address, trail),
        "lastReviewed": reviewed_on.isoformat() if reviewed_on else "",
        "mainEntity": {"@id": about},
    }
    organization = program.organization
    entity = {
        "@type": _TYPES.get(program.program_type, "EducationalOccupationalProgram"),
        "@id": about,
        "name": program.name,
        "alternateName": [name for name in program.other_names.split("; ") if name],
        "description": program.summary,
        "url": address,
        "sameAs": program.url,
    }
    owner = _stated({"@type": "Organization", "name": organization.name, "url": organization.url})
    match entity["@type"]:
        case "MonetaryGrant":
            entity |= {"funder": owner, "amount": _funding(program)}
        case "Course":
            entity |= {
                "provider": owner,
                "coursePrerequisites": _degree(program.degree_minimum),
                "educationalCredentialAwarded": program.get_awards_degree_display(),
                "hasCourseInstance": _instance(program, rounds),
                "offers": _fee(program),
            }
        case _:
            entity |= {
                "provider": owner,
                "programType": choices.ProgramType(program.program_type).label,
                "educationalProgramMode": _MODES.get(program.format, ""),
                "timeToComplete": _length(program),
                "programPrerequisites": _degree(program.degree_minimum),
                "educationalCredentialAwarded": program.get_awards_degree_display(),
                "offers": _fee(program),
                **_dates(program, rounds),
            }
    return _graph(page, entity)


def list_json_ld(
    name: str, listed: Iterable[tuple[str, str]], *, address: str, trail: Trail = ()
) -> dict[str, Any]:
    """Return a page that lists things: each with its name and address, in this order."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "url": url}
        for place, (title, url) in enumerate(listed, 1)
    ]
    page = _page("CollectionPage", name, address, trail)
    return _graph({**page, "mainEntity": {"@type": "ItemList", "itemListElement": items}})


def dataset_json_ld(
    name: str, description: str, *, address: str, license_url: str, files: Mapping[str, str]
) -> dict[str, Any]:
    """Return the whole catalogue as data to take: the addresses of files by media type."""
    downloads = [
        {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": url}
        for media_type, url in files.items()
    ]
    return _graph(
        {
            "@type": "Dataset",
            "@id": f"{address}#dataset",
            "name": name,
            "description": description,
            "url": address,
            "license": license_url,
            "isAccessibleForFree": True,
            "distribution": downloads,
        }
    )


def _graph(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": [_stated(node) for node in nodes]}


def _page(kind: str, name: str, address: str, trail: Trail) -> dict[str, Any]:
    """Return a page and the way to it, itself the last step; no way to a page at the top."""
    steps = [
        {"@type": "ListItem", "position": place, "name": title, "item": url}
        for place, (title, url) in enumerate([*trail, (name, address)], 1)
    ]
    way = {"@type": "BreadcrumbList", "itemListElement": steps} if trail else {}
    return {"@type": kind, "@id": address, "url": address, "name": name, "breadcrumb": way}


def _dates(program: Program, rounds: Timeline) -> dict[str, Any]:
    """Return the dates of the round that one can apply to next, if it is known to run."""
    if not rounds.ahead or program.status != choices.Status.ACTIVE:
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


def _instance(program: Program, rounds: Timeline) -> dict[str, Any]:
    """Return the next run of a course as far as it is stated; nothing if nothing is."""
    said = _stated(
        {
            "courseMode": _MODES.get(program.format, ""),
            "courseWorkload": f"PT{program.hours_per_week}H" if program.hours_per_week else "",
            "startDate": _dates(program, rounds).get("startDate", ""),
        }
    )
    return {"@type": "CourseInstance", **said} if said else {}


def _funding(program: Program) -> dict[str, Any]:
    """Return what the participant gets in all; an amount a month or a year is none."""
    amounts = program.funding_min, program.funding_max
    if not any(amounts) or program.funding_period not in ("", choices.FundingPeriod.TOTAL):
        return {}
    values = {"minValue": amounts[0], "maxValue": amounts[1]}
    return {"@type": "MonetaryAmount", "currency": program.funding_currency, **_stated(values)}


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

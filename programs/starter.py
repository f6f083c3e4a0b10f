"""The starter catalogue: real programs, the facts behind them, and the guides.

Loading adds what is missing and never touches what is there: curators' work survives every start.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programs.catalogue import touching
from programs.choices import EvidenceKind, Publication, RowAction
from programs.csv_import import (
    COLUMNS,
    RowProblem,
    apply_batch,
    make_plan,
    open_sheet,
    store_plan,
)
from programs.ledger import recording
from programs.models import Evidence, Guide, Program
from programs.pages import read_page

DATA = Path(__file__).resolve().parent / "data"
SOURCE = "starter"
REASON = "Starter catalogue"

# Columns as the evidence file names them, where a later edition of the columns renamed or split.
_RENAMED = {
    "degree_requirement": "degree_minimum",
    "open_to": "open_worldwide",
    "audience": "audiences",
    "cost_amount": "cost_min",
    "funding_amount": "funding_min",
    "programming": "programming_level",
    "ml_experience": "ml_level",
    "duration": "duration_weeks_min",
    "duration_min": "duration_weeks_min",
    "duration_max": "duration_weeks_max",
    "visa_sponsorship": "sponsors_visa",
}
_NAMES = r"([a-z_]+\*?(?:, [a-z_]+\*?)*)"
_NAMES_FIRST = re.compile(rf"{_NAMES}: (.*)", re.DOTALL)
_NAMES_LAST = re.compile(rf"(.*) \({_NAMES}\)\.?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many things a load added."""

    programs: int
    evidence: int
    guides: int


def load_starter(data: Path = DATA) -> Loaded:
    """Add the programs, evidence and guides that are not there yet, in one transaction.

    Evidence comes with the programs that this run adds. Raises FileProblem or ValueError, and
    writes nothing, if a file is not as it should be.
    """
    with touching():
        programs = _load_programs(data / "programs.csv")
        evidence = _load_evidence(data / "evidence.jsonl", programs) if programs else 0
        guides = _load_guides(data / "guides")
    return Loaded(len(programs), evidence, guides)


def _load_programs(path: Path) -> dict[str, int]:
    """Add the programs that are not there and return their ids by slug."""
    plan = make_plan(open_sheet(path), source=SOURCE, accept_duplicates=True)
    batch = store_plan(plan)
    if refused := batch.rows.filter(action=RowAction.INVALID).order_by("row").first():
        raise ValueError(f"{path.name}: {RowProblem(refused.row, *refused.problems[0])}")
    batch.rows.exclude(action=RowAction.NEW).delete()
    new = dict(batch.rows.values_list("slug", "row"))
    if not new:
        batch.delete()
        return {}
    apply_batch(batch, reason=REASON)
    return dict(batch.rows.values_list("slug", "program"))


def _load_evidence(path: Path, programs: dict[str, int]) -> int:
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [
        Evidence(program_id=programs[entry["key"]], **facts)
        for entry in entries
        if entry["key"] in programs
        for facts in _evidence(entry)
    ]
    with recording(programs.values(), reason=REASON):
        Evidence.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _evidence(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an entry's facts, one a field, then its further sources.

    With several sources the file does not say which one a fact is from: the fact then has no
    address of its own, and the page names all sources.
    """
    alone = "more_sources" not in entry
    origin = {"url": entry["source_url"], "source_date": entry["source_date"]} if alone else {}
    for fact in entry["facts"]:
        fields, text = _split(fact)
        for field in fields:
            yield {"field": field, "quote": text, **origin}
    for item in entry["general_knowledge"]:
        name, _, remark = item.partition(" ")
        kind = EvidenceKind.GENERAL_KNOWLEDGE
        yield {"field": _field(name) or "", "kind": kind, "quote": remark.strip("()")}
    for url in entry.get("more_sources", []):
        yield {"kind": EvidenceKind.REFERENCE, "url": url}


def _split(fact: str) -> tuple[list[str], str]:
    """Return the fields that a fact names, before it or in brackets behind it, and its text.

    One blank field, and the fact as it stands, if it names none that we have.
    """
    for pattern, names, text in ((_NAMES_FIRST, 1, 2), (_NAMES_LAST, 2, 1)):
        if match := pattern.fullmatch(fact):
            fields = [field for name in match[names].split(", ") if (field := _field(name))]
            if fields:
                return list(dict.fromkeys(fields)), match[text]
    return [""], fact


def _field(name: str) -> str | None:
    name = name.rstrip("*").rstrip("_")
    name = _RENAMED.get(name, name)
    return name if name in COLUMNS else None


def _load_guides(folder: Path) -> int:
    known = set(Guide.objects.values_list("slug", flat=True))
    slugs = set(Program.objects.values_list("slug", flat=True))
    guides = []
    for path in sorted(folder.glob("*.md")):
        if path.stem in known:
            continue
        page = read_page(path)
        guide = Guide(
            slug=path.stem, body=page.body, publication=Publication.PUBLISHED, **page.meta
        )
        if lost := set(guide.essay_programs) - slugs:
            raise ValueError(f"{path.name} names programs that are not there: {', '.join(lost)}.")
        guides.append(guide)
    return len(Guide.objects.bulk_create(guides))

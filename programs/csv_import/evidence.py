"""The page that a row names becomes evidence of each fact that the row changes.

So a fact keeps its own source when the listing's main one moves on. A new program needs none: what
is known of it rests on its main source.
"""

from collections.abc import Collection

from programs.choices import EvidenceKind
from programs.ledger import EVIDENCE_FIELDS, State, Value, is_blank

_NO_FACTS = {"source_url", "source_date", "publication", "evidence"}


def supported(written: State) -> list[str]:
    """Return the fields of these values that a source can bear out: those that state a fact."""
    return [
        name for name, value in written.items() if name not in _NO_FACTS and not is_blank(value)
    ]


def with_source(
    evidence: list[Value], fields: Collection[str], url: str, dated: str
) -> list[Value]:
    """Return a program's evidence with this page for each of the fields.

    `dated` is the date that the page speaks of, blank if that is not said. It takes the place of
    what pointed to the same page before; a quote from it stays.
    """
    reference = EvidenceKind.REFERENCE.value
    blank = {**dict.fromkeys(EVIDENCE_FIELDS, ""), "checked_on": None, "checked_by": None}
    page = {**blank, "kind": reference, "url": url, "source_date": dated or None}
    kept = [
        one
        for one in evidence
        if one["field"] not in fields or (one["kind"], one["url"]) != (reference, url)
    ]
    return [*kept, *({**page, "field": name} for name in fields)]

"""The curators' side of the site: every model, with Django's own admin."""

from programs.admin import (
    changes,
    checks,
    imports,
    organizations,
    people,
    program,
    reports,
    rounds,
    second_step,
    terms,
    texts,
)

__all__ = [
    "changes",
    "checks",
    "imports",
    "organizations",
    "people",
    "program",
    "reports",
    "rounds",
    "second_step",
    "terms",
    "texts",
]

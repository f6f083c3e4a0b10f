"""Imports point down only: DESIGN's layers, held by reading every module of the site."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

# From the bottom up. A module may import its own layer and those below it; a package has the
# layer of its name. Django's own places stand where their work is.
LAYERS: list[tuple[str, set[str]]] = [
    ("words", {"choices", "dates", "expected", "money", "pages", "places", "markdown"}),
    ("rules", {"eligibility"}),
    ("data", {"models", "migrations"}),
    (
        "work",
        {
            "backups",
            "bulk",
            "ledger",
            "filters",
            "checks",
            "catalogue",
            "duplicates",
            "matching",
            "requirements",
            "routes",
            "csv_import",
            "curation",
            "matrix",
            "monitoring",
            "passkeys",
            "progress",
            "reading",
            "second_step",
            "shortlist",
        },
    ),
    (
        "shapes",
        {
            "forms",
            "landings",
            "calendars",
            "feeds",
            "exports",
            "sitemaps",
            "profiles",
            "starter",
            "flips",
            "presentation",
            "templatetags",
        },
    ),
    ("doors", {"views", "api", "admin", "admin_site", "management"}),
    ("addresses", {"urls", "apps"}),
]
LAYER_OF = {group: number for number, (_, groups) in enumerate(LAYERS) for group in groups}
WORDS = LAYERS[0][1]

Sources = dict[str, str]
"""The text of each module by its dotted name; a package has the name of its directory."""


def read_sources(root: Path, *packages: str) -> Sources:
    """Return the source of every module of these packages."""
    found = {}
    for package in packages:
        for path in (root / package).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text()
    return found


def imports_of(module: str, sources: Sources) -> Iterator[str]:
    """Yield the dotted names that a module imports anywhere, inside functions too."""
    # Only relative imports need to know, and a package without modules has none.
    is_package = any(other.startswith(f"{module}.") for other in sources)
    for node in ast.walk(ast.parse(sources[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                climbed = module.split(".")[: None if is_package else -1]
                climbed = climbed[: len(climbed) - (node.level - 1)]
                base = ".".join([*climbed, *filter(None, [node.module])])
            # `from programs import choices` imports a module, `from programs.choices import X`
            # a name in one: either way the group is the second part.
            yield from (f"{base}.{alias.name}" for alias in node.names)


def group_of(name: str) -> str:
    """Return the part of the layout that a dotted name of the site lies in."""
    return name.split(".")[1] if "." in name else ""


def breaches(sources: Sources) -> list[str]:
    """Return a sentence for each import that does not point down, and each module of no layer."""
    edges = {
        (module, name)
        for module in sources
        for name in imports_of(module, sources)
        if name.split(".")[0] in ("programs", "careerpaths", "tests")
    }
    return sorted(
        {*_unplaced(sources), *_upward(edges), *_cycles(edges), *_across(edges), *_impure(edges)}
    )


def _unplaced(sources: Sources) -> Iterator[str]:
    for module in sources:
        group = group_of(module)
        if module.startswith("programs.") and group not in LAYER_OF:
            yield f"programs/{group} has no layer: place it in LAYERS of tests/test_layers.py."


def _upward(edges: Iterable[tuple[str, str]]) -> Iterator[str]:
    for module, name in _inside(edges):
        here, there = (LAYER_OF.get(group_of(each)) for each in (module, name))
        if here is not None and there is not None and there > here:
            yield f"{module} ({LAYERS[here][0]}) imports {name} ({LAYERS[there][0]}) above it."


def _cycles(edges: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each two parts of the layout that reach each other by imports."""
    reach: dict[str, set[str]] = {}
    for module, name in _inside(edges):
        one, other = group_of(module), group_of(name)
        if one != other:
            reach.setdefault(one, set()).add(other)
    grew = True
    while grew:
        grew = False
        for others in reach.values():
            further = set().union(*(reach.get(other, set()) for other in others))
            grew = grew or not further <= others
            others |= further
    for one, others in reach.items():
        yield from (
            f"programs/{one} and programs/{other} import each other, perhaps through a third."
            for other in others
            if one < other and one in reach.get(other, set())
        )


def _across(edges: Iterable[tuple[str, str]]) -> Iterator[str]:
    for module, name in edges:
        home, away = module.split(".")[0], name.split(".")[0]
        if home == "careerpaths" and away == "programs" and group_of(name) != "urls":
            yield f"{module} imports {name}: careerpaths may import programs.urls alone."
        if away == "tests" or (home == "programs" and away == "careerpaths"):
            yield f"{module} imports {name}: {home} must not know of {away}."


def _impure(edges: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each import of the rules that is neither a rule nor a word."""
    for module, name in _inside(edges):
        if group_of(module) == "eligibility" and group_of(name) not in WORDS | {"eligibility"}:
            yield f"{module} imports {name}: the rules are pure and import only words."


def _inside(edges: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for module, name in edges:
        if module.startswith("programs.") and name.startswith("programs."):
            yield module, name


# --- The site --------------------------------------------------------------------------------


def test_imports_point_down_only():
    assert breaches(read_sources(settings.BASE_DIR, "programs", "careerpaths")) == []


def test_the_reader_finds_the_site():
    sources = read_sources(settings.BASE_DIR, "programs", "careerpaths")

    assert {"programs.models", "programs.ledger.recording", "careerpaths.urls"} <= set(sources)


def test_no_module_stands_in_two_layers():
    assert len(LAYER_OF) == sum(len(groups) for _, groups in LAYERS)


# --- That the test can fail ------------------------------------------------------------------

# Importer, what is written there, and the sentence; None where the import is allowed.
PLANTED = {
    "upward": (
        "programs.choices",
        "from programs.models import Program",
        "programs.choices (words) imports programs.models.Program (data) above it.",
    ),
    "upward-by-plain-import": (
        "programs.models.round",
        "import programs.ledger.recording",
        "programs.models.round (data) imports programs.ledger.recording (work) above it.",
    ),
    "upward-from-the-package": (
        "programs.ledger.state",
        "from programs import exports",
        "programs.ledger.state (work) imports programs.exports (shapes) above it.",
    ),
    "upward-inside-a-function": (
        "programs.exports",
        "def write():\n    from programs.views.home import home",
        "programs.exports (shapes) imports programs.views.home.home (doors) above it.",
    ),
    "upward-and-relative": (
        "programs.models.round",
        "from ..ledger import recording",
        "programs.models.round (data) imports programs.ledger.recording (work) above it.",
    ),
    "upward-and-relative-in-a-package": (
        "programs.models",
        "from ..views import home",
        "programs.models (data) imports programs.views.home (doors) above it.",
    ),
    "upward-for-types-alone": (
        "programs.dates",
        "if TYPE_CHECKING:\n    from programs.forms import Form",
        "programs.dates (words) imports programs.forms.Form (shapes) above it.",
    ),
    "rules-that-know-models": (
        "programs.eligibility.check",
        "from programs.models import Program",
        "programs.eligibility.check imports programs.models.Program: "
        "the rules are pure and import only words.",
    ),
    "project-into-application": (
        "careerpaths.settings",
        "from programs.choices import Degree",
        "careerpaths.settings imports programs.choices.Degree: "
        "careerpaths may import programs.urls alone.",
    ),
    "application-into-project": (
        "programs.views.home",
        "from careerpaths import settings",
        "programs.views.home imports careerpaths.settings: programs must not know of careerpaths.",
    ),
    "into-the-tests": (
        "programs.starter",
        "from tests.factories import TODAY",
        "programs.starter imports tests.factories.TODAY: programs must not know of tests.",
    ),
    "no-layer": (
        "programs.helpers.text",
        "",
        "programs/helpers has no layer: place it in LAYERS of tests/test_layers.py.",
    ),
    "downward": ("programs.views.home", "from programs.models import Program", None),
    "beside": ("programs.csv_import.apply", "from programs.ledger import recording", None),
    "within": ("programs.models.round", "from . import fields", None),
    "rules-of-words": ("programs.eligibility.check", "from programs import choices", None),
    "the-addresses": ("careerpaths.urls", "from programs.urls import urlpatterns", None),
    "other-packages": ("programs.choices", "import django.db.models", None),
}


@pytest.mark.parametrize(("module", "source", "sentence"), PLANTED.values(), ids=PLANTED)
def test_a_planted_import_is_judged(module: str, source: str, sentence: str | None):
    planted = {"programs.models": "", "programs.models.fields": "", module: source}

    found = breaches(planted)

    assert found == [] if sentence is None else sentence in found


def test_two_parts_of_a_layer_may_not_import_each_other():
    planted = {
        "programs.ledger": "from programs import csv_import",
        "programs.csv_import.apply": "from programs.ledger import recording",
    }

    assert breaches(planted) == [
        "programs/csv_import and programs/ledger import each other, perhaps through a third."
    ]


def test_three_parts_of_a_layer_may_not_import_in_a_circle():
    planted = {
        "programs.ledger": "from programs import filters",
        "programs.filters": "from programs import matrix",
        "programs.matrix": "from programs import ledger",
    }

    assert len(breaches(planted)) == 3


def test_modules_are_read_from_files(tmp_path: Path):
    for path, source in {
        "programs/__init__.py": "",
        "programs/choices.py": "from programs.views import home",
        "programs/views/__init__.py": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(source)

    assert breaches(read_sources(tmp_path, "programs")) == [
        "programs.choices (words) imports programs.views.home (doors) above it."
    ]

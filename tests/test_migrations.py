"""Migrations run while the code before them serves: each has to suit both.

CONTRIBUTING says how what is refused here is done in two steps. Operations are judged, not their
SQL: SQLite makes a table anew for nearly every one of them.
"""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OLD = "0009_publishing_day"
"""The last migration before anybody served the site: up to it there is no older code."""

SAFE: dict[str, str] = {}
"""Second steps and what only looks dangerous, as objections name them; and why they are safe."""


def objections(migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    """Yield why the code before a migration may fail while it runs or after it.

    The state is that before the migration; it is moved on.
    """
    new: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name_lower)
        name = f"{migration.name}: {operation.describe()}"
        if name not in SAFE:
            yield from (f"{name}: {why}" for why in _objections(operation, new, state))
        operation.state_forwards(migration.app_label, state)


def _objections(operation: Operation, new: set[str], state: ProjectState) -> Iterator[str]:
    table = getattr(operation, "model_name_lower", "")
    match operation:
        case migrations.RemoveField() | migrations.DeleteModel():
            yield "older code still reads it. Leave it for a release in which no code names it."
        case migrations.RenameField() | migrations.RenameModel() | migrations.AlterModelTable():
            yield "older code knows the old name. Add a new one, and remove the old one later."
        case migrations.RunSQL() | migrations.SeparateDatabaseAndState():
            yield "nobody can tell what it does. Name it in SAFE, with the reason."
        case _ if table in new:
            return
        case migrations.AddField(field=field) if not _may_be_left_out(field):
            yield "older code adds rows without it. Give it a db_default, or let it be null."
        case migrations.AlterField(field=field):
            yield from _alterations(state.models["programs", table].fields[operation.name], field)
        case migrations.AddConstraint() | migrations.AlterUniqueTogether():
            yield "older code may write what breaks it. Keep to it in code for a release first."


def _may_be_left_out(field: models.Field) -> bool:
    """Return whether rows may be added by code that doesn't know the field."""
    return field.many_to_many or field.null or field.has_db_default()


def _alterations(before: models.Field, after: models.Field) -> Iterator[str]:
    if before.get_internal_type() != after.get_internal_type():
        yield "older code reads and writes another type. Add a new field."
    if before.null and not after.null:
        yield "older code may write null. Stop that for a release first."
    if after.unique and not before.unique:
        yield "older code may write it twice. Stop that for a release first."
    if after.max_length and after.max_length < (before.max_length or float("inf")):
        yield "older code may write longer texts. Stop that for a release first."
    if before.has_db_default() and not _may_be_left_out(after):
        yield "older code adds rows without it. Leave the db_default."


def judged(loader: MigrationLoader, name: str) -> list[str]:
    before = loader.project_state(("programs", name), at_end=False)
    return list(objections(loader.disk_migrations["programs", name], before))


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_code_serves_while_the_next_migrations_run(loader: MigrationLoader):
    names = sorted(name for app, name in loader.disk_migrations if app == "programs")

    assert [why for name in names if name > OLD for why in judged(loader, name)] == []


def test_what_is_called_safe_is_there_and_says_why(loader: MigrationLoader):
    there = {
        f"{name}: {operation.describe()}"
        for (_, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
    }

    assert set(SAFE) <= there
    assert all(SAFE.values())


# --- That the test can fail ------------------------------------------------------------------


def test_an_old_migration_would_be_refused(loader: MigrationLoader):
    found = judged(loader, "0007_visitors_reports")

    assert any("Add field" in why and "adds rows without it" in why for why in found)
    assert any("Create constraint" in why for why in found)


def field(**options: object) -> models.Field:
    return models.CharField(**{"max_length": 9, **options})


RULE = models.CheckConstraint(condition=models.Q(name="x"), name="rule")

# An operation on the model Thing(name, note), and a word of why it is refused; blank if it is not.
PLANTED: dict[str, tuple[Operation, str]] = {
    "removed": (migrations.RemoveField("thing", "name"), "reads it"),
    "removed-model": (migrations.DeleteModel("Thing"), "reads it"),
    "renamed": (migrations.RenameField("thing", "name", "title"), "old name"),
    "renamed-model": (migrations.RenameModel("Thing", "Item"), "old name"),
    "renamed-table": (migrations.AlterModelTable("thing", "items"), "old name"),
    "sql": (migrations.RunSQL("DROP TABLE thing"), "nobody can tell"),
    "needed": (migrations.AddField("thing", "new", field(default="")), "adds rows"),
    "needed-by-default": (migrations.AddField("thing", "new", field(db_default="")), ""),
    "nullable": (migrations.AddField("thing", "new", field(null=True)), ""),
    "many": (migrations.AddField("thing", "new", models.ManyToManyField("programs.Thing")), ""),
    "no-null": (migrations.AlterField("thing", "note", field()), "write null"),
    "shorter": (migrations.AlterField("thing", "name", field(max_length=5)), "longer texts"),
    "longer": (migrations.AlterField("thing", "name", field(max_length=90)), ""),
    "other-type": (migrations.AlterField("thing", "name", models.DateField()), "another type"),
    "unique": (migrations.AlterField("thing", "name", field(unique=True)), "twice"),
    "other-choices": (migrations.AlterField("thing", "name", field(choices=[("a", "A")])), ""),
    "constraint": (migrations.AddConstraint("thing", RULE), "breaks it"),
    "constraint-gone": (migrations.RemoveConstraint("thing", "rule"), ""),
    "index": (migrations.AddIndex("thing", models.Index("name", name="by_name")), ""),
}


@pytest.mark.parametrize(("operation", "word"), PLANTED.values(), ids=PLANTED)
def test_a_planted_operation_is_judged(operation: Operation, word: str):
    state = ProjectState()
    fields = [("id", models.AutoField(primary_key=True)), ("name", field())]
    thing = migrations.CreateModel("Thing", [*fields, ("note", field(null=True))])
    thing.state_forwards("programs", state)
    state.models["programs", "thing"].options["constraints"] = [RULE]
    migration = migrations.Migration("9999_planted", "programs")
    migration.operations = [operation]

    found = list(objections(migration, state))

    assert len(found) == bool(word)
    assert all(word in why for why in found)


def test_a_new_table_may_be_anything():
    thing = migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))])
    migration = migrations.Migration("9999_planted", "programs")
    migration.operations = [thing, migrations.AddField("thing", "new", field())]

    assert list(objections(migration, ProjectState())) == []

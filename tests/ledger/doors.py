"""Every way to write what is watched: through the ORM, from either side, and by hand."""

from collections.abc import Callable
from typing import Any

from django.core import serializers
from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from programs.models import ApplicationRound, Evidence, Program, Topic
from tests.factories import (
    AudienceFactory,
    CheckFactory,
    GuideFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    RoleFactory,
    TopicFactory,
)


def run(sql: str) -> Callable[[Program], Any]:
    def execute(program: Program) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return execute


def build(program: Program, **values: Any) -> Program:
    return ProgramFactory.build(organization=program.organization, **values)


def renamed(program: Program) -> Program:
    program.name = "Other"
    return program


def deserialized(row: Model) -> Any:
    [loaded] = serializers.deserialize("json", serializers.serialize("json", [row]))
    return loaded


FIELDS = {
    "slug": "new",
    "name": "New",
    "url": "https://example.org/new",
    "summary": "A year.",
    "program_type": "grant",
}

OWN_DOORS: dict[str, Callable[[Program], Any]] = {
    "save": lambda program: renamed(program).save(),
    "save-of-one-field": lambda program: renamed(program).save(update_fields=["name"]),
    "save-of-a-new-one": lambda program: build(program).save(),
    "create": lambda program: Program.objects.create(**FIELDS, organization=program.organization),
    "create-of-an-organization": lambda program: program.organization.programs.create(**FIELDS),
    "get-or-create": lambda program: Program.objects.get_or_create(
        **FIELDS, defaults={"organization": program.organization}
    ),
    "update-or-create": lambda program: Program.objects.update_or_create(
        slug=program.slug, defaults={"name": "Other"}
    ),
    "update": lambda program: Program.objects.update(name="Other"),
    "update-of-some": lambda program: Program.objects.filter(pk=program.pk).update(name="Other"),
    "update-of-bookkeeping": lambda program: Program.objects.update(updated_at=timezone.now()),
    "bulk-create": lambda program: Program.objects.bulk_create([build(program)]),
    "bulk-create-ignoring-conflicts": lambda program: Program.objects.bulk_create(
        [build(program)], ignore_conflicts=True
    ),
    "upsert": lambda program: Program.objects.bulk_create(
        [build(program, slug=program.slug)],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name"],
    ),
    "bulk-update": lambda program: Program.objects.bulk_update([renamed(program)], ["name"]),
    "loaddata": lambda program: deserialized(renamed(program)).save(),
    "successor-from-the-other-side": lambda program: program.predecessors.add(
        *Program.objects.filter(slug="loose")
    ),
    "predecessors-cleared": lambda program: program.predecessors.clear(),
    "predecessors-set": lambda program: program.predecessors.set([]),
}

TAG_DOORS: dict[str, Callable[[Program], Any]] = {
    "add": lambda program: program.topics.add(Topic.objects.get(slug="vision")),
    "add-from-the-other-side": lambda program: Topic.objects.get(slug="vision").programs.add(
        program
    ),
    "create": lambda program: program.topics.create(slug="new", name="New"),
    "remove": lambda program: program.topics.remove(*program.topics.all()),
    "remove-from-the-other-side": lambda program: program.topics.get().programs.remove(program),
    "set": lambda program: program.topics.set([]),
    "clear": lambda program: program.topics.clear(),
    "clear-from-the-other-side": lambda program: program.topics.get().programs.clear(),
    "clear-roles": lambda program: program.roles.clear(),
    "clear-audiences": lambda program: program.audiences.clear(),
    "clear-locations": lambda program: program.locations.clear(),
    "through-create": lambda program: Program.topics.through.objects.create(
        program=program, topic=Topic.objects.get(slug="vision")
    ),
    "through-delete": lambda program: Program.topics.through.objects.filter(
        program=program
    ).delete(),
    "through-delete-of-all": lambda program: Program.topics.through.objects.all().delete(),
}

ROW_DOORS: dict[str, Callable[[Program], Any]] = {
    "round-save": lambda program: program.rounds.get().save(),
    "round-create": lambda program: program.rounds.create(label="new"),
    "round-add": lambda program: program.rounds.add(ApplicationRound(label="new"), bulk=False),
    "round-update": lambda program: program.rounds.update(cancelled=True),
    "round-bulk-create": lambda program: ApplicationRound.objects.bulk_create(
        [ApplicationRound(program=program, label="new")]
    ),
    "round-delete": lambda program: program.rounds.get().delete(),
    "rounds-delete": lambda program: program.rounds.all().delete(),
    "rounds-delete-of-all": lambda program: ApplicationRound.objects.all().delete(),
    "evidence-save": lambda program: program.evidence.get().save(),
    "evidence-create": lambda program: program.evidence.create(quote="So."),
    "evidence-update": lambda program: program.evidence.update(quote="So."),
    "evidence-delete": lambda program: program.evidence.get().delete(),
    "evidence-delete-of-all": lambda program: Evidence.objects.all().delete(),
}

CASCADES: dict[str, Callable[[Program], Any]] = {
    "topic": lambda program: program.topics.get().delete(),
    "topics-of-all": lambda program: Topic.objects.all().delete(),
    "role": lambda program: program.roles.get().delete(),
    "audience": lambda program: program.audiences.get().delete(),
    "location": lambda program: program.locations.get().delete(),
}

RAW: dict[str, Callable[[Program], Any]] = {
    "as-django-writes-it": run('UPDATE "programs_program" SET "name" = \'Other\''),
    "without-quotes": run("UPDATE programs_program SET name = 'Other'"),
    "small-letters": run("update programs_program set name = 'Other'"),
    "after-a-line-break": run("\n  UPDATE \"programs_program\"\n  SET name = 'Other'"),
    "after-a-comment": run("/* by hand */ UPDATE \"programs_program\" SET name = 'Other'"),
    "after-a-line-comment": run("-- by hand\nUPDATE \"programs_program\" SET name = 'Other'"),
    "delete": run("DELETE FROM programs_evidence WHERE id > 0"),
    "delete-of-all": run("DELETE FROM programs_evidence"),
    "insert": run(
        "INSERT INTO programs_program_topics (program_id, topic_id) "
        "SELECT programs_program.id, programs_topic.id FROM programs_program, programs_topic "
        "WHERE programs_topic.slug = 'vision'"
    ),
    "with-clause": run(
        "WITH one AS (SELECT 1) UPDATE programs_program SET name = 'Other'"
        " WHERE EXISTS (SELECT * FROM one)"
    ),
}

DOORS = {
    f"{group}:{name}": door
    for group, doors in {
        "program": OWN_DOORS,
        "tags": TAG_DOORS,
        "rows": ROW_DOORS,
        "cascade": CASCADES,
        "sql": RAW,
    }.items()
    for name, door in doors.items()
}


# --- What pages show and the ledger does not keep ---------------------------------------------

SHOWN = {
    "organization": OrganizationFactory,
    "topic": TopicFactory,
    "role": RoleFactory,
    "audience": AudienceFactory,
    "location": LocationFactory,
    "check": CheckFactory,
    "guide": GuideFactory,
    "redirect": RedirectFactory,
}


def column(row: Model) -> str:
    """Return a column of its table beside the key."""
    return row._meta.concrete_fields[-1].name


SHOWN_DOORS: dict[str, Callable[[Any], Any]] = {
    "save": lambda row: row.save(),
    "save-of-one-field": lambda row: row.save(update_fields=[column(row)]),
    "update": lambda row: type(row).objects.update(**{column(row): F(column(row))}),
    "bulk-create": lambda row: type(row).objects.bulk_create([row], ignore_conflicts=True),
    "upsert": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[column(row)]
    ),
    "bulk-update": lambda row: type(row).objects.bulk_update([row], [column(row)]),
    "loaddata": lambda row: deserialized(row).save(),
    "sql-update": lambda row: run(f"UPDATE {row._meta.db_table} SET id = id")(row),
    "sql-delete": lambda row: run(f"DELETE FROM {row._meta.db_table} WHERE id = {row.pk}")(row),
}

"""What is in a database, row by row; and something to have in it."""

from django.contrib.auth.models import Group
from django.db import connection

from tests.csv_import.files import load, row
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    GuideFactory,
    LinkCheckFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    UserFactory,
)

UNLIKE = {"programs_catalogueversion", "programs_catalogueentry"}
"""Tables in which a restore says that there was one."""

FILLED = {
    "auth_user",
    "auth_user_groups",
    "programs_applicationround",
    "programs_change",
    "programs_check",
    "programs_evidence",
    "programs_guide",
    "programs_importbatch",
    "programs_linkcheck",
    "programs_program",
    "programs_program_locations",
    "programs_program_topics",
    "programs_redirect",
    "programs_report",
    "programs_rowchange",
}


def make_everything() -> None:
    """Make rows in the tables that are FILLED, with text that files have to quote."""
    curator = UserFactory(username="curator", is_staff=True)
    curator.groups.add(Group.objects.get_or_create(name="Curators")[0])
    program = ProgramFactory(
        name="Kept “as it is”",
        slug="kept",
        summary="Tabs\tand\nlines, \\N and \\. and ’ and 日本",
        topics=["nlp"],
        locations=["Toronto, CA", "remote"],
        open=True,
    )
    EvidenceFactory(program=program)
    CheckFactory(program=program, by=curator)
    LinkCheckFactory(program=program)
    RedirectFactory(program=program)
    ReportFactory(program=program)
    GuideFactory()
    load(row(slug="imported", rounds="2026||2026-05|"))


def rows() -> dict[str, list[str]]:
    """Return the rows of every table, as the database gives them; but for UNLIKE."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return {table: values for table, values in found.items() if table not in UNLIKE}

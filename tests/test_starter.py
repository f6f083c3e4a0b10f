import io
import json

import pytest
from django.core.management import CommandError, call_command

from programs.catalogue.freshness import touching
from programs.choices import EvidenceKind
from programs.csv_import import COLUMNS
from programs.exports import write_csv
from programs.ledger import recording
from programs.models import Change, Evidence, Guide, Organization, Program, Topic
from programs.starter import DATA, Loaded, load_starter
from tests.csv_import.files import row, write

pytestmark = pytest.mark.django_db

ESSAY = {
    "insight-data-science": "unknown",
    "the-data-incubator": "unknown",
    "insight-artificial-intelligence": "unknown",
    "fastai-deep-learning-certificate": "unknown",
    "insight-data-engineering": "unknown",
    "openai-scholars": "closed",
    "ai-grant": "paused",
    "google-ai-residency": "closed",
    "facebook-ai-residency": "unknown",
    "openai-fellows": "closed",
    "microsoft-ai-residency": "closed",
    "microsoft-nerd-ai-program": "active",
    "uber-ai-residency": "closed",
    "naver-clova-ai-residency": "unknown",
    "intel-ai-residency": "unknown",
}


def test_starter_catalogue_loads_once():
    first, second = load_starter(), load_starter()

    assert (first.programs, first.guides) == (189, 6)
    assert Evidence.objects.count() == first.evidence
    assert second == Loaded(0, 0, 0)
    assert Program.objects.published().count() == 189


def test_every_program_of_the_essay_is_there_with_its_state_today():
    load_starter()

    states = Program.objects.filter(slug__in=ESSAY).values_list("slug", "status")

    assert dict(states) == ESSAY


def test_each_program_of_the_essay_is_named_by_one_guide():
    load_starter()

    named = [slug for guide in Guide.objects.all() for slug in guide.essay_programs]

    assert sorted(named) == sorted(ESSAY)


def test_export_of_the_starter_catalogue_is_its_own_file():
    load_starter()
    stream = io.StringIO(newline="")

    write_csv(Program.objects.published(), stream)

    assert stream.getvalue().encode() == (DATA / "programs.csv").read_bytes()


def test_curators_work_survives_the_next_start():
    load_starter()
    program = Program.objects.get(slug="openai-scholars")
    with recording([program]):
        program.evidence.all().delete()
        Program.objects.filter(pk=program.pk).update(summary="Mended.")
    with touching():
        Guide.objects.update(body="Mended.")

    load_starter()

    program.refresh_from_db()
    assert program.summary == "Mended."
    assert not program.evidence.exists()
    assert set(Guide.objects.values_list("body", flat=True)) == {"Mended."}


def test_everything_loaded_is_in_the_ledger():
    load_starter()

    changes = Change.objects.filter(reason="Starter catalogue")
    assert changes.filter(field="created").count() == 189
    assert changes.filter(field="evidence").count() == 189


def test_facts_support_the_fields_that_they_name():
    load_starter()
    program = Program.objects.get(slug="4geeks-academy-data-science-machine-learning")

    by_field = {one.field: one for one in program.evidence.filter(kind=EvidenceKind.PARAPHRASE)}

    assert by_field["format"].quote == "online, campus or hybrid; Miami and Berlin campuses"
    assert by_field["cost_min"].quote.startswith("the school's own overview gives 8,099")
    assert set(Evidence.objects.values_list("field", flat=True)) <= {"", *COLUMNS}


def test_fact_of_one_source_has_its_address_and_of_several_has_none():
    load_starter()
    entries = [json.loads(line) for line in (DATA / "evidence.jsonl").read_text().splitlines()]
    facts = Evidence.objects.filter(kind=EvidenceKind.PARAPHRASE)

    for entry in entries:
        urls = set(facts.filter(program__slug=entry["key"]).values_list("url", flat=True))
        assert urls == ({""} if "more_sources" in entry else {entry["source_url"]}), entry["key"]


def test_command_says_what_it_added(capsys):
    call_command("loadstarter")
    call_command("loadstarter")

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("189 programs, ")
    assert second == "0 programs, 0 pieces of evidence and 0 guides added."


def test_broken_starter_file_writes_nothing(monkeypatch, tmp_path):
    write(tmp_path / "programs.csv", row(), row(slug="b", cost="gratis"))
    command = "programs.management.commands.loadstarter.load_starter"
    monkeypatch.setattr(command, lambda: load_starter(tmp_path))

    with pytest.raises(CommandError, match=r"programs\.csv: Row 3, cost: “gratis”.*Nothing was"):
        call_command("loadstarter")

    assert not Program.objects.exists()


def test_what_stays_as_it_is_brings_nothing_along(tmp_path):
    (tmp_path / "evidence.jsonl").touch()
    write(tmp_path / "programs.csv", row(topics="nlp", organization_url="https://lab.example"))
    load_starter(tmp_path)
    with touching():
        Organization.objects.update(name="Renamed Lab", url="")
    added = row(slug="b", organization="Another Lab")
    write(
        tmp_path / "programs.csv",
        row(topics="nlp; ai-safety", organization_url="https://lab.example"),
        added,
    )

    loaded = load_starter(tmp_path)

    assert loaded.programs == 1
    named = Organization.objects.order_by("pk").values_list("name", "url")
    assert list(named) == [("Renamed Lab", ""), ("Another Lab", "")]
    assert [topic.slug for topic in Topic.objects.all()] == ["nlp"]

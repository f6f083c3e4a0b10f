"""Every door of the site, with what it writes; and work at doors that writes nothing shown."""

import csv
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from programs.ledger import recording
from programs.starter import DATA, load_starter
from tests.admin.conftest import change_url, form_data
from tests.admin.reporting import filled, page_url
from tests.csv_import.files import load, row, write
from tests.factories import (
    AudienceFactory,
    EvidenceFactory,
    GuideFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoleFactory,
    RoundFactory,
    TopicFactory,
)

JSON = ("lists", "essay_programs")

Door = Callable[[Client], tuple[Callable[[], Any], Iterable[str]]]
"""Prepares work, and returns it with the slugs of the programs that it marks."""


def url(model: str, view: str, *pk: Any) -> str:
    return reverse(f"admin:programs_{model}_{view}", args=pk)


def post(desk: Client, address: str, **data: Any) -> Callable[[], Any]:
    """Return work that posts a form and is sent on, as after a save."""

    def work() -> None:
        response = desk.post(address, data)
        assert response.status_code == 302, response.context["errors"]

    return work


def delete_selected(desk: Client, model: str, *objs: Any) -> Callable[[], Any]:
    chosen = [obj.pk for obj in objs]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    return post(desk, url(model, "changelist"), **data)


# --- Programs in the admin -------------------------------------------------------------------


def add_program(desk: Client):
    address, organization = url("program", "add"), OrganizationFactory()
    texts = {"name": "New", "slug": "new", "url": "https://example.org/new", "summary": "A year."}
    form = form_data(desk, address, organization=organization.pk, program_type="grant", **texts)
    return post(desk, address, **form), ["new"]


def edit_program(desk: Client, **changes: Any):
    program = ProgramFactory(slug="one", cost="")
    RoundFactory(program=program)
    EvidenceFactory(program=program)
    address = change_url(program)
    return post(desk, address, **form_data(desk, address, **changes)), ["one"]


def archive(desk: Client):
    chosen = [ProgramFactory(slug=slug).pk for slug in ("one", "two")]
    chosen.append(ProgramFactory(publication="archived").pk)
    data = {"action": "archive", "_selected_action": chosen}
    return post(desk, url("program", "changelist"), **data), ["one", "two"]


# --- What is around programs, in the admin ---------------------------------------------------


def rename_organization(desk: Client, **changes: str):
    organization = OrganizationFactory()
    for slug in ("one", "two"):
        ProgramFactory(slug=slug, organization=organization)
    address = url("organization", "change", organization.pk)
    return post(desk, address, **{"name": "Other", "url": ""} | changes), ["one", "two"]


def rename_tag(factory: Any, field: str) -> Door:
    def door(desk: Client):
        tag = factory(slug="nlp")
        for slug in ("one", "two"):
            ProgramFactory(slug=slug, **{field: ["nlp"]})
        return post(desk, url(field[:-1], "change", tag.pk), name="Other"), ["one", "two"]

    return door


def add(model: str, **data: str) -> Door:
    return lambda desk: (post(desk, url(model, "add"), **data), [])


def delete(model: str, factory: Any) -> Door:
    return lambda desk: (post(desk, url(model, "delete", factory().pk), post="yes"), [])


def delete_two(model: str, factory: Any) -> Door:
    return lambda desk: (delete_selected(desk, model, factory(), factory()), [])


def check(desk: Client):
    program = ProgramFactory(slug="one")
    return post(desk, url("check", "add"), program=program.pk, fields=["cost"]), ["one"]


def save_guide(desk: Client, address: str, **changes: str) -> Callable[[], Any]:
    """Return work that posts a guide's form; a browser sends its lists as JSON, twice."""
    lists = {f"{when}{name}": "[]" for name in JSON for when in ("", "initial-")}
    return post(desk, address, **form_data(desk, address, **lists, **changes))


def add_guide(desk: Client):
    texts = {"title": "New", "slug": "new", "summary": "One.", "body": "Begin."}
    return save_guide(desk, url("guide", "add"), **texts), []


def edit_guide(desk: Client):
    return save_guide(desk, url("guide", "change", GuideFactory().pk), title="Other"), []


def add_redirect(desk: Client):
    return post(desk, url("redirect", "add"), old_slug="old", program=ProgramFactory().pk), []


def point_redirect_elsewhere(desk: Client):
    address = url("redirect", "change", RedirectFactory().pk)
    return post(desk, address, program=ProgramFactory().pk), []


# --- Files -----------------------------------------------------------------------------------


def import_file(*rows: dict[str, str], marks: Iterable[str]) -> Door:
    """Import rows beside a program `one` that is there already, and marked before."""

    def door(desk: Client):
        load(row(slug="one"), row(slug="same"))
        return lambda: load(*rows), marks

    return door


def import_in_part(desk: Client):
    ProgramFactory(slug="refused")
    rows = [row(slug="one"), row(slug="refused", cost="gratis")]
    return lambda: load(*rows), ["one"]


def start(desk: Client):
    with (DATA / "programs.csv").open(encoding="utf-8", newline="") as file:
        return load_starter, [line["slug"] for line in csv.DictReader(file)]


NEW = {"slug": "new", "name": "New"}


def still_true(desk: Client):
    program = ProgramFactory()
    address = reverse("admin:desk_confirm", args=[program.pk])
    return post(desk, address, group="money"), [program.slug]


def close_for_good(desk: Client):
    program = ProgramFactory()
    said = {"status_basis": "stated", "status_note": "It ended."}
    return post(desk, url("program", "close", program.pk), **said), [program.slug]


def take_back(desk: Client):
    program = ProgramFactory(cost="free")
    with recording([program]):
        type(program).objects.filter(pk=program.pk).update(cost="paid")
    change = program.changes.latest("pk")
    address = url("program", "revert", program.pk)
    return post(desk, address, change=change.pk, seen_change=change.pk), [program.slug]


def accept_a_report(desk: Client):
    program = ProgramFactory(degree_minimum="phd")
    report = ReportFactory(program=program, field="degree_minimum", proposed="No degree")
    return post(desk, page_url(report), **filled(desk, report, "write")), [program.slug]


DOORS: dict[str, Door] = {
    "still-true": still_true,
    "program-closed": close_for_good,
    "program-taken-back": take_back,
    "report-accepted": accept_a_report,
    "program-added": add_program,
    "program-changed": lambda desk: edit_program(desk, cost="free"),
    "program-round-added": lambda desk: edit_program(desk, rounds=[{}, {"label": "2028"}]),
    "program-round-deleted": lambda desk: edit_program(desk, rounds=[{"DELETE": "on"}]),
    "program-evidence-changed": lambda desk: edit_program(desk, evidence=[{"quote": "Other."}]),
    "program-tagged": lambda desk: edit_program(desk, topics=[TopicFactory().pk]),
    "programs-archived": archive,
    "organization-added": add("organization", **NEW),
    "organization-renamed": rename_organization,
    "organization-moved": lambda desk: rename_organization(desk, url="https://example.org/"),
    "organization-deleted": delete("organization", OrganizationFactory),
    "organizations-deleted": delete_two("organization", OrganizationFactory),
    "topic-added": add("topic", **NEW),
    "topic-renamed": rename_tag(TopicFactory, "topics"),
    "topic-deleted": delete("topic", TopicFactory),
    "topics-deleted": delete_two("topic", TopicFactory),
    "role-added": add("role", **NEW),
    "role-renamed": rename_tag(RoleFactory, "roles"),
    "role-deleted": delete("role", RoleFactory),
    "audience-added": add("audience", **NEW),
    "audience-renamed": rename_tag(AudienceFactory, "audiences"),
    "audience-deleted": delete("audience", AudienceFactory),
    "location-added": add("location", city="Bern", country="CH"),
    "location-deleted": delete("location", LocationFactory),
    "check-added": check,
    "guide-added": add_guide,
    "guide-changed": edit_guide,
    "guide-deleted": delete("guide", GuideFactory),
    "guides-deleted": delete_two("guide", GuideFactory),
    "redirect-added": add_redirect,
    "redirect-changed": point_redirect_elsewhere,
    "redirect-deleted": delete("redirect", RedirectFactory),
    "import-of-new": import_file(row(slug="a"), row(slug="b"), marks=["a", "b"]),
    "import-of-changed": import_file(row(slug="one", cost="free"), row(slug="same"), marks=["one"]),
    "import-of-tags": import_file(row(slug="one", topics="nlp; new"), marks=["one"]),
    "import-of-places": import_file(row(slug="one", locations="Bern, CH"), marks=["one"]),
    "import-of-rounds": import_file(row(slug="one", rounds="2028|||"), marks=["one"]),
    "import-of-an-address": import_file(
        row(slug="one", organization_url="https://lab.example"), marks=["one", "same"]
    ),
    "import-in-part": import_in_part,
    "starter": start,
}


# --- What changes nothing that pages show ----------------------------------------------------


def again(work: Callable[[], Any]) -> Callable[[], Any]:
    """Do it once, and return it to be done again."""
    work()
    return work


def save_as_it_is(desk: Client, obj: Any) -> Callable[[], Any]:
    address = url(obj._meta.model_name, "change", obj.pk)
    return post(desk, address, **form_data(desk, address))


def save_with_a_problem(desk: Client) -> Callable[[], Any]:
    address = url("topic", "change", TopicFactory().pk)
    return lambda: desk.post(address, {"name": ""})


def delete_what_is_used(desk: Client) -> Callable[[], Any]:
    topic = ProgramFactory(topics=["nlp"]).topics.get()
    return lambda: desk.post(url("topic", "delete", topic.pk), {"post": "yes"})


def ask_before_deleting(desk: Client) -> Callable[[], Any]:
    data = {"action": "delete_selected", "_selected_action": [GuideFactory().pk]}
    return lambda: desk.post(url("guide", "changelist"), data)


def answer_a_report(desk: Client) -> Callable[[], Any]:
    report = ReportFactory()
    return post(desk, page_url(report), **filled(desk, report, "decline", reason="It is so."))


def try_a_file(desk: Client, tmp_path: Any) -> Callable[[], Any]:
    path = write(tmp_path / "programs.csv", row())
    return lambda: call_command("import_programs", path, dry_run=True)


STILL: dict[str, Callable[[Client, Any], Callable[[], Any]]] = {
    "import-again": lambda desk, _: again(lambda: load(row(topics="nlp", rounds="2028|||"))),
    "import-of-nothing": lambda desk, _: lambda: load(row(cost="gratis")),
    "import-on-trial": try_a_file,
    "starter-again": lambda desk, _: again(load_starter),
    "program-saved-as-it-is": lambda desk, _: save_as_it_is(desk, ProgramFactory()),
    "topic-saved-as-it-is": lambda desk, _: save_as_it_is(desk, TopicFactory()),
    "location-saved-as-it-is": lambda desk, _: save_as_it_is(desk, LocationFactory()),
    "guide-saved-as-it-is": lambda desk, _: save_guide(
        desk, url("guide", "change", GuideFactory().pk)
    ),
    "topic-with-a-problem": lambda desk, _: save_with_a_problem(desk),
    "topic-in-use": lambda desk, _: delete_what_is_used(desk),
    "deletion-not-confirmed": lambda desk, _: ask_before_deleting(desk),
    "report": lambda desk, _: answer_a_report(desk),
}

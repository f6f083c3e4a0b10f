"""Nothing escapes the ledger: after work at every door of the site, replaying it gives the data."""

import pytest
from django.urls import reverse

from programs.ledger import State, read_states, same
from programs.models import Change, Program
from programs.starter import load_starter
from tests.admin.conftest import change_url, curator, desk, form_data
from tests.csv_import.files import load, row
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db

__all__ = ["curator", "desk"]

ADD = reverse("admin:programs_program_add")
LIST = reverse("admin:programs_program_changelist")
ROUNDS = "2026||2026-01|2026-09; 2027|2026-11||"


def replayed() -> dict[int, State]:
    """Return the state of every program as the ledger tells it, from nothing on."""
    states: dict[int, State] = {}
    for change in Change.objects.order_by("pk"):
        if change.field == Change.CREATED:
            states[change.program_id] = dict(change.after)
        else:
            states[change.program_id][change.field] = change.after
    return states


def escaped() -> list[tuple[str, str]]:
    """Return program and field of all that the ledger does not tell as it is."""
    told = replayed()
    now = read_states(Program.objects.values_list("pk", flat=True))
    return [
        (state["slug"], name)
        for pk, state in now.items()
        for name, value in state.items()
        if pk not in told or not same(told[pk][name], value)
    ]


def edit(desk, slug, **changes):
    address = change_url(Program.objects.get(slug=slug))
    response = desk.post(address, form_data(desk, address, **changes))
    assert response.status_code == 302, response.context["errors"]


def test_the_ledger_tells_all_that_any_door_wrote(desk):
    load_starter()
    load(row(topics="nlp; ai-safety", rounds=ROUNDS, locations="Toronto, CA"), row(slug="other"))
    load(row(topics="nlp", rounds="2026||2026-02|; 2028", successor="other", cost="free"))
    load({"slug": "other", "rounds": "(clear)", "summary": "Mended.", "roles": "ml-engineer"})
    edit(desk, "openai-scholars", degree_minimum="bachelor", topics=[TopicFactory().pk])
    edit(desk, "other", rounds=[{"label": "2029", "closes_on": "2029"}], name="Another")
    edit(desk, "anthropic-fellows", evidence=[{"quote": "It says so."}], rounds=[{"DELETE": "on"}])
    form = form_data(
        desk,
        ADD,
        name="By hand",
        slug="by-hand",
        organization=Program.objects.get(slug="other").organization_id,
        program_type="grant",
        url="https://example.org/grant",
        summary="Money.",
    )
    assert desk.post(ADD, form).status_code == 302
    chosen = list(Program.objects.filter(slug__startswith="openai").values_list("pk", flat=True))
    desk.post(LIST, {"action": "archive", "_selected_action": chosen})

    assert escaped() == []
    assert Program.objects.count() == 192
    assert Change.objects.filter(field="publication", after="archived").count() == len(chosen)


def test_a_write_that_escaped_would_be_seen():
    load(row())
    Change.objects.filter(field="created").update(after={**replayed().popitem()[1], "name": "Old"})

    assert escaped() == [("ai-residency", "name")]

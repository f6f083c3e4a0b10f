import datetime
import json

import pytest

from programs.ledger import CURATED_FIELDS, Value, is_blank, read_states, recording, same
from programs.ledger.state import EVIDENCE_FIELDS, ROUND_FIELDS
from programs.models import ApplicationRound, Evidence, Program
from tests.factories import (
    EvidenceFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    TopicFactory,
    UserFactory,
)


def state_of(program: Program) -> dict[str, Value]:
    return read_states([program.pk])[program.pk]


def programs_with_everything(count: int) -> list[int]:
    """Write programs of which each has two topics, a place, a round and evidence."""
    organization, place, by = OrganizationFactory(), LocationFactory(), UserFactory()
    topics = TopicFactory.create_batch(2)
    with recording() as record:
        programs = [ProgramFactory.build(organization=organization) for _ in range(count)]
        record.created(Program.objects.bulk_create(programs))
        for program in programs:
            program.topics.add(*topics)
            program.locations.add(place)
        ApplicationRound.objects.bulk_create(
            ApplicationRound(program=program, label="2027", opens_on="2027-01")
            for program in programs
        )
        Evidence.objects.bulk_create(
            Evidence(program=program, quote="So.", checked_by=by) for program in programs
        )
    return [program.pk for program in programs]


# --- What is read ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_state_has_every_curated_field_and_no_other():
    assert set(state_of(ProgramFactory())) == set(CURATED_FIELDS)


def test_all_but_bookkeeping_and_what_others_say_of_a_program_is_curated():
    own = {field.name for field in (*Program._meta.concrete_fields, *Program._meta.many_to_many)}

    assert set(CURATED_FIELDS) == own - {"id", "created_at", "updated_at"} | {"rounds", "evidence"}


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(ApplicationRound, ROUND_FIELDS, id="rounds"),
        pytest.param(Evidence, EVIDENCE_FIELDS, id="evidence"),
    ],
)
def test_rounds_and_evidence_are_read_whole(model, fields: tuple[str, ...]):
    assert {field.name for field in model._meta.concrete_fields} - {"id", "program"} == set(fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        pytest.param("name", "Résidence", "Résidence", id="text"),
        pytest.param("degree_note", "", "", id="blank-text"),
        pytest.param("mentorship", True, True, id="yes"),
        pytest.param("mentorship", False, False, id="no"),
        pytest.param("mentorship", None, None, id="unstated"),
        pytest.param("hours_per_week", 0, 0, id="zero"),
        pytest.param("hours_per_week", 40, 40, id="number"),
        pytest.param("last_seen", "2023-06", "2023-06", id="partial-date"),
        pytest.param("last_seen", None, None, id="no-date"),
        pytest.param("successor", None, None, id="no-successor"),
        pytest.param("open_to_countries", [], [], id="no-countries"),
        pytest.param("topics", ["nlp", "ai-safety"], ["nlp", "ai-safety"], id="tags-in-order"),
        pytest.param("locations", ["remote"], ["remote"], id="remote"),
        pytest.param("locations", ["CA", "Accra, GH"], ["CA", "Accra, GH"], id="places"),
        pytest.param("topics", [], [], id="no-tags"),
    ],
)
def test_a_field_reads_as_plain_json(field: str, written, read: Value):
    assert state_of(ProgramFactory(**{field: written}))[field] == read


@pytest.mark.django_db
def test_countries_are_read_in_the_order_they_were_put_there():
    program = ProgramFactory(open_worldwide=False, open_to_countries=["GH", "CA"])

    assert state_of(program)["open_to_countries"] == ["GH", "CA"]


@pytest.mark.django_db
def test_organization_and_successor_are_slugs():
    program = ProgramFactory(
        organization=OrganizationFactory(slug="mila"), successor=ProgramFactory(slug="after")
    )

    state = state_of(program)

    assert (state["organization"], state["successor"]) == ("mila", "after")


@pytest.mark.django_db
def test_a_round_is_an_object_of_its_fields():
    program = RoundFactory(
        label="2027", opens_on="2026-08", closes_on="2026-09-13", closes_at_note="noon"
    ).program

    assert state_of(program)["rounds"] == [
        {
            "label": "2027",
            "opens_on": "2026-08",
            "closes_on": "2026-09-13",
            "starts_on": None,
            "closes_at_note": "noon",
            "cancelled": False,
        }
    ]


@pytest.mark.django_db
def test_evidence_is_an_object_of_its_fields():
    program = EvidenceFactory(
        field="cost",
        quote="Free.",
        source_date="2023-06",
        checked_on=datetime.date(2026, 11, 20),
        checked_by=UserFactory(username="ada"),
    ).program

    assert state_of(program)["evidence"] == [
        {
            "field": "cost",
            "kind": "paraphrase",
            "quote": "Free.",
            "url": "https://example.org/page",
            "source_date": "2023-06",
            "checked_on": "2026-11-20",
            "checked_by": "ada",
        }
    ]


@pytest.mark.django_db
def test_a_state_is_json():
    [pk] = programs_with_everything(1)
    state = read_states([pk])[pk]

    assert json.loads(json.dumps(state)) == state


@pytest.mark.django_db
def test_states_are_told_apart():
    one = ProgramFactory(topics=["nlp"], open=True)
    other = ProgramFactory(topics=["vision"])

    states = read_states([one.pk, other.pk])

    assert [
        (states[program.pk]["topics"], len(states[program.pk]["rounds"]))
        for program in (one, other)
    ] == [(["nlp"], 1), (["vision"], 0)]


@pytest.mark.django_db
def test_ids_of_no_program_are_left_out():
    program = ProgramFactory()

    assert list(read_states([program.pk, program.pk + 1])) == [program.pk]


@pytest.mark.django_db
def test_a_tag_removed_and_put_back_is_read_last():
    program = ProgramFactory(topics=["nlp", "vision"])
    nlp = program.topics.get(slug="nlp")

    with recording([program]):
        program.topics.remove(nlp)
        program.topics.add(nlp)

    assert state_of(program)["topics"] == ["vision", "nlp"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [5, 50])
def test_reading_takes_seven_queries_for_any_number(count: int, django_assert_num_queries):
    ids = programs_with_everything(count)

    with django_assert_num_queries(7):
        states = read_states(ids)

    assert len(states) == count


@pytest.mark.django_db
def test_more_than_a_chunk_is_read_whole(monkeypatch):
    monkeypatch.setattr("programs.ledger.state.CHUNK", 2)
    ids = programs_with_everything(5)

    states = read_states(iter(ids))

    assert [len(states[pk]["topics"]) for pk in ids] == [2] * 5


def test_nothing_asked_is_nothing_read():
    assert read_states([]) == {}


# --- What is the same ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param("a", "a", id="text"),
        pytest.param(["a", "b"], ["b", "a"], id="order"),
        pytest.param([{"a": 1, "b": 2}], [{"b": 2, "a": 1}], id="order-of-keys"),
        pytest.param(
            [{"label": "1"}, {"label": "2"}], [{"label": "2"}, {"label": "1"}], id="objects"
        ),
        pytest.param([], [], id="nothing-in-a-list"),
    ],
)
def test_these_say_the_same(one: Value, other: Value):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(True, 1, id="yes-and-one"),
        pytest.param(False, 0, id="no-and-zero"),
        pytest.param("", None, id="empty-and-nothing"),
        pytest.param([], None, id="empty-list-and-nothing"),
        pytest.param(False, None, id="no-and-nothing"),
        pytest.param(0, None, id="zero-and-nothing"),
        pytest.param("1", 1, id="text-and-number"),
        pytest.param(["a"], ["a", "a"], id="once-and-twice"),
        pytest.param(["a"], "a", id="list-and-text"),
        pytest.param([{"opens_on": None}], [{"opens_on": ""}], id="nothing-and-empty-inside"),
        pytest.param("2026", "2026-01", id="how-precise"),
    ],
)
def test_these_do_not_say_the_same_either_way(one: Value, other: Value):
    assert (same(one, other), same(other, one)) == (False, False)


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        pytest.param(None, True, id="nothing"),
        pytest.param("", True, id="empty-text"),
        pytest.param([], True, id="empty-list"),
        pytest.param(False, False, id="no"),
        pytest.param(0, False, id="zero"),
        pytest.param("none", False, id="the-word-none"),
        pytest.param(["a"], False, id="a-list"),
    ],
)
def test_no_and_zero_say_something(value: Value, blank: bool):
    assert is_blank(value) == blank

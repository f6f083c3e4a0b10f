import datetime
from collections.abc import Callable

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.forms import ModelForm, modelform_factory
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.dates import PartialDate
from programs.ledger import recording
from programs.models import ApplicationRound
from programs.models.fields import PartialDateField, perhaps_from, surely_before
from tests.factories import ProgramFactory, RoundFactory
from tests.strategies import days, partial_dates

pytestmark = pytest.mark.django_db

DatesForm = modelform_factory(ApplicationRound, fields=["label", "opens_on", "closes_on"])


def write_rounds(dates: list[PartialDate | None], field: str = "closes_on") -> None:
    """Write one round for each date, labeled with its text."""
    program = ProgramFactory()
    with recording([program]):
        ApplicationRound.objects.bulk_create(
            ApplicationRound(program=program, label=f"{moment}", **{field: moment})
            for moment in dates
        )


def stored_text(one: ApplicationRound, column: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM programs_applicationround WHERE id = %s', [one.pk])
        return cursor.fetchone()[0]


# --- In the database -------------------------------------------------------------------------


@settings(max_examples=25)
@given(dates=st.sets(partial_dates(), max_size=30))
def test_the_database_gives_back_what_it_got(dates: set[PartialDate]):
    with transaction.atomic():
        write_rounds(list(dates))
        read = set(ApplicationRound.objects.values_list("closes_on", flat=True))
        transaction.set_rollback(True)

    assert read == dates


@pytest.mark.parametrize("blank", [None, ""], ids=["none", "empty-text"])
def test_blank_is_null(blank: str | None):
    one = RoundFactory(opens_on=blank)

    one.refresh_from_db()

    assert (one.opens_on, stored_text(one, "opens_on")) == (None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("2026", "2026", id="year"),
        pytest.param("2026-03", "2026-03", id="month"),
        pytest.param("2026-03-05", "2026-03-05", id="day"),
        pytest.param(PartialDate(2026, 3), "2026-03", id="partial-date"),
        pytest.param(datetime.date(2026, 3, 5), "2026-03-05", id="date"),
    ],
)
def test_what_can_be_saved_is_stored_as_its_iso_text(value, text: str):
    one = RoundFactory(opens_on=value)

    assert stored_text(one, "opens_on") == text


def test_rows_sort_by_first_day_and_the_vaguer_first():
    texts = ["2025-12-31", "2026", "2026-01", "2026-01-01", "2026-01-31", "2026-02", "2027"]
    write_rounds([PartialDate.parse(text) for text in reversed(texts)])

    labels = ApplicationRound.objects.order_by("closes_on").values_list("label", flat=True)

    assert list(labels) == texts


@pytest.mark.parametrize(
    ("lookup", "value", "found"),
    [
        pytest.param("closes_on", PartialDate(2026, 3), ["2026-03"], id="exact"),
        pytest.param("closes_on", "2026-03", ["2026-03"], id="exact-text"),
        pytest.param("closes_on", datetime.date(2026, 3, 5), ["2026-03-05"], id="exact-day"),
        pytest.param("closes_on", None, ["None"], id="blank"),
        pytest.param("closes_on__isnull", True, ["None"], id="isnull"),
        pytest.param(
            "closes_on__in", [PartialDate(2026), PartialDate(2026, 3)], ["2026", "2026-03"], id="in"
        ),
        pytest.param(
            "closes_on__startswith", PartialDate(2026, 3), ["2026-03", "2026-03-05"], id="within"
        ),
    ],
)
def test_lookups_take_dates_and_their_texts(lookup: str, value, found: list[str]):
    write_rounds([None, PartialDate(2026), PartialDate(2026, 3), PartialDate(2026, 3, 5)])

    rounds = ApplicationRound.objects.filter(**{lookup: value}).order_by("label")

    assert [one.label for one in rounds] == found


def test_fixtures_keep_how_precise_a_date_is():
    one = RoundFactory(opens_on="2026-03", closes_on=None)

    [again] = serializers.deserialize("json", serializers.serialize("json", [one]))

    assert (again.object.opens_on, again.object.closes_on) == (PartialDate(2026, 3), None)


def test_migrations_write_the_field_without_what_it_implies():
    _, path, args, kwargs = PartialDateField("opens", help_text="When").deconstruct()

    assert (path, args, kwargs) == (
        "programs.models.fields.PartialDateField",
        [],
        {"verbose_name": "opens", "help_text": "When"},
    )


# --- In a model and in a form ----------------------------------------------------------------


def test_validation_turns_text_into_a_date():
    one = RoundFactory.build(program=ProgramFactory(), opens_on="2026-03")

    one.full_clean()

    assert one.opens_on == PartialDate(2026, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("2023-02-30", "“2023-02-30” is not in the calendar.", id="calendar"),
        pytest.param(
            "next spring",
            "“next spring” is not a date. Write 2026-01-15, or 2026-01 or 2026 if that is all.",
            id="shape",
        ),
    ],
)
def test_a_model_and_a_form_refuse_with_the_same_sentence(text: str, sentence: str):
    one = RoundFactory.build(program=ProgramFactory(), opens_on=text)
    form = DatesForm({"label": "2026", "opens_on": text})

    with pytest.raises(ValidationError) as refusal:
        one.full_clean()

    assert refusal.value.message_dict["opens_on"] == form.errors["opens_on"] == [sentence]


def form_of(one: ApplicationRound, **changed: str) -> ModelForm:
    data = {"label": one.label, "opens_on": "2026-03", "closes_on": ""} | changed
    return DatesForm(data, instance=one)


def a_round() -> ApplicationRound:
    one = RoundFactory(opens_on="2026-03", closes_on=None)
    one.refresh_from_db()
    return one


def test_a_form_sent_back_as_it_came_has_not_changed():
    assert form_of(a_round()).changed_data == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        pytest.param("opens_on", "2026-03-01", id="more-precise"),
        pytest.param("opens_on", "2026", id="less-precise"),
        pytest.param("opens_on", "", id="erased"),
        pytest.param("closes_on", "2026-04", id="filled-in"),
        pytest.param("opens_on", "spring", id="not-a-date"),
    ],
)
def test_a_form_notices_a_change(field: str, text: str):
    assert form_of(a_round(), **{field: text}).changed_data == [field]


def test_blanks_around_a_date_are_no_change():
    assert form_of(a_round(), opens_on=" 2026-03 ").changed_data == []


def test_a_form_saves_what_it_took():
    one = a_round()

    with recording([one.program]):
        form_of(one, opens_on="", closes_on="2026-04").save()

    one.refresh_from_db()
    assert (one.opens_on, one.closes_on) == (None, PartialDate(2026, 4))


def test_a_form_shows_the_date_as_its_text():
    assert 'value="2026-03"' in str(DatesForm(instance=a_round())["opens_on"])


# --- Against a day ---------------------------------------------------------------------------

FIRST, LAST = datetime.date(2025, 11, 1), datetime.date(2027, 2, 28)


def every_date_of_the_span() -> list[PartialDate]:
    exact = [
        PartialDate.of(FIRST + datetime.timedelta(days=number))
        for number in range((LAST - FIRST).days + 1)
    ]
    months = {PartialDate(day.year, day.month) for day in exact}
    years = {PartialDate(day.year) for day in exact}
    return [*exact, *months, *years]


@pytest.mark.parametrize(
    ("query", "oracle"),
    [
        pytest.param(surely_before, lambda moment, day: moment.last_day < day, id="surely_before"),
        pytest.param(perhaps_from, lambda moment, day: moment.last_day >= day, id="perhaps_from"),
    ],
)
def test_questions_about_a_day_are_asked_of_the_bounds(
    query: Callable[[str, datetime.date], Q],
    oracle: Callable[[PartialDate, datetime.date], bool],
):
    dates = every_date_of_the_span()
    write_rounds([*dates, None])

    @given(day=days(FIRST, LAST))
    def agrees(day: datetime.date) -> None:
        found = ApplicationRound.objects.filter(query("closes_on", day))
        expected = {str(moment) for moment in dates if oracle(moment, day)}
        assert set(found.values_list("label", flat=True)) == expected

    agrees()


@pytest.mark.parametrize("query", [surely_before, perhaps_from])
def test_a_blank_date_is_neither_before_nor_after(query: Callable):
    write_rounds([None])

    assert not ApplicationRound.objects.filter(query("closes_on", FIRST)).exists()

from collections import Counter

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from programs import choices
from programs.catalogue import build
from programs.filters import ProgramFilter
from programs.matrix import GATES, HEAT_LEVELS, matrix_of, read_matrix
from programs.models import Program
from tests.factories import TODAY, ProgramFactory

blank_or = st.sampled_from
kinds = st.tuples(
    blank_or(["", *choices.Degree.values]),
    blank_or(["", *choices.Enrollment.values]),
    st.sampled_from(choices.ProgramType.values),
)


@given(st.lists(kinds, max_size=60))
def test_every_program_stands_in_exactly_one_cell(programs):
    matrix = matrix_of(Counter(programs))

    assert sum(cell.count for row in matrix.rows for cell in row.cells) == len(programs)
    assert sum(row.total.count for row in matrix.rows) == matrix.total == len(programs)


@given(st.lists(kinds, max_size=60))
def test_counts_equal_brute_force(programs):
    matrix = matrix_of(Counter(programs))

    assert matrix.no_degree == sum(degree == "none" for degree, _, _ in programs)
    assert matrix.stated == sum(degree != "" for degree, _, _ in programs)
    assert matrix.students_only == sum(
        degree == "none" and enrollment not in ("", "none") for degree, enrollment, _ in programs
    )


@pytest.mark.parametrize(
    ("count", "most", "heat"),
    [
        pytest.param(0, 9, 0, id="nothing-is-cold"),
        pytest.param(1, 100, 1, id="few-still-show"),
        pytest.param(50, 100, 2, id="half"),
        pytest.param(51, 100, 3, id="over-half"),
        pytest.param(9, 9, HEAT_LEVELS, id="most"),
    ],
)
def test_heat_grows_with_the_count(count, most, heat):
    kind, other = ("phd", "", "degree"), ("bachelor", "", "degree")

    matrix = matrix_of(Counter({kind: count, other: most}))

    phd = next(row for row in matrix.rows if row.gate.degree == "phd")
    assert phd.cells[0].heat == heat


def test_one_of_a_type_is_not_called_many():
    matrix = matrix_of(Counter({("phd", "", "residency"): 1, ("phd", "", "course"): 2}))

    labels = {cell.type_label for row in matrix.rows for cell in row.cells if cell.count}
    assert labels == {"Residency", "Courses"}


@pytest.mark.django_db
def test_every_cell_counts_what_its_link_shows():
    for degree in ["", *choices.Degree.values]:
        for enrollment in ["", "none", "undergraduate", "any_student"]:
            ProgramFactory(degree_minimum=degree, enrollment=enrollment, program_type="course")
    ProgramFactory(degree_minimum="none", program_type="residency")
    ProgramFactory(degree_minimum="none", program_type="residency", status="closed")
    ProgramFactory(degree_minimum="none", program_type="residency", publication="draft")

    snapshot = build(TODAY)
    running = Program.objects.published().running().values_list("pk", flat=True)

    matrix = read_matrix(snapshot, BitMap(running))

    cells = [cell for row in matrix.rows for cell in [*row.cells, row.total]]
    shown = [ProgramFilter(QueryDict(cell.query), day=TODAY).matching().count() for cell in cells]
    assert [cell.count for cell in cells] == shown
    assert matrix.total == 21
    assert len(matrix.rows) == len(GATES)

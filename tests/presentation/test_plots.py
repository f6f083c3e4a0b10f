"""Where marks stand: inside the plot, in their order, as large as their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.matrix import HEAT_LEVELS
from programs.presentation.plots import COLUMN, HEAD, ROW, Line, Mark, bars, columns, grid, heat

counts = st.integers(0, 100_000)


def lines_of(numbers: list[list[int]]) -> list[Line]:
    return [
        Line(f"Line {place}", tuple(Mark(count, str(count), "") for count in row))
        for place, row in enumerate(numbers)
    ]


def tables(columns: int):
    row = st.lists(counts, min_size=columns, max_size=columns)
    return st.lists(row, min_size=1, max_size=6).map(lines_of)


def share(text: str) -> float:
    assert text.endswith("%")
    return float(text.removesuffix("%"))


@given(st.integers(1, 12).flatmap(tables))
def test_the_cells_of_a_grid_fill_it_without_overlap(lines):
    plot = grid([str(place) for place in range(len(lines[0].marks))], lines)

    assert plot.height == HEAD + ROW * len(lines)
    assert [row.y for row in plot.rows] == [HEAD + ROW * place for place in range(len(lines))]
    for row in plot.rows:
        for one, other in zip(row.cells, row.cells[1:], strict=False):
            assert share(one.x) + share(one.width) == pytest.approx(share(other.x), abs=0.01)
        last = row.cells[-1]
        assert share(last.x) + share(last.width) == pytest.approx(100, abs=0.01)
        assert [cell.middle for cell in row.cells] == [middle for middle, _ in plot.heads]


@given(tables(3))
def test_bars_are_as_long_as_their_numbers(lines):
    plot = bars(lines)
    longest = max(row.total for row in plot.rows)

    for row in plot.rows:
        for cell in row.cells:
            expected = 100 * cell.mark.count / longest if longest else 0
            assert share(cell.width) == pytest.approx(expected, abs=0.01)
            assert share(cell.x) + share(cell.width) <= 100.01


@given(tables(2))
def test_columns_are_as_tall_as_their_numbers_and_stand_on_the_ground(lines):
    most = max(mark.count for line in lines for mark in line.marks)

    for month in columns(lines):
        for cell, top, tall in month.bars:
            assert top + tall == COLUMN
            assert tall == pytest.approx(COLUMN * cell.mark.count / most if most else 0, abs=0.5)
            assert 0 <= share(cell.x) <= 100 - share(cell.width)


@given(counts, counts)
def test_heat_shows_few_and_hides_none(count, more):
    most = count + more

    assert (heat(count, most) == 0) is (count == 0)
    assert heat(count, most) <= HEAT_LEVELS
    assert heat(most, most) == (HEAT_LEVELS if most else 0)


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        ("Residencies", ["Residencies"]),
        ("All types", ["All types"]),
        ("Research programs", ["Research", "programs"]),
        ("Veryverylongword", ["Veryverylongword"]),
    ],
)
def test_a_long_label_takes_two_lines(label, texts):
    (row,) = grid(["one"], [Line(label, (Mark(1, "1", ""),))]).rows

    assert [text for _, text in row.labels] == texts

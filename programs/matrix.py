"""The answer to the question of the home page: how many programs ask for what, by their type."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from pyroaring import BitMap

from programs import choices
from programs.catalogue import Snapshot

HEAT_LEVELS = 4

Kind = tuple[str, str, str]
"""Degree asked, enrollment asked (blank or `unstated`: it doesn’t say) and type of a program."""

_STUDENT_NOW = tuple(value for value in choices.Enrollment.values if value != "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What programs ask: one row of the matrix. No enrollments: whatever they ask of that."""

    label: str
    degree: str
    enrollments: tuple[str, ...] = ()

    def admits(self, degree: str, enrollment: str) -> bool:
        """Return whether a program that asks this belongs to the row."""
        return (degree or choices.UNSTATED) == self.degree and (
            not self.enrollments or (enrollment or choices.UNSTATED) in self.enrollments
        )


GATES = (
    Gate(
        label="No degree asked",
        degree=choices.Degree.NONE,
        enrollments=(choices.Enrollment.NONE, choices.UNSTATED),
    ),
    Gate(
        label="No degree asked, but you must be a student now",
        degree=choices.Degree.NONE,
        enrollments=_STUDENT_NOW,
    ),
    Gate(
        label="Bachelor’s degree",
        degree=choices.Degree.BACHELOR,
    ),
    Gate(
        label="Graduate degree",
        degree=choices.Degree.MASTER,
    ),
    Gate(label="PhD", degree=choices.Degree.PHD),
    Gate(
        label=choices.UNSTATED_LABEL,
        degree=choices.UNSTATED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number of programs, and the browse page's query string that shows them."""

    count: int
    query: str
    type_label: str
    heat: int = 0
    """From 1 (few) to HEAT_LEVELS (as many as anywhere); 0 where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    gate: Gate
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Programs by what they ask and by type; `no_degree` includes those that want students."""

    types: tuple[str, ...]
    rows: tuple[Row, ...]
    no_degree: int
    students_only: int
    stated: int
    total: int


def read_matrix(snapshot: Snapshot, programs: BitMap) -> Matrix:
    """Return the matrix of these programs of a snapshot."""
    paths = ("degree_minimum", "enrollment", "program_type")
    counts: Counter[Kind] = Counter()
    for kind in product(*(snapshot.values.get(path, {}) for path in paths)):
        sets = [snapshot.values[path][value] for path, value in zip(paths, kind, strict=True)]
        counts[kind] = len(BitMap.intersection(programs, *sets))
    return matrix_of(counts)


def matrix_of(counts: Counter[Kind]) -> Matrix:
    """Return the matrix of programs counted by kind."""
    numbers = [[_count(counts, gate, kind) for kind in choices.ProgramType] for gate in GATES]
    most = max(map(max, numbers))
    rows = tuple(_row(gate, line, most) for gate, line in zip(GATES, numbers, strict=True))
    by_degree = {gate: sum(line) for gate, line in zip(GATES, numbers, strict=True)}
    return Matrix(
        types=tuple(kind.plural for kind in choices.ProgramType),
        rows=rows,
        no_degree=by_degree[GATES[0]] + by_degree[GATES[1]],
        students_only=by_degree[GATES[1]],
        stated=sum(count for gate, count in by_degree.items() if gate.degree != choices.UNSTATED),
        total=sum(by_degree.values()),
    )


def _count(counts: Counter[Kind], gate: Gate, kind: choices.ProgramType) -> int:
    return sum(
        count
        for (degree, enrollment, program_type), count in counts.items()
        if program_type == kind and gate.admits(degree, enrollment)
    )


def _row(gate: Gate, numbers: list[int], most: int) -> Row:
    return Row(
        gate=gate,
        cells=tuple(
            _cell(count, gate, kind, heat=math.ceil(HEAT_LEVELS * count / most) if most else 0)
            for count, kind in zip(numbers, choices.ProgramType, strict=True)
        ),
        total=_cell(sum(numbers), gate, None),
    )


def _cell(count: int, gate: Gate, kind: choices.ProgramType | None, *, heat: int = 0) -> Cell:
    query = [("degree", gate.degree)]
    query += [("enrollment", enrollment) for enrollment in gate.enrollments]
    if kind:
        query.append(("program_type", kind.value))
    label = "All types" if not kind else kind.label if count == 1 else kind.plural
    return Cell(count=count, query=urlencode(query), type_label=label, heat=heat)

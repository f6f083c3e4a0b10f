"""Times, and the table that shows them. Nothing here compares a time with a bound."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

COLUMNS = ("", "median", "min to max", "", "wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something measured several times.

    It is shown as a multiple of the figure `beside` it, of which `what` is short for the name.
    """

    name: str
    values: list[float] = field(default_factory=list)
    unit: str = "ms"
    beside: str = ""
    what: str = ""
    wanted: str = ""
    note: str = ""
    """Stands in the place of the multiple: why there is none, or what was found."""

    @property
    def median(self) -> float:
        return statistics.median(self.values)


def milliseconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def repeated(work: Callable[[], Any], *, runs: int = 20, seconds: float = 10) -> list[float]:
    """Return how long each of so many runs takes, fewer if they take more than so many seconds."""
    return each([work] * runs, seconds=seconds)


def each(works: Iterable[Callable[[], Any]], *, seconds: float = 20) -> list[float]:
    """Return how long each piece of work takes; at least one, and none begun after the seconds."""
    taken: list[float] = []
    gc.collect()
    for work in works:
        taken.append(milliseconds(work))
        if sum(taken) > seconds * 1_000:
            break
    return taken


def table(sections: dict[str, list[Figure]]) -> str:
    """Return all figures below one another, each under its section."""
    lines = [COLUMNS]
    for title, figures in sections.items():
        known = {figure.name: figure for figure in figures if figure.values}
        lines += [(), (title,), *(_line(figure, known) for figure in figures)]
    full = [line for line in lines if len(line) == len(COLUMNS)]
    widths = [max(len(line[place]) for line in full) for place in range(len(COLUMNS))]
    return "\n".join(_laid_out(line, widths) for line in lines)


def _line(figure: Figure, known: dict[str, Figure]) -> tuple[str, ...]:
    name = f"  {figure.name}"
    if not figure.values:
        return name, "", "", figure.note, figure.wanted
    low, middle, high = min(figure.values), figure.median, max(figure.values)
    spread = f"{_number(low)} to {_number(high)}" if len(figure.values) > 1 else ""
    multiple = figure.note
    if floor := known.get(figure.beside):
        multiple = f"{_number(middle / floor.median)} × {figure.what or figure.beside}"
    return name, f"{_number(middle)} {figure.unit}", spread, multiple, figure.wanted


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _laid_out(line: tuple[str, ...], widths: list[int]) -> str:
    if len(line) != len(widths):
        return "".join(line)
    name, middle, spread, multiple, wanted = (
        text.ljust(width) if place in (0, 3) else text.rjust(width)
        for place, (text, width) in enumerate(zip(line, widths, strict=True))
    )
    return f"{name}  {middle}  {spread}  {multiple}  {wanted.strip()}".rstrip()

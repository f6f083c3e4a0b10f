"""A file's rows on their way from text to what each would do, some thousands at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from programs.choices import RowAction
from programs.csv_import.answers import Answer, Answers
from programs.csv_import.arrive import Arrival, Arrivals, Identity, storable
from programs.csv_import.columns import KEY, NEEDED, TAGS
from programs.csv_import.decide import Decider
from programs.csv_import.map import LEFT_OUT, map_columns, titles
from programs.csv_import.memory import Memory
from programs.csv_import.organizations import Organizations
from programs.csv_import.planned import PlannedRow, losses
from programs.csv_import.problems import FileProblem
from programs.csv_import.read import Sheet
from programs.csv_import.said import Reading
from programs.models import Program
from programs.progress import tell

_CHUNK = 2_000


@dataclass(slots=True)
class Plan:
    """What a file, or some rows of it, would do; nothing is written yet.

    `rows()` gives it row by row, and the rest is known when that is through: so a file of any
    length takes little memory.
    """

    sheet: Sheet
    names: list[str]
    """The field of each column, LEFT_OUT for those that are left out."""
    source: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    accept_duplicates: bool = False
    fixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Cells mended since, by row number and column."""
    answers: Answers = field(default_factory=Answers)

    counts: Counter[str] = field(default_factory=Counter)
    """Rows by action."""
    readings: Counter[Reading] = field(default_factory=Counter)
    """Rows by each text that was read as something else."""
    new_tags: dict[str, list[str]] = field(default_factory=dict)
    """Slugs that no tag has yet, by the column that names them."""
    absent: list[str] = field(default_factory=list)
    """Programs that the source once had and that are not in this file."""
    losses: Counter[str] = field(default_factory=Counter)
    """Programs by the field that would become blank, and those that would close."""
    questions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rows by column and text, where the column does not take the text."""
    notices: list[str] = field(default_factory=list)
    organizations: Organizations = field(init=False)
    _tags: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in TAGS})
    _claimed: dict[str, int] = field(default_factory=dict)
    _owners: set[str] = field(default_factory=set)
    _good: set[str] = field(default_factory=set)
    _followed: list[tuple[PlannedRow, list[str]]] = field(default_factory=list)
    """Rows that name a successor, with their cells."""
    _known_as: dict[int, Identity] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.organizations = Organizations(self.answers)

    def expect(
        self,
        others: Iterable[tuple[int, str, str]],
        new: Iterable[str],
        organizations: dict[str, str],
        known_as: Mapping[int, Identity],
    ) -> None:
        """Count on what other rows of the same file are about, and on what they bring along.

        `others` has their rows with key and program, `new` the programs that they add. `known_as`
        tells what the file itself calls the rows of this plan, whose cells may have been mended.
        """
        for row, key, slug in others:
            self._places.setdefault(key, row)
            self._claimed.setdefault(slug, row)
        self._good.update(new)
        self.organizations.expect(organizations)
        self._known_as.update(known_as)

    def decider(self, memory: Memory) -> Decider:
        """Return what decides about rows of this plan."""
        return Decider(
            memory,
            self.organizations,
            has_keys=KEY in self.names,
            accept_duplicates=self.accept_duplicates,
            notices=self.notices,
            claimed=self._claimed,
        )

    # --- What the file's columns are ---------------------------------------------------------

    @property
    def mapped(self) -> dict[str, str]:
        """Fields by the columns of other names that fill them."""
        pairs = zip(self.sheet.header, self.names, strict=True)
        return {cell: name for cell, name in pairs if name not in (LEFT_OUT, cell.lower())}

    @property
    def left_out(self) -> list[str]:
        """Columns of the file that a person chose to leave out."""
        pairs = zip(self.sheet.header, self.names, strict=True)
        return [cell for cell, name in pairs if name == LEFT_OUT]

    # --- Its rows ----------------------------------------------------------------------------

    def rows(self) -> Iterator[PlannedRow]:
        """Yield what each row would do; rows of which the source says nothing new are counted only.

        The last to come are those that name a successor: it may stand further down in the file.
        Raises FileProblem if the file breaks off, or rows are new programs and a column that these
        need is missing.
        """
        memory = Memory(self.source)
        arrivals = Arrivals(
            self.names,
            self.sheet.header,
            memory,
            self.answers,
            self.constants,
            self.fixes,
            self.readings,
            self._places,
            self._known_as,
        )
        decider = self.decider(memory)
        pending, read = self.sheet.rows(), 0
        while chunk := list(islice(pending, _CHUNK)):
            arrived, silent = arrivals.of(chunk)
            self.counts[RowAction.UNCHANGED] += len(silent)
            self._good.update(one.slug for one in silent)
            self._claimed.update((one.slug, 0) for one in silent)
            for one, row in zip(arrived, decider.decide(arrived), strict=True):
                self._refuse_lacking_column(row)
                self._ask(one, row)
                if row.action != RowAction.INVALID and row.after.get("successor"):
                    self._followed.append((row, one.cells))
                    self._good.update([row.slug] if row.is_good else [])
                else:
                    yield self._noted(row, one.cells)
            read += len(chunk)
            tell("rows read", read, self.sheet.about_rows)
        self._refuse_lost()
        yield from (self._noted(row, cells) for row, cells in self._followed)
        self.notices += [*self.sheet.notices.values(), *self.organizations.notices]
        self.organizations.keep(self._owners)
        self.new_tags = {name: _new_tags(name, slugs) for name, slugs in self._tags.items()}
        self.absent = memory.absent(set(arrivals.places))

    def _ask(self, one: Arrival, row: PlannedRow) -> None:
        """Note which texts of a row say nothing, and whether it stays out because of one."""
        if one.typed.problems:
            asked = one.texts(self.names)
            self.questions.update(set(asked))
            row.is_left_out = self.answers.leaves_out(asked)

    def _cells_of(self, row: PlannedRow, cells: list[str]) -> dict[str, str]:
        """Return what is worth keeping of the cells: all of a row in doubt, else those left out."""
        if not row.is_in_doubt and LEFT_OUT not in self.names:
            return {}
        columns = zip(titles(self.sheet.header), self.names, cells, strict=False)
        return {
            title: storable(cell)
            for title, name, cell in columns
            if cell.strip() and (row.is_in_doubt or name == LEFT_OUT)
        }

    def _refuse_lacking_column(self, row: PlannedRow) -> None:
        if row.program_id or not row.slug:
            return
        given = {*self.names, *self.constants, KEY}
        if missing := [name for name in NEEDED if name not in given]:
            raise FileProblem(
                f"Column “{missing[0]}” is missing, and new programs need it: “{row.slug}” in row "
                f"{row.row} is new."
            )

    def _noted(self, row: PlannedRow, cells: list[str]) -> PlannedRow:
        """Count the row and what it brings along, and keep what is needed of its cells."""
        row.cells = self._cells_of(row, cells)
        self.counts[row.action] += 1
        if row.is_good:
            self._good.add(row.slug)
        if row.action != RowAction.INVALID:
            self._owners.add(row.organization)
            for name, slugs in self._tags.items():
                slugs.update(row.after.get(name, ()))
            if row.program_id:
                self.losses.update(losses(row.before, row.after))
        return row

    def _refuse_lost(self) -> None:
        """Turn down rows whose successor is neither in the database nor in a row that goes in."""
        named = {row.after["successor"] for row, _ in self._followed}
        known = set(Program.objects.filter(slug__in=named).values_list("slug", flat=True))
        while lost := [
            row
            for row, _ in self._followed
            if row.action != RowAction.INVALID and row.after["successor"] not in known | self._good
        ]:
            for row in lost:
                self._good.discard(row.slug)
                row.refuse(
                    "successor",
                    f"“{row.after['successor']}” is the key of no program here and of no row that "
                    "goes in.",
                )


def make_plan(
    sheet: Sheet,
    *,
    source: str = "",
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    accept_duplicates: bool = False,
    fixes: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, Mapping[str, Answer]] | None = None,
) -> Plan:
    """Return the plan of a sheet, whose rows are still to come. Raises FileProblem.

    `mapping` has the field for columns of other names, blank for those to leave out; `constants`
    the text for fields that every row has where it says nothing itself; `fixes` the cells that were
    mended since, by row number and column; `answers` what is to be done with texts, by column.
    """
    return Plan(
        sheet,
        map_columns(sheet, mapping, constants or {}),
        source,
        constants or {},
        accept_duplicates,
        fixes or {},
        Answers(answers),
    )


def _new_tags(name: str, slugs: set[str]) -> list[str]:
    tags = Program._meta.get_field(name).related_model.objects
    return sorted(slugs - set(tags.filter(slug__in=slugs).values_list("slug", flat=True)))

"""Texts that no column takes, asked about once for the whole file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from rapidfuzz import fuzz, process

from programs.admin.import_doors import ADD, batch_url, door, screen
from programs.admin.import_words import allowed_values, column_label, counted
from programs.choices import RowAction, RowDecision
from programs.csv_import.answers import Answer
from programs.csv_import.columns import KEY, KNOWN, ORGANIZATION, TAGS
from programs.csv_import.problems import CellProblem
from programs.csv_import.review import answer
from programs.csv_import.spellings import fold
from programs.csv_import.validate import read_cell
from programs.models import Audience, ImportBatch, Organization, Role, Topic

AT_ONCE = 40
"""So many texts are asked about on one page, the most common first."""

Asked = tuple[str, str]
"""A column and a text that it does not take."""

_TAGS = {"topics": Topic, "roles": Role, "audiences": Audience}
_NEAREST = 6
_FAR = 45


@dataclass(slots=True)
class Question:
    """A text of a column, in how many rows it stands, what it may mean, and what was said of it."""

    column: str
    text: str
    rows: int
    values: list[tuple[str, str]] = field(default_factory=list)
    """All that the column takes, if it is few; then `near` is blank."""
    near: list[str] = field(default_factory=list)
    told: str = ""
    """What is wrong with it."""
    way: str = ""
    use: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """What its controls are called: the same for the same text on every load."""
        return f"q{blake2b(f'{self.column} {self.text}'.encode(), digest_size=6).hexdigest()}"

    @property
    def label(self) -> str:
        return column_label(self.column)

    @property
    def rows_words(self) -> str:
        return counted(self.rows, "row")

    @property
    def can_be_created(self) -> bool:
        return self.column == ORGANIZATION

    @property
    def can_be_blank(self) -> bool:
        return not KNOWN[self.column].is_needed

    def read(self, data: dict[str, str]) -> Answer | None:
        """Return what the form says of it, None if nothing; what is wrong goes into `error`."""
        self.way, self.use = data.get(f"{self.name}-way", ""), data.get(f"{self.name}-use", "")
        self.use = self.use.strip()
        if self.way == "use" or (self.use and not self.way):
            self.way, self.error = "use", self._wrong_with(self.use)
            return None if self.error else {"way": "use", "text": self.use}
        allowed = {"skip", *(["create"] if self.can_be_created else [])}
        allowed |= {"blank"} if self.can_be_blank else set()
        return {"way": self.way} if self.way in allowed else None

    def _wrong_with(self, text: str) -> str:
        if not text:
            return "Say which text to use instead."
        if self.column == ORGANIZATION:
            if Organization.objects.filter(name__iexact=text).exists():
                return ""
            return (
                f"There is no organization “{text}”. Choose one that there is, or make a new one."
            )
        try:
            read_cell(self.column, text)
        except CellProblem as problem:
            return str(problem)
        return ""


def open_questions(batch: ImportBatch) -> list[Asked]:
    """Return the column and text of what was not answered yet, the most common first."""
    answers = batch.reading.get("answers", {})
    return [
        (one["column"], one["text"])
        for one in batch.report.get("questions", [])
        if one["text"]
        and one["column"] != KEY
        and one["text"] not in answers.get(one["column"], {})
    ]


def questions_of(batch: ImportBatch) -> tuple[list[Question], int]:
    """Return what to ask about now, with the rows that have it still, and how many more there are.

    Rows that were mended or left out meanwhile ask nothing more.
    """
    asked = open_questions(batch)
    rows, told = _found(batch, set(asked))
    left = [one for one in asked if rows[one]]
    candidates = _Candidates()
    questions = [candidates.question(*one, rows[one]) for one in left[:AT_ONCE]]
    for question in questions:
        question.told = told.get((question.column, question.text), "")
    return questions, len(left[AT_ONCE:])


def _found(batch: ImportBatch, asked: set[Asked]) -> tuple[Counter[Asked], dict[Asked, str]]:
    """Return in how many invalid rows each text stands, and what is wrong with it there."""
    titles = [(title, name) for title, name in batch.report.get("columns", []) if name]
    count: Counter[Asked] = Counter()
    told: dict[Asked, str] = {}
    if not asked:
        return count, told
    rows = batch.rows.filter(action=RowAction.INVALID).exclude(decision=RowDecision.SKIP)
    for cells, problems in rows.values_list("cells", "problems").iterator():
        wrong = dict(problems)
        texts = {(name, cells.get(title, "").strip()) for title, name in titles if name in wrong}
        for one in texts & asked:
            count[one] += 1
            told.setdefault(one, wrong[one[0]])
    return count, told


class _Candidates:
    """What a text may mean, nearest first. Reads names only of columns that are asked about."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, str]] = {}

    def question(self, column: str, text: str, rows: int) -> Question:
        question = Question(column, text, rows)
        names = self._named(column)
        near = process.extract(
            fold(text[:100]), names.keys(), scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=_FAR
        )
        nearest = [names[one] for one, _, _ in near]
        if values := allowed_values(column):
            # The nearest come first.
            question.values = sorted(
                values, key=lambda one: nearest.index(one[0]) if one[0] in nearest else _NEAREST
            )
        else:
            question.near = list(dict.fromkeys(nearest))
        return question

    def _named(self, column: str) -> dict[str, str]:
        """Return what the column takes by the folded name, of few values also by their label."""
        if column not in self._names:
            self._names[column] = {fold(said): value for said, value in self._pairs(column)}
        return self._names[column]

    def _pairs(self, column: str) -> Iterator[tuple[str, Any]]:
        if column == ORGANIZATION:
            yield from (
                (name, name) for name in Organization.objects.values_list("name", flat=True)
            )
        elif column in TAGS:
            for slug, name in _TAGS[column].objects.values_list("slug", "name"):
                yield from ((slug, slug), (name, slug))
        for value, label in allowed_values(column):
            yield from ((value, value), (label, value))


@door(ADD, "GET", "POST")
def values(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Ask about texts, all on one page; take what is answered and ask again about the rest."""
    questions, more = questions_of(batch)
    if request.method == "POST":
        said = [(question, question.read(request.POST)) for question in questions]
        answers = [(question, one) for question, one in said if one]
        with transaction.atomic():
            for question, one in answers:
                answer(batch, question.column, question.text, one, by=request.user)
        if answers:
            messages.success(
                request, f"{counted(len(answers), 'text')} settled, and the rows read again."
            )
        if not any(question.error for question in questions):
            return redirect(batch_url(batch))
        settled = {question.name for question, _ in answers}
        questions = [question for question in questions if question.name not in settled]
    return screen(request, "values", "Texts to settle", batch, questions=questions, more=more)

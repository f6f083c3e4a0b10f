"""Which organization a row means, and which ones a file brings along."""

from dataclasses import dataclass, field

from django.utils.text import slugify
from rapidfuzz import fuzz, process

from programs.csv_import.answers import Answers
from programs.csv_import.cells import clean
from programs.csv_import.columns import ORGANIZATION, ORGANIZATION_URL
from programs.csv_import.problems import CellProblem, RowProblem, quoted
from programs.csv_import.spellings import fold
from programs.csv_import.validate import TypedRow
from programs.ledger import State
from programs.models import Organization

_NEAR = 88


@dataclass(slots=True)
class Organizations:
    """The organizations there are and will be, found by name whatever its capitals.

    `new` holds those that the file brings, `urls` the addresses it gives to ones without any, both
    by slug; `notices` tells where a row gives another address than the one we have.
    """

    answers: Answers
    new: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    _slugs: dict[str, str] = field(default_factory=dict)
    _known_urls: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    """Those that are there, as people write them, by what stays when spelling doesn't matter."""
    _doubts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for slug, name, url in Organization.objects.values_list("slug", "name", "url"):
            # Two may differ by capitals alone: each is found by its own.
            self._slugs[clean(name)] = self._slugs[clean(name).casefold()] = slug
            self._known_urls[slug] = url
            self._names[fold(name)] = name

    def settle(self, row: TypedRow) -> State:
        """Return the row's values with the organization as its slug, noting what is new.

        One that is much like another is a problem of the row, until somebody says which it is.
        """
        values = dict(row.values)
        url = values.pop(ORGANIZATION_URL, "")
        name = values.get(ORGANIZATION)
        if name:
            try:
                slug = self._slug(name)
            except CellProblem as problem:
                row.problems.append(RowProblem(row.row, ORGANIZATION, str(problem)))
                return values
            if slug:
                values[ORGANIZATION] = slug
                self._note_url(row.row, name, slug, url)
            else:
                del values[ORGANIZATION]
        return values

    def expect(self, new: dict[str, str]) -> None:
        """Count on organizations that other rows of the file bring along, by slug."""
        for slug, name in new.items():
            self._slugs.setdefault(name.casefold(), slug)
            self._known_urls.setdefault(slug, "")

    def keep(self, used: set[str]) -> None:
        """Forget what is said of organizations other than these slugs."""
        self.new = {slug: name for slug, name in self.new.items() if slug in used}
        self.urls = {slug: url for slug, url in self.urls.items() if slug in used}

    def _slug(self, name: str) -> str:
        """Return the organization's slug, blank if the name is to be read as blank."""
        if name in self._slugs:
            return self._slugs[name]
        key = name.casefold()
        if key not in self._slugs:
            answer = self.answers.of(ORGANIZATION, name) or {"way": ""}
            if answer["way"] == "blank":
                self._slugs[key] = ""
            elif answer["way"] == "skip":
                raise CellProblem(f"{quoted(name)} is to be left out.")
            elif answer["way"] == "use" and answer["text"].casefold() != key:
                self._slugs[key] = self._slug(answer["text"])
            else:
                if not answer["way"]:
                    self._refuse_like(name)
                self._slugs[key] = self._add(name)
        return self._slugs[key]

    def _refuse_like(self, name: str) -> None:
        """Raise CellProblem if the name is much like that of an organization that is there."""
        if name not in self._doubts:
            near = process.extractOne(
                fold(name), self._names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
            )
            self._doubts[name] = self._names[near[0]] if near else ""
        if like := self._doubts[name]:
            raise CellProblem(
                f"{quoted(name)} is not here, and much like {quoted(like)}, which is. Write that, "
                "or say that it is another one."
            )

    def _add(self, name: str) -> str:
        slug = self._free_slug(name)
        self._known_urls[slug] = ""
        self.new[slug] = name
        return slug

    def _free_slug(self, name: str) -> str:
        stem = slugify(name)[:110].strip("-") or "organization"
        slug, count = stem, 1
        while slug in self._known_urls:
            count += 1
            slug = f"{stem}-{count}"
        return slug

    def _note_url(self, row: int, name: str, slug: str, url: str) -> None:
        known = self._known_urls[slug]
        if url and not known:
            self._known_urls[slug] = self.urls[slug] = url
        elif url and url != known:
            self.notices.append(
                f"Row {row}, {ORGANIZATION_URL}: {name} keeps its address {known}; {url} was not "
                "taken."
            )

"""Which organization a row means, and which ones a file brings along."""

from dataclasses import dataclass, field

from django.utils.text import slugify

from programs.csv_import.cells import clean
from programs.csv_import.columns import ORGANIZATION, ORGANIZATION_URL
from programs.csv_import.validate import TypedRow
from programs.ledger import State
from programs.models import Organization


@dataclass(slots=True)
class Organizations:
    """The organizations there are and will be, found by name whatever its capitals.

    `new` holds those that the file brings, `urls` the addresses it gives to ones without any, both
    by slug; `notices` tells where a row gives another address than the one we have.
    """

    new: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    _slugs: dict[str, str] = field(default_factory=dict)
    _known_urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for slug, name, url in Organization.objects.values_list("slug", "name", "url"):
            self._slugs[clean(name).casefold()] = slug
            self._known_urls[slug] = url

    def settle(self, row: TypedRow) -> State:
        """Return the row's values with the organization as its slug, noting what is new."""
        values = dict(row.values)
        url = values.pop(ORGANIZATION_URL, "")
        name = values.get(ORGANIZATION)
        if name:
            values[ORGANIZATION] = slug = self._slug(name)
            self._note_url(row.row, name, slug, url)
        return values

    def keep(self, used: set[str]) -> None:
        """Forget what is said of organizations other than these slugs."""
        self.new = {slug: name for slug, name in self.new.items() if slug in used}
        self.urls = {slug: url for slug, url in self.urls.items() if slug in used}

    def _slug(self, name: str) -> str:
        key = name.casefold()
        if key not in self._slugs:
            slug = self._free_slug(name)
            self._slugs[key] = slug
            self._known_urls[slug] = ""
            self.new[slug] = name
        return self._slugs[key]

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

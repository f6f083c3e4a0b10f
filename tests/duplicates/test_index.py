"""What the index of duplicates finds besides like names, and the laws that hold for it."""

import csv

import pytest
from django.conf import settings
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import Publication
from programs.duplicates import Duplicates, Likeness
from tests.duplicates.rows import Row, index_of, likely, likeness
from tests.factories import OrganizationFactory, ProgramFactory

# --- Addresses ---------------------------------------------------------------------------------

ADDRESS = "https://deepmind.google/about/education/"
SAME_ADDRESS = {
    "the-same": ADDRESS,
    "no-encryption-and-www": "http://www.deepmind.google/about/education",
    "tracking": "https://deepmind.google/about/education?utm_source=list#apply",
    "capitals": "https://DeepMind.google/About/Education/",
    "port-and-file": "https://deepmind.google:443/about/education/index.html",
}


@pytest.mark.parametrize("url", SAME_ADDRESS.values(), ids=SAME_ADDRESS)
def test_an_address_is_recognized(url: str):
    found = likeness(Row("Learning Grants", url=ADDRESS), Row("Young Minds", "alphabet", url))

    assert found == Likeness("program-0", "Learning Grants", 70, "the same address")


NO_EVIDENCE = {
    "front-page": ("https://deepmind.google/", "Young Minds"),
    "another-page": (ADDRESS + "more", "Young Minds"),
    "another-kind": (ADDRESS, "Young Minds Internship"),
    "blank": ("", "Young Minds"),
    "not-an-address": ("http://[", "Young Minds"),
}


@pytest.mark.parametrize(("url", "name"), NO_EVIDENCE.values(), ids=NO_EVIDENCE)
def test_an_address_alone_is_not_always_evidence(url: str, name: str):
    stored = Row("Learning Fellowship", url=ADDRESS if url.startswith(ADDRESS) else url)

    assert likeness(stored, Row(name, url=url)) is None


def test_an_address_of_many_programs_is_no_evidence():
    names = ["Learning Grants", "Growing Minds", "Open Doors", "First Steps"]
    index = index_of(*(Row(name, url=ADDRESS) for name in names))

    assert likely(index, "new", Row("Young Stars", url=ADDRESS)) == []


def test_an_address_of_many_programs_is_evidence_beside_a_like_name():
    names = ["Learning Grants", "Growing Minds", "Open Doors", "First Steps"]
    index = index_of(*(Row(name, url=ADDRESS) for name in names))

    found = likely(index, "new", Row("Growing Mind", "alphabet", ADDRESS))

    assert [one.slug for one in found] == ["program-1"]


# --- Other organizations -----------------------------------------------------------------------

ELSEWHERE = {
    "own-name": ("Outreachy", "software-freedom-conservancy", "outreachy", 75),
    "part-of-the-organization": ("PhD Fellowship", "google", "google-research", 90),
    "organization-mistyped": ("Fellows Program", "anthropic", "antropic", 90),
    "organization-not-known": ("AI Residency", "intel", "", 90),
    "degree-of-two-universities": ("MSc Data Science", "eth-zurich", "durham-university", 0),
    "common-words": ("AI Residency Program", "intel", "uber-ai", 0),
}


@pytest.mark.parametrize(("name", "one", "other", "score"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_name_elsewhere_counts_if_it_is_telling(name: str, one: str, other: str, score: int):
    found = likeness(Row(name, one), Row(name, other))

    assert (found.score if found else 0) == score


def test_the_reason_is_in_words():
    index = index_of(Row("AI Residency", url=ADDRESS), Row("Philosophy of Safety Fellowship"))

    same = likely(index, "new", Row("2025 AI Residency", url=ADDRESS))
    like = likely(index, "new", Row("Philosofy of Safety Fellowship"))

    assert [one.reason for one in same] == ["the same name and the same address"]
    assert [one.reason for one in like] == ["a like name at the same organization"]


# --- The index ---------------------------------------------------------------------------------


def test_the_five_best_come_first():
    typos = ["Philosofy of Safety", "Philosophy of Safty", "Philosophy of Savety"]
    index = index_of(*(Row(name) for name in [*typos, *["Philosophy of Safety"] * 4]))

    found = likely(index, "new", Row("Philosophy of Safety"))

    assert [one.score for one in found[:4]] == [100] * 4
    assert len(found) == 5
    assert found[4].score < 100


def test_a_program_added_again_is_what_it_became():
    index = index_of(Row("AI Residency"))

    index.add("program-0", "Young Minds", "google-deepmind", "")

    assert likely(index, "new", Row("AI Residency")) == []
    assert [one.name for one in likely(index, "new", Row("Young Minds"))] == ["Young Minds"]


def test_a_program_added_again_does_not_crowd_its_address():
    index = index_of(Row("Learning Grants", url=ADDRESS))

    for number in range(20):
        index.add("program-0", f"Learning Grants {number}", "google-deepmind", ADDRESS)

    assert likely(index, "new", Row("Young Stars", url=ADDRESS))


def test_the_same_name_is_found_in_a_crowded_organization():
    index = index_of(*(Row(f"Course {number}") for number in range(3_000)))

    assert [one.slug for one in likely(index, "new", Row("Course 1234"))] == ["program-1234"]


def test_the_starter_catalogue_holds_two_pairs_to_look_at():
    with (settings.BASE_DIR / "programs/data/programs.csv").open(encoding="utf-8") as file:
        rows = {
            row["slug"]: Row(
                row["name"], slugify(row["organization"]), row["url"], row["other_names"]
            )
            for row in csv.DictReader(file)
        }
    index = Duplicates()
    for slug, row in rows.items():
        index.add(slug, *row)

    pairs = {
        tuple(sorted((slug, one.slug))) for slug in rows for one in likely(index, slug, rows[slug])
    }

    assert pairs == {
        ("google-deepmind-scholars", "google-deepmind-scholarships"),
        ("microsoft-research-phd-fellowship", "microsoft-research-phd-fellowship-africa"),
    }


@pytest.mark.django_db
def test_an_index_takes_one_query_whatever_the_publication(django_assert_num_queries):
    house = OrganizationFactory(slug="google-deepmind")
    for publication in Publication.values:
        ProgramFactory(
            slug=publication,
            name="AI Residency",
            organization=house,
            url=ADDRESS,
            publication=publication,
        )

    with django_assert_num_queries(1):
        index = Duplicates.of_programs()

    found = likely(index, "new", Row("AI Residency", url=ADDRESS))
    assert {one.slug for one in found} == set(Publication.values)


# --- Laws --------------------------------------------------------------------------------------

WORDS = """
AI ML Data Science Residency Fellows Fellowship Program MSc PhD 2025 Part 1 2 (Africa) (ARENA)
(formerly Google) Google DeepMind Summer Safety Saftey ops MLOps
"""
names = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=5).map(" ".join) | st.text(
    max_size=20
)
rows = st.builds(
    Row,
    name=names,
    organization=st.sampled_from(["google", "google-deepmind", "intel", ""]),
    url=st.sampled_from(["", "https://a.org", "https://a.org/x", "https://a.org/jobs", "b"]),
    other_names=st.just("") | names,
)


@given(st.lists(rows, min_size=2, max_size=5))
def test_likeness_is_mutual(some: list[Row]):
    index = index_of(*some)

    found = {
        (f"program-{number}", one.slug): (one.score, one.reason)
        for number, row in enumerate(some)
        for one in likely(index, f"program-{number}", row)
    }

    assert all(found.get((other, one)) == what for (one, other), what in found.items())


@given(st.lists(rows, max_size=8))
def test_no_program_is_its_own_duplicate(some: list[Row]):
    index = index_of(*some)

    for number, row in enumerate(some):
        found = likely(index, f"program-{number}", row)
        assert f"program-{number}" not in {one.slug for one in found}
        assert len(found) <= 5


@given(rows, rows, st.integers(1, 20))
def test_unrelated_programs_take_no_likeness_away(one: Row, other: Row, count: int):
    index = index_of(one)
    before = likely(index, "new", other)

    for number in range(count):
        index.add(f"unrelated-{number}", f"Xylophone {number}", "orchestra", "https://o.org/x")

    assert likely(index, "new", other) == before


@given(rows.filter(lambda row: row.organization), st.lists(rows, max_size=4))
def test_the_same_name_at_the_same_organization_is_always_found(row: Row, others: list[Row]):
    index = index_of(row, *others)

    found = likely(index, "new", Row(row.name, row.organization))

    assert "program-0" in {one.slug for one in found}

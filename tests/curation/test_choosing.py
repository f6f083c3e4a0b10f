"""Laws of what two listings say once it is chosen: nothing of either is lost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from programs.checks import Checks
from programs.csv_import.planned import blank_state
from programs.curation.choosing import BOTH, GONE, KEPT, differences, result
from programs.ledger import CURATED_FIELDS, same

LISTS = ("topics", "roles", "audiences", "locations", "open_to_countries")
UNCHECKED = Checks((), {})
NAMES = st.sampled_from(["Air", "air", "Residency", "Lab Year"])

ROUNDS = st.lists(
    st.fixed_dictionaries(
        {
            "label": st.sampled_from(["2025", "2026", "Cohort", "cohort"]),
            "opens_on": st.none() | st.just("2026-01"),
            "closes_on": st.none() | st.sampled_from(["2026-03", "2026-04-01"]),
            "starts_on": st.none(),
            "closes_at_note": st.just(""),
            "cancelled": st.booleans(),
        }
    ),
    max_size=3,
    unique_by=lambda one: one["label"],
)
EVIDENCE = st.lists(
    st.fixed_dictionaries({"field": st.just("cost"), "quote": NAMES}),
    max_size=3,
    unique_by=lambda one: one["quote"],
)
STATES = st.fixed_dictionaries(
    {
        "name": NAMES,
        "other_names": st.lists(NAMES, max_size=3, unique_by=str.casefold).map("; ".join),
        "cost": st.sampled_from(["", "free", "paid"]),
        "rolling": st.none() | st.booleans(),
        "minimum_age": st.none() | st.integers(0, 3),
        "last_seen": st.none() | st.sampled_from(["2025", "2026-01", "2026-01-15"]),
        "rounds": ROUNDS,
        "evidence": EVIDENCE,
        **{name: st.lists(st.sampled_from("abc"), max_size=3, unique=True) for name in LISTS},
    }
)


def states(slug: str, other: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda said, successor: {**blank_state(), **said, "slug": slug, "successor": successor},
        STATES,
        st.sampled_from([None, other, "third"]),
    )


CHOICES = st.dictionaries(st.sampled_from(CURATED_FIELDS), st.sampled_from([KEPT, GONE, BOTH]))
MINE, THEIRS = states("kept", "gone"), states("gone", "kept")


def key(one: dict[str, Any]) -> str:
    return one["label"].casefold()


@given(MINE, THEIRS, CHOICES)
def test_each_value_is_that_of_whom_it_was_chosen_from(kept, gone, chosen):
    after = result(kept, gone, chosen)

    for name in set(CURATED_FIELDS) - {"slug", "successor", "rounds", "evidence", "other_names"}:
        whose = chosen.get(name, KEPT)
        if whose == BOTH and name in LISTS:
            assert set(after[name]) == {*kept[name], *gone[name]}
        else:
            assert after[name] == (gone if whose == GONE else kept)[name]
    assert after["slug"] == "kept"
    assert after["successor"] in (None, "third")


@given(MINE, THEIRS, CHOICES)
def test_no_name_no_round_and_no_evidence_is_lost(kept, gone, chosen):
    after = result(kept, gone, chosen)

    def names(state):
        told = [state["name"], *state["other_names"].split("; ")]
        return {name.casefold() for name in told if name}

    def said(state):
        return {one["quote"] for one in state["evidence"]}

    assert names(after) == names(kept) | names(gone)
    assert said(after) == said(kept) | said(gone)
    first, second = (kept, gone) if chosen.get("rounds") != GONE else (gone, kept)
    assert [one for one in first["rounds"] if one not in after["rounds"]] == []
    for one in second["rounds"]:
        dates = one["opens_on"], one["closes_on"]
        assert any(
            key(one) == key(other) or (dates == (other["opens_on"], other["closes_on"]))
            for other in after["rounds"]
        )
    assert len({one["label"] for one in after["rounds"]}) == len(after["rounds"])


@given(MINE, THEIRS)
def test_what_is_not_asked_is_the_same_in_both(kept, gone):
    asked = {one.field for one in differences(kept, gone, UNCHECKED, UNCHECKED)}

    for name in set(CURATED_FIELDS) - asked - {"slug", "rounds", "evidence", "other_names"}:
        assert same(kept[name], gone[name]) or (name, gone[name]) == ("successor", "kept")


@given(MINE, THEIRS)
def test_what_is_suggested_says_whatever_one_of_them_says(kept, gone):
    suggested = {one.field: one.suggested for one in differences(kept, gone, UNCHECKED, UNCHECKED)}
    after = result(kept, gone, suggested)

    for name in ("cost", "rolling", "minimum_age", "last_seen", *LISTS):
        stated = [state[name] for state in (kept, gone) if state[name] not in (None, "", [])]
        assert bool(stated) == (after[name] not in (None, "", []))


@given(MINE)
def test_a_listing_merged_with_its_like_stays_as_it_is(kept):
    gone = {**kept, "slug": "gone"}

    after = result(kept, gone, {})

    assert all(
        same(after[name], kept[name]) for name in set(CURATED_FIELDS) - {"successor", "other_names"}
    )

from collections import Counter

import pytest

from programs.filters.analysis import stem, words_of
from programs.filters.search import Clause, Reading, Search, Term, as_typed, read
from programs.filters.synonyms import SYNONYMS


def reading(text: str) -> Reading:
    return as_typed(Search.of(text))


def own(text: str) -> list[list[str]]:
    """Return the own words of each clause."""
    return [[*words] for clause in reading(text).clauses for words in [_words(clause.own)]]


def others(text: str) -> list[set[str]]:
    """Return the other phrases of each clause."""
    return [
        {" ".join(_words(terms)) for terms in clause.others} for clause in reading(text).clauses
    ]


def _words(terms: tuple[Term, ...]) -> list[str]:
    return [word for term in terms for word in sorted(term.words)]


def prefixes(text: str) -> list[str]:
    return [
        term.prefix
        for clause in reading(text).clauses
        for way in (clause.own, *clause.others)
        for term in way
        if term.prefix
    ]


# --- Words -----------------------------------------------------------------------------------


def test_every_telling_word_is_a_clause():
    assert own("The path into Data-Labs") == [["path"], ["data"], ["labs"]]


def test_a_search_of_nothing_but_common_words_keeps_them():
    assert own("to the") == [["to"], ["the"]]


def test_accents_and_letter_case_do_not_matter():
    assert reading("ÉCOLE") == reading("ecole")


def test_an_empty_search_asks_for_nothing():
    assert reading("…") == Reading()


def test_a_clause_that_is_there_already_is_not_asked_twice():
    assert own("Lab data lab rooms") == [["lab"], ["data"], ["rooms"]]


def test_a_reading_can_be_a_key():
    assert len({reading("phd lab"), reading("PhD, lab!")}) == 1


# --- The last word ---------------------------------------------------------------------------


def test_the_last_word_may_be_the_beginning_of_one():
    assert reading("data la").clauses == (
        Clause((Term(frozenset({"data"})),)),
        Clause((Term(frozenset({"la"}), "la"),)),
    )


def test_of_a_phrase_only_its_last_word_may_be_a_beginning():
    assert prefixes("boot camp") == ["camp"]


def test_a_common_word_at_the_end_is_not_completed():
    assert prefixes("data in") == []


# --- Synonyms --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("ML", {"machine learning"}, id="ML"),
        pytest.param("machine learning", {"ml"}, id="machine learning"),
        pytest.param("NLP", {"natural language processing"}, id="NLP"),
        pytest.param("Natural Language Processing", {"nlp"}, id="longest phrase"),
        pytest.param("PhD", {"phds", "ph d", "doctorate", "doctoral"}, id="PhD"),
        pytest.param("Ph.D.", {"phd", "phds", "doctorate", "doctoral"}, id="dots"),
        pytest.param("doctoral", {"phd", "phds", "ph d"}, id="doctoral"),
        pytest.param("scholarship", {"fellowship"}, id="scholarship"),
        pytest.param("fellowships", {"scholarship"}, id="another form"),
        pytest.param("boot camps", {"bootcamp"}, id="boot camp"),
        pytest.param("bootcamps", {"boot camp"}, id="bootcamp"),
        pytest.param("interns", {"internship"}, id="intern"),
        pytest.param("masters", {"master s", "msc", "ms"}, id="masters"),
        pytest.param("master's", {"master", "msc", "ms"}, id="apostrophe"),
        pytest.param("machine", set(), id="half a phrase"),
        pytest.param("robots", set(), id="none"),
    ],
)
def test_synonyms_stand_beside_what_was_typed(text, same):
    assert others(text) == [same]


def test_phrases_are_found_between_other_words():
    assert own("residency machine learning google NLP") == [
        ["residency"],
        ["machine", "learning"],
        ["google"],
        ["nlp"],
    ]
    assert others("residency machine learning google NLP") == [
        set(),
        {"ml"},
        set(),
        {"natural language processing"},
    ]


def test_words_of_a_phrase_in_another_order_are_no_phrase():
    assert own("learning machine") == [["learning"], ["machine"]]


def test_no_phrase_stands_in_two_rows():
    rows = [{tuple(map(stem, words_of(text))) for text in row} for row in SYNONYMS]

    assert [
        phrase for phrase, rows in Counter(p for row in rows for p in row).items() if rows > 1
    ] == []


def test_every_row_has_phrases_of_different_stems():
    assert all(len({tuple(map(stem, words_of(text))) for text in row}) > 1 for row in SYNONYMS)


# --- Forms -----------------------------------------------------------------------------------


def test_forms_stand_for_typed_and_for_synonymous_words():
    found = read(Search.of("ML lab"), lambda word: frozenset({word, word + "s"}))

    assert found.clauses == (
        Clause(
            (Term(frozenset({"ml", "mls"})),),
            (
                (
                    Term(frozenset({"machine", "machines"})),
                    Term(frozenset({"learning", "learnings"})),
                ),
            ),
        ),
        Clause((Term(frozenset({"lab", "labs"}), "lab"),)),
    )


@pytest.mark.parametrize(
    ("words", "exactly", "loosely"),
    [
        pytest.param(["big", "robot"], True, True, id="the word"),
        pytest.param(["robotics"], False, True, id="begins with it"),
        pytest.param(["bot"], False, False, id="another"),
        pytest.param([], False, False, id="none"),
    ],
)
def test_a_prefix_counts_only_loosely(words, exactly, loosely):
    term = Term(frozenset({"robot"}), "robot")

    assert term.is_in(words, exact=True) is exactly
    assert term.is_in(words, exact=False) is loosely


def test_a_term_of_nothing_occurs_nowhere():
    assert not Term(frozenset()).is_in(["robot"], exact=False)

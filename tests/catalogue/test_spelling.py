import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from programs.catalogue.text import TextIndex, Texts
from programs.filters.analysis import is_telling, stem
from programs.filters.search import (
    Reading,
    Search,
    read,
)
from tests.catalogue.indexes import corrected, found, index_of
from tests.filters import oracle

# --- Spelling --------------------------------------------------------------------------------


@st.composite
def typos(draw: st.DrawFn) -> tuple[str, str]:
    """Return a word of five letters or more, and it with one of them wrong."""
    word = draw(st.text(string.ascii_lowercase, min_size=5, max_size=12))
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    before, here, after = word[:place], word[place], word[place + 1 :]
    wrong = [
        before + after,
        before + letter + after,
        before + letter + here + after,
        before + after[:1] + here + after[1:],
    ]
    return word, draw(st.sampled_from(wrong))


OTHERS = ["organization", "data", "robotics"]


@given(typo=typos())
def test_a_word_with_one_wrong_letter_finds_the_right_one(typo):
    word, typed = typo
    assume(all(OSA.distance(typed, other) > 2 and stem(word) != stem(other) for other in OTHERS))
    assume(is_telling(word))
    index = index_of(word, *OTHERS)

    assert found(index, typed) == [1]
    assert corrected(index, typed) in ({}, {typed: word})


def uncorrected(corpus: dict[int, Texts], search: Search) -> Reading:
    """Return what a search means to one who knows these texts, and no wrong spelling."""
    known = {word for texts in corpus.values() for text in texts for word in oracle.words_in(text)}
    return read(search, lambda word: frozenset(w for w in known if stem(w) == stem(word)) | {word})


typed_words = st.sampled_from([*oracle.WORDS, "machne", "robto", "doctorats", "xyzzy", "the"])


@given(corpus=oracle.corpora, words=st.lists(typed_words, min_size=1, max_size=3))
def test_only_a_search_that_finds_nothing_is_corrected(corpus, words):
    index = TextIndex.of(corpus.items())
    search = Search.of(" ".join(words))
    plain = uncorrected(corpus, search)
    reading = index.read(search)

    if oracle.matching(corpus, plain) or not index.find(reading):
        assert reading == plain
    else:
        assert reading.corrected
        for typed, meant in reading.corrected:
            assert typed in words
            assert found(index, meant)


def test_the_most_used_of_the_closest_words_is_named_and_all_are_found():
    index = index_of("Leaning", "Learning", "Learning labs", "Meaning")

    assert corrected(index, "Lerning") == {"Lerning": "learning"}
    assert found(index, "Lerning") == [1, 2, 3]


def test_a_word_at_one_letter_is_preferred_to_one_at_two():
    index = index_of("Residency", "Presidency")

    assert found(index, "rezidency") == [1]
    assert found(index, "presidensy") == [2]


def test_all_forms_of_the_right_word_are_found():
    assert found(index_of("Machine", "Machines"), "mahcine") == [1, 2]


def test_several_wrong_words_are_corrected_together():
    index = index_of("Reinforcement learning", "Reinforcement", "Learning")

    assert corrected(index, "Reinforcemant lerning") == {
        "Reinforcemant": "reinforcement",
        "lerning": "learning",
    }
    assert found(index, "Reinforcemant lerning") == [1]


def test_right_words_beside_a_wrong_one_stay():
    index = index_of("Data residency", "Lab residency")

    assert corrected(index, "data resedency") == {"resedency": "residency"}
    assert found(index, "data resedency") == [1]


def test_a_word_whose_synonym_is_there_is_spelled_right():
    index = index_of("PhD learning", "Doctorat")

    assert corrected(index, "doctorate lerning") == {"lerning": "learning"}
    assert found(index, "doctorate lerning") == [1]


def test_of_a_phrase_only_the_word_that_is_nowhere_is_corrected():
    index = index_of("Machine leaning", "Machina")

    assert corrected(index, "machine learning") == {"learning": "leaning"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("mach", id="the beginning of a word"),
        pytest.param("doctoral", id="a synonym is there"),
        pytest.param("machines", id="another form is there"),
        pytest.param("ph", id="short"),
        pytest.param("h2020", id="digits"),
        pytest.param("learning phd", id="words that never stand together"),
        pytest.param("lerning phd", id="nor when spelled right"),
        pytest.param("lerning xyzzy", id="beside a word that nothing is like"),
    ],
)
def test_other_searches_are_taken_at_their_word(text):
    index = index_of("Machine learning", "PhD", "h2021", "pi")

    assert corrected(index, text) == {}


def test_a_word_that_is_gone_is_nobody_s_right_spelling():
    index = index_of("Presidency", "Residency")
    without_one = index.changed([1], [])
    without_both = without_one.changed([2], [])

    assert corrected(index, "presidencq") == {"presidencq": "presidency"}
    assert corrected(without_one, "presidencq") == {"presidencq": "residency"}
    assert corrected(without_both, "presidencq") == {}
    assert found(without_both, "presidencq") == []


# --- Suggestions -----------------------------------------------------------------------------


def test_a_word_in_ten_times_as_many_programs_is_suggested():
    index = index_of(*["Learning to learn"] * 10, "Lerning")

    assert found(index, "Lerning") == [11]
    assert index.suggest(Search.of("To Lerning!")) == "To learning!"


def test_a_word_in_fewer_programs_is_not_suggested():
    index = index_of(*["Learning"] * 9, "Lerning")

    assert index.suggest(Search.of("lerning")) == ""


def test_the_rest_of_a_search_must_be_found_with_the_suggestion():
    index = index_of(*["Learning"] * 20, "Lerning lab", "Lab")

    assert index.suggest(Search.of("lerning lab")) == ""


def test_what_was_corrected_is_not_suggested_too():
    index = index_of("Presidency", *["Residency"] * 20)

    assert corrected(index, "presidencq") == {"presidencq": "presidency"}
    assert index.suggest(Search.of("presidencq")) == ""
    assert index.suggest(Search.of("presidency")) == "residency"


def test_the_closest_word_is_suggested_first():
    index = index_of(*["Presidents"] * 40, *["Residency"] * 10, "Residancx")

    assert index.suggest(Search.of("residancx")) == "residency"


@given(
    names=st.lists(
        st.sampled_from(["learning", "learning lab", "lerning", "leaning", "lab", "data"]),
        min_size=8,
        max_size=40,
    ),
    words=st.lists(
        st.sampled_from(["learning", "lerning", "leaning", "lab", "data", "dato"]),
        min_size=1,
        max_size=2,
    ),
)
def test_a_suggestion_finds_more(names, words):
    index = index_of(*names)
    text = " ".join(words)
    suggested = index.suggest(Search.of(text))

    if suggested:
        assert len(found(index, suggested)) > len(found(index, text))


def test_a_word_that_every_text_has_is_never_offered():
    index = index_of(*["This and that."] * 30, "A hand.")

    assert index.suggest(Search.of("hand")) == ""
    assert index.read(Search.of("thatt")).corrected == ()

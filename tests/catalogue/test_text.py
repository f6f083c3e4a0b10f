from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from programs.catalogue import text as text_module
from programs.catalogue.text import TextIndex, Texts
from programs.filters.search import (
    LEVELS,
    NAMES,
    REST,
    SUMMARY,
    TAGS,
    Search,
    as_typed,
)
from tests.catalogue.indexes import found, index_of
from tests.filters import oracle

# --- What is found, by law -------------------------------------------------------------------

changes = st.tuples(
    st.sets(st.integers(0, 30), max_size=5),
    st.dictionaries(st.integers(0, 30), oracle.texts, max_size=5),
)


@hypothesis_settings(max_examples=25)
@given(
    corpus=oracle.corpora,
    steps=st.lists(changes, max_size=4),
    readings=st.lists(oracle.readings, min_size=1, max_size=6),
)
def test_every_index_finds_what_its_texts_say_forever(corpus, steps, readings):
    index = TextIndex.of(corpus.items())
    history = [(index, corpus)]
    for gone, added in steps:
        index = index.changed(gone, added.items())
        kept = {key: texts for key, texts in corpus.items() if key not in gone}
        corpus = kept | added
        history.append((index, corpus))

    for index, corpus in history:
        for reading in readings:
            for level in LEVELS:
                for exact in (True, False):
                    assert set(index.find(reading, level, exact)) == oracle.matching(
                        corpus, reading, level, exact
                    )


def test_many_programs_are_found_as_few_are():
    words = oracle.WORDS
    corpus = {
        number: (words[number % 28], words[number % 27], words[number % 5], words[number % 2])
        for number in range(2 * text_module.FEW + 1)
    }
    index = TextIndex.of(iter(corpus.items()))

    for text in ("machine", "ml learning", "m", "Zürich ecole", "robots phd", "xyz"):
        reading = index.read(Search.of(text))
        for level in LEVELS:
            assert set(index.find(reading, level)) == oracle.matching(corpus, reading, level, False)


def test_of_nothing_nothing_is_found():
    index = TextIndex.of([])

    assert found(index, "robot") == []
    assert found(index, "") == []
    assert index.suggest(Search.of("robot")) == ""


def test_an_empty_search_finds_everything():
    assert found(index_of("One", "Two"), "") == [1, 2]


# --- Changes ---------------------------------------------------------------------------------


def test_a_program_that_is_added_again_has_its_new_texts_alone():
    index = index_of("Robot", "Machine").changed([], [(1, ("Quokka", "", "", ""))])

    assert found(index, "robot") == []
    assert found(index, "quokka") == [1]


def failing() -> Iterator[tuple[int, Texts]]:
    yield 3, ("Quokka", "", "", "")
    raise OSError("The database went away.")


def test_a_failed_change_leaves_the_index_as_it_was_and_can_be_repeated():
    index = index_of("Robot", "Machine")
    with pytest.raises(OSError, match="went away"):
        index.changed([1], failing())

    assert found(index, "robot") == [1]
    assert found(index, "quokka") == []
    again = index.changed([1], [(3, ("Quokka", "", "", ""))])
    assert found(again, "") == [2, 3]
    assert found(again, "quokka") == [3]


def test_a_failed_write_leaves_nothing_behind(monkeypatch):
    index = index_of("Robot", "Machine")
    with monkeypatch.context() as patch:
        patch.setattr(text_module, "_document", lambda key, texts: 1 / 0)
        with pytest.raises(ZeroDivisionError) as failure:
            index.changed([1], [(3, ("Quokka", "", "", ""))])
    # While somebody still looks at the failure, it holds on to everything.
    assert failure.tb
    again = index.changed([], [(4, ("Lab", "", "", ""))])

    assert found(again, "") == [1, 2, 4]
    assert found(again, "robot") == [1]


def test_a_change_can_be_made_once_more_from_the_older_index():
    index = index_of("Robot", "Machine")
    change = [1], [(2, ("Lab", "", "", "")), (3, ("Quokka", "", "", ""))]
    index.changed(*change)
    again = index.changed(*change)

    assert found(again, "") == [2, 3]
    assert found(again, "lab") == [2]
    assert found(again, "quokka") == [3]
    assert found(again, "machine") == []


# --- Levels ----------------------------------------------------------------------------------


def test_levels_hold_what_the_ones_before_hold():
    index = TextIndex.of([(1, ("robot", "learning", "machine", "lab"))])

    def holds(text: str) -> list[bool]:
        reading = index.read(Search.of(text))
        return [bool(index.find(reading, level)) for level in (NAMES, TAGS, SUMMARY, REST)]

    assert holds("robot") == [True, True, True, True]
    assert holds("learning robot") == [False, True, True, True]
    assert holds("robot machine") == [False, False, True, True]
    assert holds("lab") == [False, False, False, True]


def test_every_form_of_a_word_is_as_good_as_the_word():
    index = index_of("Residencies", "Residency")

    assert len(index.find(index.read(Search.of("residency")), NAMES, exact=True)) == 2


@pytest.mark.parametrize("text", ["ecole", "École", "ECOLE", "E\u0301cole"], ids=ascii)
@pytest.mark.parametrize("name", ["École", "ecole", "E\u0301COLE"], ids=ascii)
def test_accents_and_letter_case_do_not_matter(name, text):
    index = index_of(f"L’{name}")

    assert list(index.find(as_typed(Search.of(text)), NAMES, exact=True)) == [1]


def test_forms_are_known_after_a_change():
    index = index_of("Residency").changed([], [(2, ("Residencies", "", "", ""))])

    assert found(index, "residency") == [1, 2]


def test_synonyms_and_beginnings_are_loose():
    index = index_of("Machine learning", "ML", "MLOps")
    reading = index.read(Search.of("ML"))

    assert list(index.find(reading, exact=True)) == [2]
    assert list(index.find(reading)) == [1, 2, 3]

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from programs.catalogue import vocabulary
from programs.catalogue.vocabulary import Vocabulary, typos_in
from programs.filters.analysis import stem

words = st.text("abts", min_size=1, max_size=9) | st.sampled_from(
    ["residency", "residencies", "residence", "machine", "machines", "R2D2", "2019", "机器学习"]
)


def test_alike_are_the_known_words_of_the_same_stem():
    known = Vocabulary(["residency", "residencies", "machine"])

    assert known.alike("residency") == {"residency", "residencies"}
    assert known.alike("president") == set()
    assert known.alike("machines") == {"machine"}


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("lerning", "learning", id="a letter too few"),
        pytest.param("rrobot", "robot", id="a letter too many"),
        pytest.param("fobot", "robot", id="another letter"),
        pytest.param("orbot", "robot", id="two letters swapped"),
    ],
)
def test_one_wrong_letter_is_close(typed, word):
    assert Vocabulary(["learning", "robot"]).close(typed) == [{word}]


def test_long_words_may_have_two_wrong_letters():
    known = Vocabulary(["residency", "president"])

    assert known.close("resedency") == [{"residency"}, set()]
    assert known.close("resedancy") == [set(), {"residency"}]
    assert known.close("resadancie") == [set(), set()]


@pytest.mark.parametrize(
    ("word", "typos"),
    [("nlp", 0), ("data", 1), ("machine", 1), ("residency"[:8], 2), ("gpt4", 0), ("2019", 0)],
)
def test_how_many_wrong_letters_a_word_may_have(word, typos):
    assert typos_in(word) == typos


def test_words_with_digits_are_never_close():
    assert Vocabulary(["ai4all", "h2020"]).close("aiall") == [set()]


def test_a_word_is_not_close_to_itself():
    assert Vocabulary(["robot", "robots"]).close("robot") == [{"robots"}]


@given(known=st.sets(words), typed=words, split=st.integers(0, 20))
def test_close_words_are_found_whenever_they_came(known, typed, split):
    first, *further = [sorted(known)[:split], *([word] for word in sorted(known)[split:])]
    built = Vocabulary(first)
    for more in further:
        built = built.with_words(more)

    letters = {word for word in known if word.isalpha()}
    assert built.close(typed) == [
        {word for word in letters if OSA.distance(typed, word) == wrong}
        for wrong in range(1, typos_in(typed) + 1)
    ]
    assert built.alike(typed) == {word for word in known if stem(word) == stem(typed)}
    assert sorted(built) == sorted(known)


def test_new_words_leave_the_old_vocabulary_as_it_was():
    old = Vocabulary(["machine"])
    new = old.with_words(["machines"])

    assert old.alike("machine") == {"machine"}
    assert new.alike("machine") == {"machine", "machines"}


def test_known_words_make_no_new_vocabulary():
    known = Vocabulary(["machine"])

    assert known.with_words(["machine"]) is known


def test_many_new_words_become_some_of_the_many(monkeypatch):
    monkeypatch.setattr(vocabulary, "FEW", 2)
    known = Vocabulary(["w0"])
    for number in range(1, 9):
        known = known.with_words([f"w{number}"])

    assert sorted(known) == [f"w{number}" for number in range(9)]
    assert "w5" in known
    assert "w9" not in known

import pytest

from programs.filters.analysis import stem, telling, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Machine LEARNING", ["machine", "learning"], id="letter case"),
        pytest.param("fast.ai, Ph.D.", ["fast", "ai", "ph", "d"], id="dots"),
        pytest.param("master’s C++ R_D", ["master", "s", "c", "r", "d"], id="signs"),
        pytest.param("AI4ALL 2019", ["ai4all", "2019"], id="digits"),
        pytest.param("École naïve Zürich", ["ecole", "naive", "zurich"], id="accents"),
        pytest.param("E\u0301cole", ["ecole"], id="accent as a character of its own"),
        pytest.param("Straße Æsop", ["strasse", "aesop"], id="ligatures"),
        pytest.param("İstanbul", ["istanbul"], id="letter that grows in lower case"),
        pytest.param("машинное 机器", ["машинное", "机器"], id="other scripts"),
        pytest.param("b a b", ["b", "a", "b"], id="order and repetition"),
        pytest.param("", [], id="nothing"),
        pytest.param("… — !", [], id="no letter"),
    ],
)
def test_words_are_runs_of_letters_and_digits(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["residency", "residencies", "residency"], id="residency"),
        pytest.param(["machine", "machines"], id="machine"),
        pytest.param(["doctorate", "doctoral", "doctorates"], id="doctorate"),
        pytest.param(["reinforcement", "reinforcements"], id="reinforcement"),
    ],
)
def test_forms_of_a_word_have_one_stem(words):
    assert len(set(map(stem, words))) == 1


def test_other_words_have_other_stems():
    assert len(set(map(stem, ["scholarship", "scholar", "fellowship", "internship"]))) == 4


def test_words_of_other_scripts_and_of_one_letter_are_their_own_stem():
    assert [stem(word) for word in ["机器", "x", "2019"]] == ["机器", "x", "2019"]


def test_words_that_every_text_has_are_left_out():
    assert telling(["a", "path", "into", "the", "field"]) == ["path", "field"]


def test_they_stay_where_nothing_else_is_left():
    assert telling(["to", "be"]) == ["to", "be"]
    assert telling([]) == []

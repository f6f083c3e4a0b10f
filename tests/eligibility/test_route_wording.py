"""Sentences of routes: plain, short and whole."""

import re
from itertools import product

import pytest

from programs.choices import Degree, Level
from programs.dates import PartialDate
from programs.eligibility.asks import DegreeAsk
from programs.eligibility.gains import Gains
from programs.eligibility.wording import routes as wording

LONGEST = 260
BANNED = r"\b(in)?eligib|\bqualif|\bfail|\bpercent|%|\bapplicant|\bcandidate"
EVERY = [
    Gains(*each)
    for each in product(
        ["", *Degree.values[1:]], ["", *Level.values[1:]], ["", *Level.values[1:]], [True, False]
    )
    if any(each)
]


def sentences():
    for gains in EVERY:
        yield wording.then_you_have(gains)
        yield wording.too_long(gains, 3)
        yield from (wording.no_program_gives(gains, closed) for closed in (0, 1, 2))
    yield from (wording.then_you_have(EVERY[0], is_told=True), wording.ask_first())
    yield from (wording.may_have_ended(), wording.nothing_gained_opens())
    yield from (wording.own_words(Gains("phd"), ends) for ends in (None, PartialDate(2027, 6)))
    yield wording.own_words(Gains(research=True), None)
    yield from (wording.reason("X", [("degree", DegreeAsk(one))]) for one in Degree.values[1:])
    for skill in ("programming", "ml"):
        yield from (wording.reason("X", [(skill, level)]) for level in Level.values[1:])
    yield wording.reason("X", [("research", "required")])
    yield from (wording.open_now(*each) for each in product(range(3), repeat=2) if any(each))


def test_every_sentence_is_short_plain_and_whole():
    for sentence in set(sentences()):
        assert len(sentence) <= LONGEST, sentence
        assert not re.search(BANNED, sentence, re.IGNORECASE), sentence
        assert sentence == " ".join(sentence.split()), sentence
        assert sentence[-1] in ".:", sentence
        assert not re.search(r"None|True|False|[{}_'\"]", sentence), sentence


@pytest.mark.parametrize(
    ("gains", "words"),
    [
        (Gains(), ""),
        (Gains("master"), "a master’s degree"),
        (
            Gains("", "basic", "", True),
            "a basic knowledge of programming and research experience",
        ),
        (
            Gains("phd", "strong", "working"),
            "a PhD, a strong knowledge of programming and a working knowledge of machine learning",
        ),
    ],
    ids=["nothing", "one", "two", "three"],
)
def test_gains_are_listed(gains, words):
    assert wording.gained(gains) == words


def test_a_program_asks_for_a_graduate_degree_and_gives_a_masters():
    asks = [("degree", DegreeAsk("master"))]
    assert wording.reason("X", asks) == "“X” asks for a graduate degree."
    assert wording.then_you_have(Gains("master")) == "After it, you have a master’s degree."


def test_all_that_one_program_asks_for_is_one_reason():
    asks = [("ml", "basic"), ("research", "required")]

    assert wording.reason("X", asks) == (
        "“X” asks for a basic knowledge of machine learning and research experience."
    )


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 0), "1 looks open to you now."),
        ((0, 1), "1 depends on what you haven’t said, or on what only you know."),
        (
            (2, 3),
            "2 look open to you now. 3 more depend on what you haven’t said, or on what only you "
            "know.",
        ),
    ],
    ids=["sure", "waiting", "both"],
)
def test_what_is_open_is_counted(counts, words):
    assert wording.open_now(*counts) == words

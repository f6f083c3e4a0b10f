"""The names of programs as they are compared: what of a name counts, and how alike two are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from programs.filters.analysis import words_of

NEAR = 78  # Of 100: below, the words of two names are not even compared.
_MORE = 85  # Of 100: so much of both names must agree if one has a word more than the other.

_SEASON = r"(?:spring|summer|fall|autumn|winter)"
_YEAR = r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?\b"
_REWRITES = [
    (re.compile(pattern, re.IGNORECASE), text)
    for pattern, text in (
        (r"['’‘ʼ`´]s?\b", ""),
        (r"(?<=\w)\.(?=[a-z])", ""),  # Ph.D., fast.ai
        (r"\bC\+\+", "cpp"),
        (r"\b([CF])#", r"\1sharp"),
        (rf"\b{_SEASON}\s+{_YEAR}\W*$", ""),
        (rf"\b{_YEAR}", " "),
        (r"\b\d+(?:st|nd|rd|th)\s+(?:edition|cohort|batch)\b", " "),
        (r"\b(?:edition|cohort|batch)\s+\d+\b", " "),
        (r"\bboot[\s-]+camp", "bootcamp"),
        (r"\b(pre|post|under)[\s-]+(?=doc|grad)", r"\1"),
    )
]
# Most names have nothing to rewrite: one look is quicker than all the patterns.
_REWRITABLE = re.compile(r"[\d'’‘ʼ`´.+#]|\b(?:boot|pre|post|under)\b", re.IGNORECASE)
_KINDS = {
    "fellowship": "fellow fellows fellowships",
    "scholarship": "scholar scholars scholarships",
    "residency": "resident residents residencies residence",
    "internship": "intern interns internships",
    "apprenticeship": "apprentice apprentices apprenticeships",
    "bootcamp": "bootcamps",
    "course": "courses mooc",
    "certificate": "certificates certification",
    "school": "schools",
}
_LEVELS = {
    "bachelor": "bachelors bsc bs ba beng btech undergraduate undergraduates undergrad",
    "master": "masters msc ms ma meng mtech",
    "phd": "doctorate doctoral dphil phds",
    "graduate": "graduates grad",
    "predoc": "predoctoral predocs",
    "postdoc": "postdoctoral postdocs",
    "beginner": "beginners introduction introductory intro",
    "intermediate": "",
    "advanced": "",
}
_PHRASES = [
    (re.compile(r"\bartificial intelligence\b"), "ai"),
    (re.compile(r"\bmachine learning\b"), "ml"),
    (re.compile(r"\b(master|bachelor) (?:science|art|engineering)\b"), r"\1"),
]
_PHRASED = frozenset({"artificial", "machine", "master", "bachelor"})
# What says nothing of a program, as blank.
_EMPTY = {
    "": "a an and at by for in of on the to with edition program programs programme programmes"
}
_CANONICAL = {
    spelling: word
    for word, others in {**_KINDS, **_LEVELS, **_EMPTY}.items()
    for spelling in (word, *others.split())
}
# Words in which a slip is mended, since what a name means hangs on them.
_OFTEN = (
    *("program", "artificial", "intelligence", "machine", "learning", "science"),
    *(word for word, meant in _CANONICAL.items() if meant and len(word) > 5),
)
_BRITISH = re.compile(r"is(?=(?:e|ed|er|ing|ations?)$)")
_NUMBER = re.compile(r"\d+[a-z]?|i|ii|iii|iv|v|vi")
_PLURAL = re.compile(r"(?<![ius])s$")
_ASIDE = re.compile(r"\(([^()]*)\)")
_EARLIER = re.compile(r"(?:formerly|earlier|previously|now|also|aka)\b[:,]?\s*", re.IGNORECASE)
_ACRONYM = re.compile(r"\w*[A-Z]\w*[A-Z]\w*[A-Z]\w*")

_FIELDS = """
academy ai analytic analysis application applied business career center cloud code coding college
community computational computer computing cs cyber data deep design development digital engineer
engineering full global immersive information international lab learning llm machine management
mentorship ml mlops nlp online open part policy professional python research robotic safety science
security software stack statistic student summer technology time track training university
visiting web winter women workshop
"""
# A name of these words alone, which unlike organizations share, is nobody's own.
_COMMON = frozenset({*_KINDS, *_LEVELS, *_FIELDS.split()})


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a program as keys: their telling words, each in one spelling, in A–Z order.

    `main` lacks the organization that `full` may begin with, `aside` is what stood in parentheses
    and is no name, `others` are other names.
    """

    main: str
    full: str
    aside: str
    others: tuple[str, ...]


def names_of(name: str, organization: str, other_names: str) -> Names:
    """Return the keys of a program's names; other names are separated by semicolons."""
    base, asides, names = _parted(name)
    aside = _words(" ".join(asides)) if asides else []
    # “(Part 2)” and “(PhD)” tell programs apart even from one that has nothing in parentheses.
    words = (_words(base) or _any_words(base)) + [word for word in aside if _is_mark(word)]
    names += [_parted(other)[0] for other in other_names.split(";")]
    others = [_without(organization, each) for each in map(_words, names) if each]
    main, full = _key(_without(organization, words)), _key(words)
    return Names(
        main=full if main == full else main,  # One text in memory, not two.
        full=full,
        aside=_key(aside),
        others=tuple(dict.fromkeys(map(_key, others))),
    )


def names_alike(mine: Names, other: Names) -> int:
    """Return how alike the names of two programs are, the nearest of them; 0 if none is near.

    Two other names are not compared: places and short forms stand there too.
    """
    if apart(mine, other):
        return 0
    pairs = [(mine.main, other.main)]
    pairs += [(mine.main, key) for key in other.others]
    pairs += [(key, other.main) for key in mine.others]
    # With the organization in it, a long name of that would hide that a word is missing.
    full = ((mine.full, other.full), (mine.full, other.main), (mine.main, other.full))
    return max(
        *(_alike(one, another, spare=True) for one, another in pairs),
        *(_alike(one, another, spare=False) for one, another in full),
    )


def _alike(one: str, other: str, *, spare: bool) -> int:
    """Return how alike two keys are, 100 only if they are the same, 0 if they mean two programs.

    Letters may differ within a word and, if words may be spare, one name may have one more; that
    each has one that the other has not makes two programs.
    """
    if one == other:
        return 100
    ratio = fuzz.ratio(one, other)
    if ratio < NEAR or _marks(one) != _marks(other):
        return 0
    mine, others = _left_over(one.split(), other.split())
    # The letters of “ml ops” are those of “mlops”.
    if mine and others and sorted("".join(mine)) != sorted("".join(others)):
        return 0
    if bool(mine) != bool(others) and (not spare or ratio < _MORE):
        return 0
    return min(99, round(ratio))


def _left_over(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of each name that have no like in the other."""
    return (
        [word for word in one if not any(_same_word(word, each) for each in other)],
        [word for word in other if not any(_same_word(word, each) for each in one)],
    )


def _same_word(one: str, other: str) -> bool:
    """Return whether two words are the same but for a slip or a spelling."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    # A slip at the first letter is rare, and “supervised” is not “unsupervised”.
    if shorter < 4 or one[0] != other[0] or (one in _CANONICAL and other in _CANONICAL):
        return False
    return OSA.distance(one, other, score_cutoff=2) <= (1 if shorter < 8 else 2)


def _marks(key: str) -> set[str]:
    """Return the numbers and levels in a name, which must be the same in that of its copy."""
    return {word for word in key.split() if _is_mark(word)}


def _is_mark(word: str) -> bool:
    return word in _LEVELS or bool(_NUMBER.fullmatch(word))


def opposed(mine: Names, other: Names) -> bool:
    """Return whether two programs of one address say of themselves that they are different."""
    keys = [f"{each.main} {each.aside}" for each in (mine, other)]
    marks, others = (_marks(key) for key in keys)
    kinds, other_kinds = (_KINDS.keys() & key.split() for key in keys)
    return (
        bool(marks and others and marks != others)
        or bool(kinds and other_kinds and not kinds & other_kinds)
        or apart(mine, other)
    )


def apart(mine: Names, other: Names) -> bool:
    """Return whether what two names have in parentheses tells them apart: both, and unlike."""
    return bool(mine.aside and other.aside) and not _alike(mine.aside, other.aside, spare=True)


def is_telling(key: str) -> bool:
    """Return whether a name is one program's anywhere: no degree, and a word that is rare."""
    words = set(key.split())
    return not words & {"bachelor", "master", "phd", "graduate"} and any(
        word not in _COMMON and not _NUMBER.fullmatch(word) for word in words
    )


def _parted(name: str) -> tuple[str, list[str], list[str]]:
    """Return a name without its parentheses, what they add to it, and other names they hold."""
    asides: list[str] = []
    names: list[str] = []
    if "(" not in name:
        return name, asides, names
    for inside in _ASIDE.findall(name):
        earlier = _EARLIER.match(inside)
        text = inside[earlier.end() :] if earlier else inside
        is_name = _ACRONYM.fullmatch(text) or (text[:1].isupper() and len(text.split()) > 2)
        (names if earlier or is_name else asides).append(text)
    return _ASIDE.sub(" ", name).strip() or name, asides, names


def _words(text: str) -> list[str]:
    """Return the words of a name that count, in their order, each in one spelling."""
    if _REWRITABLE.search(text):
        for pattern, replacement in _REWRITES:
            text = pattern.sub(replacement, text)
    words = [each for word in words_of(text) if (each := _word(word))]
    if _PHRASED.isdisjoint(words):
        return words
    plain = " ".join(words)
    for pattern, replacement in _PHRASES:
        plain = pattern.sub(replacement, plain)
    return plain.split()


def _any_words(text: str) -> list[str]:
    """Return the words of a name in which none counts, or what else there is; never none."""
    return words_of(text) or ["".join(text.casefold().split())]


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    """Return the one spelling of a word, blank for one that says nothing."""
    if word in _CANONICAL or _NUMBER.fullmatch(word):
        return _CANONICAL.get(word, word)
    meant = next((each for each in _OFTEN if _same_word(word, each)), "")
    if meant:
        return _CANONICAL.get(meant, meant)
    # “organisation” is “organization”; that “exercise” becomes “exercize” too does no harm.
    return _PLURAL.sub("", _BRITISH.sub("iz", word)) if len(word) > 3 else word


def _key(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))


def _without(organization: str, words: list[str]) -> list[str]:
    """Return the words of a name but the organization it begins or ends with, if any are left."""
    names, initials = _begins(organization)
    if 0 < len(names) < len(words) and all(map(_same_word, words[-len(names) :], names)):
        words = words[: -len(names)]
    count = 1 if words[0] == initials else 0
    for word, name in zip(words, names, strict=False):
        if not _same_word(word, name):
            break
        count += 1
    return words[count:] or words


@lru_cache(maxsize=20_000)
def _begins(organization: str) -> tuple[list[str], str]:
    """Return the words of an organization's slug, and its initials."""
    words = organization.split("-")
    return _words(" ".join(words)), "".join(
        word[:1] for word in words if _CANONICAL.get(word) != ""
    )

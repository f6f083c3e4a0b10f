"""What changed about a program, in sentences for visitors. Pure: no queries and no clock.

Each topic is told as a whole: fields that only mean something together (an amount and its currency)
make one sentence. What has no sentence of its own is told by `_plainly`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import SimpleNamespace

from programs import choices
from programs.choices import Degree, Status
from programs.ledger import State, Value, is_blank, same
from programs.ledger.told import TOLD_FIELDS
from programs.models import Program
from programs.money import amount_words
from programs.presentation import facts
from programs.presentation.round_changes import round_sentences
from programs.presentation.values import Names, field_label, value_words

LONGEST = 200
"""So many characters of a text are repeated."""

Sentences = Iterable[str]
Telling = Callable[[State, State, Names], Sentences]

_UNSAID = "doesn’t say"
_DEGREES = {
    Degree.NONE: "no degree",
    Degree.BACHELOR: "a bachelor’s degree",
    Degree.MASTER: "a graduate degree",
    Degree.PHD: "a PhD",
}
_TEXTS = {"summary", "other_names", *(name for name in TOLD_FIELDS if name.endswith("_note"))}


def sentences(before: State, after: State, names: Names) -> list[str]:
    """Return what is different, the weightiest first; empty if it is nothing that people read.

    Both have all of TOLD_FIELDS. `names` are those of the slugs in them; a successor without a
    name is not told, since visitors may not see it.
    """
    return [
        sentence
        for fields, tell in TOPICS.items()
        if any(not same(before[name], after[name]) for name in fields)
        for sentence in tell(before, after, names)
    ]


def _was(words: str) -> str:
    return f" (was: {words or _UNSAID})"


def _status(before: State, after: State, names: Names) -> Sentences:
    was = _was(_lower(Status(before["status"]).label))
    unknown = before["status"] == Status.UNKNOWN
    yield {
        Status.CLOSED: "Closed for good",
        Status.PAUSED: f"Paused{was}",
        Status.UNKNOWN: f"Not known to be running any more{was}",
        Status.ACTIVE: "Now known to be running" if unknown else f"Running again{was}",
    }[Status(after["status"])]


def _successor(before: State, after: State, names: Names) -> Sentences:
    was, now = (names.get(("successor", state["successor"] or "")) for state in (before, after))
    if now:
        yield f"Followed by {now}" + (f" (was: {was})" if was else "")
    elif was:
        yield f"No longer followed by {was}"


def _named(verb: str, field: str, before: State, after: State, names: Names) -> Sentences:
    was, now = (value_words(field, state[field], names) for state in (before, after))
    yield f"Now {verb} {now} (was: {was})"


def _degree(before: State, after: State, names: Names) -> Sentences:
    was, now = _degree_words(before), _degree_words(after)
    if was == now:
        yield from _plainly("degree_or_equivalent", before, after, names)
        return
    was = "none" if before["degree_minimum"] == Degree.NONE else was
    if now:
        yield f"Now asks for {now}{_was(was)}"
    else:
        yield f"No longer says what degree it asks for{_was(was)}"


def _degree_words(state: State) -> str:
    if not state["degree_minimum"]:
        return ""
    stands_in = " or equivalent experience" if state["degree_or_equivalent"] else ""
    return f"{_DEGREES[Degree(state['degree_minimum'])]}{stands_in}"


def _origins(before: State, after: State, names: Names) -> Sentences:
    was, now = _origin_words(before, names), _origin_words(after, names)
    if was == now:
        return
    if now == "not all countries":
        yield f"Not open to people of all countries{_was(was)}"
    elif now:
        yield f"Now open to people of {now}{_was(was)}"
    else:
        yield f"No longer says where one may come from{_was(was)}"


def _origin_words(state: State, names: Names) -> str:
    field = "open_to_countries"
    if countries := state[field]:
        return facts.listed(sorted(value_words(field, one, names) for one in countries), "and")
    return {True: "all countries", False: "not all countries", None: ""}[state["open_worldwide"]]


def _audience(before: State, after: State, names: Names) -> Sentences:
    yield from _difference("Meant for", *(_audience_words(one, names) for one in (before, after)))


def _audience_words(state: State, names: Names) -> str:
    audiences = state["audiences"]
    words = facts.listed(sorted(value_words("audiences", one, names) for one in audiences), "and")
    return f"{words}, and nobody else" if words and state["audience_only"] else words


def _claim(
    yes: str, no: str, whether: str, field: str, before: State, after: State, names: Names
) -> Sentences:
    """Tell a yes or no: `Now sponsors a visa (was: no)`."""
    was = _was(_words(field, before[field], names))
    yield {True: f"Now {yes}", False: no, None: f"No longer says whether it {whether}"}[
        after[field]
    ] + was


def _cost(before: State, after: State, names: Names) -> Sentences:
    was, now = _cost_words(before), _cost_words(after)
    if was == now:
        return
    if after["cost"] == choices.Cost.FREE:
        yield f"Now free{_was(was)}"
    elif _amount(after, "cost"):
        yield f"Now costs {now}{_was(was)}"
    else:
        yield from _difference("What you pay", was, now)


def _cost_words(state: State) -> str:
    """Return the amount, and who pays it if that is not plain; without one, who pays."""
    who = _lower(facts.choice_words(SimpleNamespace(**state), "cost"))
    amount = _amount(state, "cost")
    if not amount:
        return who
    plain = state["cost"] in ("", choices.Cost.PAID, choices.Cost.FREE)
    return amount if plain else f"{amount} ({who})"


def _amount(state: State, kind: str) -> str:
    return amount_words(*(state[f"{kind}_{part}"] for part in ("min", "max", "currency")))


def _funding(before: State, after: State, names: Names) -> Sentences:
    yield from _difference("What you get", *map(_funding_words, (before, after)))


def _funding_words(state: State) -> str:
    return _lower(facts.funding_words(SimpleNamespace(**state)))


def _length(before: State, after: State, names: Names) -> Sentences:
    yield from _difference("Length", *map(_length_words, (before, after)))


def _length_words(state: State) -> str:
    return facts.length_words(state["duration_weeks_min"], state["duration_weeks_max"])


def _age(before: State, after: State, names: Names) -> Sentences:
    was, now = (facts.age_words(SimpleNamespace(**state)) for state in (before, after))
    yield from _difference("Age", was, now)


def _rewritten(before: State, after: State, names: Names) -> Sentences:
    yield "The description was rewritten" if before["description"] else "A description was added"


def _items(label: str, field: str, before: State, after: State, names: Names) -> Sentences:
    """Tell what came into a list and what left it."""
    come = [one for one in after[field] if one not in before[field]]
    gone = [one for one in before[field] if one not in after[field]]
    said = [
        f"{verb} {', '.join(sorted(value_words(field, one, names) for one in items))}"
        for verb, items in (("now also" if before[field] else "now", come), ("no longer", gone))
        if items
    ]
    if said:
        yield f"{label}: {'; '.join(said)}"


def _rounds(before: State, after: State, names: Names) -> Sentences:
    yield from round_sentences(before["rounds"], after["rounds"])


def _plainly(field: str, before: State, after: State, names: Names) -> Sentences:
    was, now = (_words(field, state[field], names) for state in (before, after))
    yield from _difference(field_label(field), was, now)


def _words(field: str, value: Value, names: Names) -> str:
    """Return a value as it stands inside a sentence; empty if it says nothing."""
    if is_blank(value):
        return ""
    words = value_words(field, value, names)
    if field in _TEXTS:
        return f"“{words[:LONGEST].rstrip()}{'…' if len(words) > LONGEST else ''}”"
    is_label = isinstance(value, bool) or Program._meta.get_field(field).choices
    return _lower(words) if is_label else words


def _lower(words: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation keeps its letters."""
    first = words.partition(" ")[0]
    return words[:1].lower() + words[1:] if first[1:].islower() or len(first) == 1 else words


def _difference(label: str, was: str, now: str) -> Iterator[str]:
    """Yield `Mentor: now yes (was: doesn’t say)`; nothing if the words are the same."""
    if was != now:
        yield f"{label}: {f'now {now}' if now else f'{_UNSAID} any more'}{_was(was)}"


_OWN: dict[tuple[str, ...], Telling] = {
    ("status",): _status,
    ("rounds",): _rounds,
    ("rolling",): partial(
        _claim,
        "takes applications all year round",
        "Does not take applications all year round",
        "takes applications all year round",
        "rolling",
    ),
    ("name",): partial(_named, "called", "name"),
    ("organization",): partial(_named, "run by", "organization"),
    ("successor",): _successor,
    ("degree_minimum", "degree_or_equivalent"): _degree,
    ("open_worldwide", "open_to_countries"): _origins,
    ("sponsors_visa",): partial(
        _claim, "sponsors a visa", "Does not sponsor a visa", "sponsors a visa", "sponsors_visa"
    ),
    ("minimum_age", "maximum_age"): _age,
    ("audiences", "audience_only"): _audience,
    ("cost", "cost_min", "cost_max", "cost_currency"): _cost,
    (
        *("funding", "funding_min", "funding_max"),
        *("funding_currency", "funding_period"),
    ): _funding,
    ("duration_weeks_min", "duration_weeks_max"): _length,
    ("locations",): partial(_items, "Where", "locations"),
    ("topics",): partial(_items, "Topics", "topics"),
    ("roles",): partial(_items, "Leads to work as", "roles"),
    ("description",): _rewritten,
}
_COVERED = {name for fields in _OWN for name in fields}

TOPICS: dict[tuple[str, ...], Telling] = _OWN | {
    (name,): partial(_plainly, name) for name in TOLD_FIELDS if name not in _COVERED
}
"""Fields that are told together, and how; each told field is in one of them."""

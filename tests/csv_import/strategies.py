"""Random programs that the schema allows, as states of the ledger."""

from hypothesis import strategies as st

from programs import choices
from programs.csv_import.cells import clean
from programs.csv_import.columns import COLUMNS
from programs.csv_import.planned import blank_state

YEARS = st.integers(1990, 2035)
PARTIAL_DATES = st.one_of(
    st.none(),
    YEARS.map(str),
    st.dates().map(lambda day: f"{day:%m}").flatmap(lambda m: YEARS.map(lambda y: f"{y}-{m}")),
    st.tuples(YEARS, st.dates()).map(lambda pair: f"{pair[0]}-{pair[1]:%m}-{pair[1].day:02d}"),
).filter(lambda text: text is None or not text.endswith("02-29"))
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
YES_NO = st.sampled_from([None, True, False])
NUMBERS = st.one_of(st.none(), st.integers(0, 2**31 - 1))


def texts(longest: int):
    """Any text that a round or a name can have: none of the marks that separate items."""
    alphabet = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=";|")
    short = st.text(alphabet, max_size=longest // 4).map(clean)  # NFC can lengthen a text
    return short.filter(lambda text: len(text) <= longest)


def _ordered(low, high):
    return (high, low) if None not in (low, high) and low > high else (low, high)


@st.composite
def rounds(draw):
    labels = draw(st.lists(texts(80).filter(bool), max_size=3, unique=True))
    return [
        {
            "label": label,
            "opens_on": None,
            "closes_on": draw(PARTIAL_DATES),
            "starts_on": draw(PARTIAL_DATES),
            "closes_at_note": draw(texts(120)),
            "cancelled": draw(st.booleans()),
        }
        for label in labels
    ]


@st.composite
def _money(draw, state, name):
    low, high = _ordered(draw(NUMBERS), draw(NUMBERS))
    if low is None and high is None:
        return
    state[f"{name}_min"], state[f"{name}_max"] = low, high
    state[f"{name}_currency"] = draw(st.sampled_from(["USD", "EUR", "INR"]))
    if name == "funding":
        state["funding"] = draw(st.sampled_from(["stipend", "salary", "grant"]))
        state["funding_period"] = draw(st.sampled_from(choices.FundingPeriod.values))
    else:
        state["cost"] = draw(st.sampled_from(["paid", "deferred", "varies"]))


@st.composite
def states(draw, slug=SLUGS):
    """A program's whole state, evidence aside; its organization is a slug."""
    state = blank_state()
    state["slug"] = draw(slug)
    for name in ("name", "summary"):
        state[name] = draw(texts(200).filter(bool))
    for name in ("other_names", "description", "status_note", "degree_note", "cost_note"):
        state[name] = draw(texts(400))
    for name, column in COLUMNS.items():
        allowed = getattr(column.kind, "values", None)
        if allowed and name not in ("cost", "funding", "funding_period"):
            state[name] = draw(st.sampled_from([*allowed, *([""] if column.can_clear else [])]))
    for name in ("sponsors_visa", "mentorship", "rolling", "builds_research", "audience_only"):
        state[name] = draw(YES_NO)
    for name in ("last_seen", "source_date"):
        state[name] = draw(PARTIAL_DATES)
    for name in ("topics", "roles", "audiences"):
        state[name] = draw(st.lists(SLUGS, max_size=3, unique=True))
    places = ["Toronto, CA", "CA", "remote", "São Paulo, BR", "Washington, DC, US", "-Ville, FR"]
    state["locations"] = draw(st.lists(st.sampled_from(places), max_size=3, unique=True))
    if draw(st.booleans()):
        state["open_worldwide"] = False
        state["open_to_countries"] = draw(
            st.lists(st.sampled_from(["US", "CA", "IN"]), max_size=3, unique=True)
        )
    if state["degree_minimum"] not in ("", "none"):
        state["degree_or_equivalent"] = draw(YES_NO)
    state["duration_weeks_min"], state["duration_weeks_max"] = _ordered(
        draw(NUMBERS), draw(NUMBERS)
    )
    draw(_money(state, "cost"))
    draw(_money(state, "funding"))
    state["rounds"] = draw(rounds())
    state["organization"] = draw(SLUGS)
    state["url"] = f"https://example.org/{state['slug']}"
    state["source_url"] = draw(st.sampled_from(["", "https://a.example/", "https://b.example/"]))
    return state

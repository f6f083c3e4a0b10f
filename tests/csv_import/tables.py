"""Random catalogues, and files that say random things about them."""

from hypothesis import strategies as st

from programs.csv_import import COLUMNS
from programs.csv_import.columns import NEEDED
from programs.ledger import State
from tests.csv_import.strategies import states

SLUGS = ["a", "b", "c"]
ORGANIZATIONS = ["Alpha", "Beta House", "Gamma Institute"]
JUNK = ["gratis", "(clear)", "-1", "2026-02-30", "x; y", "+x; -y", "nobody"]

Row = dict[str, str]


def cells(state: State) -> Row:
    """Write a state as a person would type it."""
    return {
        name: column.kind.format(state[name])
        for name, column in COLUMNS.items()
        if name in state and state[name] not in ("", None, [])
    }


@st.composite
def whole_rows(draw: st.DrawFn, slug: str) -> Row:
    """Return a row that says all of a program, and perhaps which one follows it."""
    row = cells(draw(states(slug=st.just(slug))))
    row["organization"] = draw(st.sampled_from(ORGANIZATIONS))
    if draw(st.integers(0, 4)) == 4:
        row["successor"] = draw(st.sampled_from([one for one in SLUGS if one != slug]))
    return row


@st.composite
def rows_about(draw: st.DrawFn, slug: str) -> Row:
    """Return a row that says all of a program, or some; a cell or two may be odd."""
    row = draw(whole_rows(slug))
    if draw(st.booleans()):
        said = draw(st.sets(st.sampled_from(sorted(row)), max_size=6))
        row = {name: text for name, text in row.items() if name in said or name == "slug"}
    if draw(st.integers(0, 3)) == 3:
        names = st.sampled_from([name for name in COLUMNS if name not in NEEDED])
        row |= draw(st.dictionaries(names, st.sampled_from(JUNK), min_size=1, max_size=2))
    return row


@st.composite
def tables(draw: st.DrawFn, rows=rows_about, least: int = 1) -> list[Row]:
    """Return the rows of a file, each about another program."""
    slugs = draw(st.lists(st.sampled_from(SLUGS), min_size=least, unique=True))
    # A file that adds programs has the columns that these need.
    return [{**dict.fromkeys(NEEDED, ""), **draw(rows(slug))} for slug in slugs]


def histories() -> st.SearchStrategy[list[list[Row]]]:
    """Return files that go in one after the other; the first has whole programs."""
    return st.builds(
        lambda first, more: [first, *more], tables(whole_rows, 2), st.lists(tables(), max_size=1)
    )

"""What a visitor says is right, read as values of a program’s fields."""

from programs.csv_import.cells import clean
from programs.csv_import.columns import KNOWN
from programs.csv_import.problems import CellProblem
from programs.csv_import.said import Said
from programs.ledger import State, is_blank

# What a person says of a length or an amount fills two or three fields.
_WHOLE = {
    "duration_weeks_min": "duration_weeks",
    "cost": "cost_amount",
    "funding": "funding_amount",
}


def read_proposed(field: str, text: str) -> State:
    """Return the values that the text gives to the field and those beside it; none if unclear.

    It reads what cells of files are read by: `MSc`, `3-6 months`, `US$ 4,500`.
    """
    for name in (field, _WHOLE.get(field, "")):
        if name in KNOWN and clean(text):
            try:
                said = KNOWN[name].kind.parse(clean(text))
            except CellProblem:
                continue
            values = said.values if isinstance(said, Said) else {name: said}
            return {name: value for name, value in values.items() if not is_blank(value)}
    return {}

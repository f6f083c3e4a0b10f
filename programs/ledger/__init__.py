"""The ledger: what every curated field of every program was, became, when, through whom and why.

Any code that writes programs, their tags, rounds or evidence does it inside `recording(...)`;
the database connection refuses such a write anywhere else (`guard`). History, diff, undo and the
change feed read `Change`.
"""

from programs.ledger.guard import UnrecordedWrite, UnseenWrite
from programs.ledger.recording import Recording, recording
from programs.ledger.reverting import Reversal, changed_programs, reversals
from programs.ledger.revisions import Since, revisions, since
from programs.ledger.state import (
    CURATED_FIELDS,
    EVIDENCE_FIELDS,
    State,
    Value,
    is_blank,
    read_states,
    same,
)
from programs.ledger.writing import create_programs, update_programs

__all__ = [
    "CURATED_FIELDS",
    "EVIDENCE_FIELDS",
    "Recording",
    "Reversal",
    "Since",
    "State",
    "UnrecordedWrite",
    "UnseenWrite",
    "Value",
    "changed_programs",
    "create_programs",
    "is_blank",
    "read_states",
    "recording",
    "reversals",
    "revisions",
    "same",
    "since",
    "update_programs",
]

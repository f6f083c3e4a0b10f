"""The read model behind browsing: an in-memory index over the published programs.

The database is the truth. What is written to anything shown is written inside `touching` (or a
recording of the ledger), and `current` returns a snapshot that has it.
"""

from programs.catalogue.freshness import touching
from programs.catalogue.keeper import BehindError, age, current, forget, is_behind, kept, prepare
from programs.catalogue.listing import Counts, Listing
from programs.catalogue.positions import Position, Positions, page_of
from programs.catalogue.snapshot import Snapshot, State, build

__all__ = [
    "BehindError",
    "Counts",
    "Listing",
    "Position",
    "Positions",
    "Snapshot",
    "State",
    "age",
    "build",
    "current",
    "forget",
    "is_behind",
    "kept",
    "page_of",
    "prepare",
    "touching",
]

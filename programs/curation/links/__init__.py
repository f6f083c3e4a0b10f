"""Whether the links of programs still answer, asked politely and never of private addresses.

`read_link_states` says how links stand.
"""

from programs.choices import LinkStanding
from programs.curation.links.states import read_address_states, read_link_states
from programs.curation.links.verdict import LinkState, Reading, judge

__all__ = [
    "LinkStanding",
    "LinkState",
    "Reading",
    "judge",
    "read_address_states",
    "read_link_states",
]

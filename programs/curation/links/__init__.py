"""Whether the links of programs still answer, asked politely and never of private addresses.

`check_links` asks, at most once a day an address; `read_link_states` says how links stand.
"""

from programs.choices import LinkStanding
from programs.curation.links.run import Asked, check_links
from programs.curation.links.states import read_address_states, read_link_states
from programs.curation.links.verdict import LinkState, Reading, judge

__all__ = [
    "Asked",
    "LinkStanding",
    "LinkState",
    "Reading",
    "check_links",
    "judge",
    "read_address_states",
    "read_link_states",
]

"""A program as JSON, for people's own tools: facts as they are stated, none of our making.

The names are those of the columns of a file (`/about/columns/`). `null` and an empty list mean
that its sources don't say: never no, none or zero. Dates are ISO 8601, and as precise as their
source: a day, `2027-03` or `2027`. New names may come; those that are there keep their meaning.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from programs.catalogue import Snapshot
from programs.catalogue.rows import CLOSES, CONFIRMED
from programs.choices import Opening
from programs.csv_import.columns import COLUMNS, ORGANIZATION, ORGANIZATION_URL, REVISION, ROUNDS
from programs.ledger import State

_FACTS = [name for name in COLUMNS if name not in (ORGANIZATION, ORGANIZATION_URL, REVISION)]


def programs_json(
    states: dict[int, State], snapshot: Snapshot, absolute: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Yield these programs, in their order. `absolute` makes a whole address of a path.

    Beside the facts: `page` is the address of its page here; `organization` has name and address;
    `opening` and `closes_on` say whether one can apply on the snapshot's day and until when, as
    lists of programs do; `checked_on` is the day on which a person last confirmed anything, and
    `checked_in_full` whether that was all that matters; null and false if nobody did.
    """
    ids = list(states)
    openings, closings, confirmed = (
        snapshot.values_of(path, ids) for path in ("opening", CLOSES, CONFIRMED)
    )
    for pk, state in states.items():
        check = confirmed.get(pk)
        yield {
            "page": absolute(reverse("programs:program", args=[state["slug"]])),
            "organization": {
                "name": state[ORGANIZATION],
                "url": _stated(state[ORGANIZATION_URL]),
            },
            **{name: _stated(state[name]) for name in _FACTS},
            ROUNDS: [
                {name: _stated(value) for name, value in one.items()} for one in state[ROUNDS]
            ],
            "opening": str(openings.get(pk, Opening.UNKNOWN)),
            "closes_on": closings.get(pk),
            "checked_on": check.on.isoformat() if check else None,
            "checked_in_full": bool(check and check.is_whole),
        }


def _stated(value: Any) -> Any:
    return None if value == "" else value

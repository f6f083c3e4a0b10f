"""What is told of a run, in words; for the command and for the admin alike."""

from collections.abc import Iterable

from programs.choices import LinkOutcome, LinkStanding
from programs.curation.links.run import Asked
from programs.curation.links.states import read_address_states
from programs.curation.links.verdict import LinkState
from programs.models import Program

_WORDS = {
    LinkOutcome.OK: ("answers", "answer"),
    LinkOutcome.MOVED: ("leads to another site", "lead to another site"),
    LinkOutcome.BROKEN: ("did not answer", "did not answer"),
    LinkOutcome.CANNOT_TELL: ("could not be checked", "could not be checked"),
}
_QUIET = {LinkStanding.OK, LinkStanding.UNASKED}


def lines(program_ids: Iterable[int]) -> list[str]:
    """Return a line for each address that a curator should look at, the most worrying first.

    That is what is broken, moved, changed, did not answer lately or could not be checked.
    """
    states = read_address_states(program_ids)
    loud = {
        pk: [one for one in both if one.standing not in _QUIET or one.changed_on]
        for pk, both in states.items()
    }
    loud = {pk: both for pk, both in loud.items() if both}
    programs = Program.objects.only("slug").in_bulk(list(loud))
    order = list(LinkStanding)
    found = [(programs[pk].slug, state) for pk, both in loud.items() for state in both]
    found.sort(key=lambda one: (-order.index(one[1].standing), one[0]))
    return [_line(slug, state) for slug, state in found]


def summary(asked: Asked) -> str:
    """Return in a few sentences what a run did."""
    sentences = [_counted(asked)]
    if asked.resting:
        were = "was" if asked.resting == 1 else "were"
        sentences.append(f"{_addresses(asked.resting)} {were} asked today already.")
    if asked.has_no_way_out:
        sentences.append(
            "Nobody answered at all, so nothing was noted of them: perhaps this machine has no way "
            "out."
        )
    if asked.left:
        is_ = "is" if asked.left == 1 else "are"
        sentences.append(f"{_addresses(asked.left)} {is_} still to be asked.")
    return " ".join(sentences)


def _line(slug: str, state: LinkState) -> str:
    words = state.words[0].upper() + state.words[1:]
    why = state.note or (f"Status {state.http_status}." if state.standing not in _QUIET else "")
    return " ".join(filter(None, (f"{slug}: {words}.", why, state.url)))


def _counted(asked: Asked) -> str:
    if not asked.total:
        return "No address was asked."
    parts = [
        f"{count} {_WORDS[outcome][count > 1]}"
        for outcome in LinkOutcome
        if (count := asked.counts[outcome])
    ]
    return f"{_addresses(asked.total)} asked: {', '.join(parts)}."


def _addresses(count: int) -> str:
    return "1 address" if count == 1 else f"{count:,} addresses"

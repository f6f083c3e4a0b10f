"""How far a long piece of work is, for whoever shows it: a bar on a terminal, a line on a page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]
"""Gets what is being done (`rows read`), how many of them are, and of how many, about."""

_listener: ContextVar[Listener | None] = ContextVar("progress", default=None)


def tell(doing: str, done: int, total: int) -> None:
    """Say how far the work is. Costs nothing where nobody listens."""
    if listener := _listener.get():
        listener(doing, min(done, total), total)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Let this one listen to the work inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)

"""How far a command is, for who watches it."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TaskID

from programs.progress import told_to


@contextmanager
def bars() -> Iterator[None]:
    """Show on a terminal, and not in a pipe, how far each part of the work inside is."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as shown:
        tasks: dict[str, TaskID] = {}

        def listen(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = shown.add_task(doing.capitalize(), total=total)
            shown.update(tasks[doing], completed=done)

        with told_to(listen):
            yield

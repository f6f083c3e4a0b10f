"""Bodies of requests that break off are refused: half a file would look like a whole one.

Servers hand on what came before a connection broke, and end it there; Django reads to that end.
"""

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Whole:
    """A body of a known length in bytes. To read on where it breaks off raises OSError."""

    def __init__(self, body: BinaryIO, length: int) -> None:
        self._body, self._left = body, length

    def read(self, size: int) -> bytes:
        part = self._body.read(size)
        return self._counted(part, is_end=len(part) < size)

    def readline(self, size: int) -> bytes:
        part = self._body.readline(size)
        return self._counted(part, is_end=len(part) < size and not part.endswith(b"\n"))

    def _counted(self, part: bytes, *, is_end: bool) -> bytes:
        self._left -= len(part)
        if is_end and self._left > 0:
            raise OSError(f"The body ends {self._left} bytes too early.")
        return part


def whole(application: Application) -> Application:
    """Let an application read bodies as `Whole` ones, if they come with a length."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.get("CONTENT_LENGTH") or ""
        if told.isdecimal():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(told))
        return application(environ, start_response)

    return answer

"""Texts that come with the code: a Markdown file after TOML front matter."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Page:
    """What a file says of itself, and its Markdown."""

    meta: dict[str, Any]
    body: str


def read_page(path: Path) -> Page:
    """Return the page that a file holds: TOML between two lines of `+++`, then Markdown.

    Raises ValueError with a sentence that names the file if the front matter is not there or is
    not TOML; OSError if the file can't be read.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        raise ValueError(f"{path.name} must begin with a line of {FENCE} and its front matter.")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2:
        raise ValueError(f"{path.name}: no second line of {FENCE} ends the front matter.")
    try:
        meta = tomllib.loads("\n".join(lines[1 : fences[1]]))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: the front matter is not TOML. {error}.") from None
    return Page(meta=meta, body="\n".join(lines[fences[1] + 1 :]).strip() + "\n")

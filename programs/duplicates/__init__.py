"""Programs that are likely one program under two keys."""

from programs.duplicates.index import Duplicates, Likeness

__all__ = ["Duplicates", "Likeness"]

"""The query language of `/programs/`, defined once: page, exports and lists all read it here."""

from programs.filters.facets import UNSTATED, Facet
from programs.filters.fields import Ignored
from programs.filters.program_filter import ProgramFilter, Sort
from programs.filters.search import Search

__all__ = ["UNSTATED", "Facet", "Ignored", "ProgramFilter", "Search", "Sort"]

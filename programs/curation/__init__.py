"""Keeping listings right: what needs a look most, and what curators do about it."""

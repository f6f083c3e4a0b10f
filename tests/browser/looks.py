"""The mark of tests about what pages look like, which the database has no part in."""

import pytest

each_look_once = pytest.mark.sqlite
"""Run on one database only: Chromium takes longest of all."""

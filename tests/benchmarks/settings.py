"""The site's settings, with one more page: see `urls`."""

from careerpaths.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"

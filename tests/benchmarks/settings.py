"""The site’s settings, with one more page (see `urls`) and without limits."""

from careerpaths.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
# One machine asks more often than any visitor.
API_RATE = PAGE_RATE = FILE_RATE = ""

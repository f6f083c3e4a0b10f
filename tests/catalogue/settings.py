"""The site's settings in production, but for static files: these tests collect none."""

from careerpaths.settings import *  # noqa: F403
from careerpaths.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

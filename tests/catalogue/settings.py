"""The site's settings in production, but for static files, which these tests don't collect, and for
the names of cookies: who is logged in comes from the client of a test.
"""

from careerpaths.settings import *  # noqa: F403
from careerpaths.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"

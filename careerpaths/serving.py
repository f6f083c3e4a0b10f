"""Settings of gunicorn: `gunicorn -c python:careerpaths.serving careerpaths.wsgi`.

What the command line or GUNICORN_CMD_ARGS say besides wins over them.
"""

import os

from careerpaths.logs import logging_of

# A large import takes its time while others are served. Without threads, a worker that is busy for
# half a minute is ended, and the import with it.
threads = 4

# The server's own lines look like the site's. The site tells each request, so the server doesn't.
logconfig_dict = logging_of(os.environ.get("LOG_LEVEL", "INFO").upper(), for_people=False)
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": ["console"], "propagate": False}
accesslog = None

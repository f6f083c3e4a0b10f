"""Entry point for WSGI servers: `careerpaths.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")

application = get_wsgi_application()

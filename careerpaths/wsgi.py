"""Entry point for WSGI servers: `careerpaths.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from careerpaths.bodies import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")

application = whole(get_wsgi_application())

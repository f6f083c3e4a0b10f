"""Entry point for ASGI servers: `careerpaths.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")

application = get_asgi_application()

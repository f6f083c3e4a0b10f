#!/usr/bin/env python
"""Command line of the site."""

import os
import sys


def main() -> None:
    """Run the command named in the arguments; a wrong setting ends in one sentence."""
    # Commands have nothing to add to what the server counts, and their files would stay there.
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from environs import EnvError
    except ImportError as problem:
        sys.exit(
            f"{problem}. The site's packages are in .venv: run `make install`, "
            "then .venv/bin/python manage.py."
        )
    try:
        _ = settings.INSTALLED_APPS  # reads careerpaths/settings.py
    except (ImproperlyConfigured, EnvError) as problem:
        sys.exit(f"Careerpaths can't start. {problem}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

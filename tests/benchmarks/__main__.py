"""Run one part of the benchmarks in a process of its own, and print its figures as JSON.

    DATABASE_URL=sqlite:////tmp/many.sqlite3 python -m tests.benchmarks catalogues 100000

calls `main("100000")` of `tests.benchmarks.catalogues`, with Django set up.
"""

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")
    django.setup()
    part, *arguments = sys.argv[1:]
    figures = import_module(f"tests.benchmarks.{part}").main(*arguments)
    print(json.dumps([asdict(figure) for figure in figures or []]))

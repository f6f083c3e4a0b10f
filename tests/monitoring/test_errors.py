"""A Sentry learns what went wrong, and nothing of who visits."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from careerpaths.errors import anonymous, report_errors
from tests.monitoring.test_log import SECRETS

# In a process of its own: the package changes Django for good.
REPORTED = """
import json, sys, django
from sentry_sdk.transport import Transport
from careerpaths.errors import report_errors

class Fake(Transport):
    def capture_envelope(self, envelope):
        sent.extend(item.payload.json for item in envelope.items if item.type == "event")

sent = []
report_errors("https://key@sentry.example/1", transport=Fake)
django.setup()
from django.test import Client, override_settings
said = json.loads(sys.stdin.read())
visitor = Client(raise_request_exception=False, REMOTE_ADDR=said["address"], headers={
    "user-agent": said["agent"], "referer": said["referrer"], "x-forwarded-for": said["address"]})
visitor.cookies["sessionid"] = said["cookie"]
with override_settings(ROOT_URLCONF="tests.monitoring.test_log", ALLOWED_HOSTS=["testserver"]):
    visitor.post(f"/fails/{said['path']}/?q={said['search']}", {"name": said["name"]})
import logging
logging.getLogger("tests").error("It went wrong for %s.", said["mail"])
print(json.dumps(sent))
"""


def test_an_error_is_reported_without_anything_of_the_visitor():
    done = subprocess.run(
        [sys.executable, "-c", REPORTED],
        input=json.dumps(SECRETS),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "careerpaths.settings", "DEBUG": "true"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    sent = json.loads(done.stdout)
    error, line = sent
    assert error["exception"]["values"][-1]["type"] == "ValueError"
    frames = error["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "fails"
    assert error["transaction"] == "/fails/{given}/"
    assert "request" not in error
    assert line["logentry"] == {"message": "It went wrong for %s."}
    frames[-1].pop("pre_context")  # where the test names what is secret
    told = json.dumps(sent)
    assert [name for name, secret in SECRETS.items() if secret in told] == []


def test_whatever_a_package_adds_is_taken_away():
    event = {
        "user": {"ip_address": "203.0.113.77"},
        "extra": {"q": "wheelchair"},
        "breadcrumbs": {"values": []},
        "request": {"method": "GET", "url": "https://x/?q=1", "headers": {}, "cookies": {}},
    }

    assert anonymous(event, {}) == {}
    nowhere = {"transaction": "/of-her-own/", "transaction_info": {"source": "url"}}
    assert "transaction" not in anonymous(nowhere, {})
    assert anonymous({"message": "m"}, {}) == {"message": "m"}


def test_without_its_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(ImproperlyConfigured, match="pip install sentry-sdk=="):
        report_errors("https://key@sentry.example/1")


def test_the_line_that_installs_it_names_the_version_that_is_tried():
    pinned = (settings.BASE_DIR / "requirements-dev.txt").read_text().splitlines()

    for told in (".env.example", "deploy/watching.md", "careerpaths/errors.py"):
        text = (settings.BASE_DIR / told).read_text()
        assert [line for line in pinned if line.startswith("sentry-sdk==") and line in text], told


def test_sites_that_do_not_ask_for_it_never_load_it():
    code = "import sys, careerpaths.settings; print('sentry_sdk' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DEBUG": "true", "SENTRY_DSN": ""},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"

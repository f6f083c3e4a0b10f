"""The site gets the best grade of the rules in `tests.observatory`, and the rules tell faults."""

import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings

from tests.observatory import A_PLUS, PATHS, Answer, grade

pytestmark = pytest.mark.once


def test_the_site_gets_the_best_grade_with_production_settings():
    done = subprocess.run(
        [sys.executable, "-m", "tests.observatory"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    grades = [line.split() for line in done.stdout.splitlines()]
    assert [(letter, path) for letter, _, path in grades] == [(A_PLUS, path) for path in PATHS]
    assert min(int(score) for _, score, _ in grades) >= 120


GOOD = Answer(
    host="here.example",
    headers={
        "content-security-policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
        "strict-transport-security": "max-age=31536000",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    },
    cookies=["__Host-sessionid=1; Secure; HttpOnly; SameSite=Lax; Path=/"],
    body='<script src="/static/js/a.js" defer></script>',
    led_to="https://here.example/",
)


def test_all_that_is_right_gets_every_bonus():
    assert grade(GOOD)[:2] == (A_PLUS, 125)


@pytest.mark.parametrize(
    ("change", "score"),
    [
        pytest.param({"led_to": ""}, 80, id="no-redirect"),
        pytest.param({"led_to": "https://else.example/"}, 120, id="redirect-elsewhere"),
        pytest.param({"led_to": "http://here.example/b"}, 80, id="redirect-to-http"),
        pytest.param({"cookies": ["sessionid=1; HttpOnly; SameSite=Lax"]}, 60, id="not-secure"),
        pytest.param({"cookies": ["sessionid=1; Secure; SameSite=Lax"]}, 70, id="not-httponly"),
        pytest.param({"cookies": ["csrftoken=1; Secure"]}, 80, id="token-sent-everywhere"),
        pytest.param({"cookies": []}, 120, id="no-cookies"),
        pytest.param({"body": "<script src='http://x.example/a.js'>"}, 50, id="script-over-http"),
        pytest.param({"body": '<script src="//x.example/a.js">'}, 120, id="script-of-others"),
    ],
)
def test_a_fault_of_an_answer_costs_what_the_rules_say(change, score):
    assert grade(replace(GOOD, **change))[1] == score


@pytest.mark.parametrize(
    ("headers", "score"),
    [
        pytest.param({"content-security-policy": ""}, 55, id="no-policy"),
        pytest.param(
            {"content-security-policy": "default-src 'self' 'unsafe-inline'"}, 60, id="inline"
        ),
        pytest.param({"content-security-policy": "script-src 'self'"}, 60, id="objects-open"),
        pytest.param({"strict-transport-security": "max-age=600"}, 115, id="hsts-short"),
        pytest.param({"strict-transport-security": ""}, 80, id="no-hsts"),
        pytest.param({"referrer-policy": "unsafe-url"}, 115, id="referrer-told"),
        pytest.param({"x-content-type-options": ""}, 120, id="kinds-guessed"),
        pytest.param({"cross-origin-resource-policy": "cross-origin"}, 80, id="used-by-others"),
        pytest.param({"access-control-allow-origin": "*"}, 125, id="read-by-others"),
        pytest.param(
            {
                "access-control-allow-origin": "https://x.example",
                "access-control-allow-credentials": "true",
            },
            50,
            id="read-as-the-visitor",
        ),
    ],
)
def test_a_fault_in_a_header_costs_what_the_rules_say(headers, score):
    assert grade(replace(GOOD, headers=GOOD.headers | headers))[1] == score

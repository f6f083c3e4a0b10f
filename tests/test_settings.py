"""The settings refuse what would be unsafe or unclear, and say what to do instead.

Settings are read once a process, so each case is a manage.py process with its own environment.
"""

import os
import re
import runpy
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from environs import EnvError

# Empty means not set; naming them all keeps a developer's own .env out.
UNSET = dict.fromkeys(
    (
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "DATABASE_REPLICA_URLS",
        "SENTRY_DSN",
        "CSRF_TRUSTED_ORIGINS",
        "LINK_CHECK_ALLOW",
        "SITE_URL",
        "SECURE_PROXY_SSL_HEADER",
        "SECURITY_CONTACT",
    ),
    "",
)
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "careers.example.org",
    "SECURE_SSL_REDIRECT": "true",
    "SECURE_HSTS_SECONDS": "31536000",
}
LOCAL = {"DEBUG": "true"}


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | UNSET | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def read_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], SimpleNamespace]:
    """Read the settings as a process with that environment would."""

    def read(environment: dict[str, str]) -> SimpleNamespace:
        for name, value in (UNSET | environment).items():
            monkeypatch.setenv(name, value)
        return SimpleNamespace(**runpy.run_path(settings.BASE_DIR / "careerpaths" / "settings.py"))

    return read


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        pytest.param(
            PRODUCTION | {"SECRET_KEY": ""},
            "SECRET_KEY must be set in production.",
            id="production-without-secret-key",
        ),
        pytest.param(
            PRODUCTION | {"ALLOWED_HOSTS": ""},
            "ALLOWED_HOSTS must be set in production.",
            id="production-without-hosts",
        ),
        pytest.param(
            {"DEBUG": "false"},
            "SECRET_KEY and ALLOWED_HOSTS must be set in production.",
            id="nothing-set",
        ),
        pytest.param(
            PRODUCTION | {"SECRET_KEY": "django-insecure-for-local-use-only"},
            "SECRET_KEY is the public key for local use",
            id="production-with-local-key",
        ),
        pytest.param(
            LOCAL | {"ALLOWED_HOSTS": "localhost,careers.example.org"},
            "DEBUG is true, but ALLOWED_HOSTS names careers.example.org.",
            id="debug-on-a-public-host",
        ),
        pytest.param(
            LOCAL | {"ALLOWED_HOSTS": "*"},
            "DEBUG is true, but ALLOWED_HOSTS names *.",
            id="debug-on-every-host",
        ),
        pytest.param(
            LOCAL | {"API_RATE": "often"}, "API_RATE is “often”. Write a number", id="rate-unclear"
        ),
        pytest.param(
            LOCAL | {"PAGE_RATE": "0/minute"}, "PAGE_RATE is “0/minute”.", id="rate-of-nothing"
        ),
        pytest.param(
            LOCAL | {"SECURITY_CONTACT": "me@example.org"},
            "Write mailto:, https:// or tel: and an address.",
            id="contact-without-scheme",
        ),
        pytest.param(
            {"DEBUG": "perhaps"}, '"DEBUG" invalid: Not a valid boolean', id="debug-unclear"
        ),
        pytest.param(
            LOCAL | {"DATABASE_URL": "mysql://somebody:hunter2@localhost/careers"},
            "can't use this kind of DATABASE_URL. Write postgresql://",
            id="database-of-another-kind",
        ),
        pytest.param(
            LOCAL | {"DATABASE_URL": "postgresql://somebody:hunter2@localhost:port/careers"},
            "DATABASE_URL can't be read. Write postgresql://",
            id="database-port-unclear",
        ),
        pytest.param(
            LOCAL | {"DATABASE_URL": "postgresql://somebody:hunter2@localhost"},
            "DATABASE_URL names no database.",
            id="database-without-name",
        ),
        pytest.param(
            LOCAL | {"DATABASE_REPLICA_URLS": "postgresql://somebody:hunter2@localhost"},
            "DATABASE_REPLICA_URLS names no database.",
            id="replica-without-name",
        ),
        pytest.param(
            LOCAL | {"DATABASE_REPLICA_URLS": "postgresql://somebody:hunter2@localhost/careers"},
            "DATABASE_REPLICA_URLS names a database of another kind than DATABASE_URL.",
            id="replica-of-another-kind",
        ),
        pytest.param(
            LOCAL | {"SENTRY_DSN": "sentry"}, "SENTRY_DSN can't be read.", id="dsn-unclear"
        ),
        pytest.param(
            PRODUCTION | {"LINK_CHECK_ALLOW": "127.0.0.1:8000"},
            "LINK_CHECK_ALLOW is for trials with DEBUG=true",
            id="private-address-in-production",
        ),
    ],
)
def test_a_wrong_setting_is_told(read_with, environment: dict[str, str], sentence: str):
    with pytest.raises((ImproperlyConfigured, EnvError)) as refused:
        read_with(environment)

    assert sentence in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_wrong_setting_ends_a_command_in_one_sentence():
    address = "mysql://somebody:hunter2@localhost/careers"

    done = manage(LOCAL | {"DATABASE_URL": address}, "check")

    assert done.returncode != 0
    assert "can't use this kind of DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_missing_settings_point_to_local_use():
    assert (
        "`make install` writes a .env with DEBUG=true" in manage({"DEBUG": "false"}, "check").stderr
    )


def test_local_use_needs_nothing_but_debug(read_with):
    found = read_with(LOCAL)

    assert found.ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]
    assert not found.SECURE_SSL_REDIRECT


def test_production_passes_every_deployment_check():
    done = manage(PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_cookies_travel_over_https_only(read_with):
    found = read_with(PRODUCTION)

    assert (found.SESSION_COOKIE_SECURE, found.CSRF_COOKIE_SECURE) == (True, True)
    assert found.SESSION_COOKIE_NAME == "__Host-sessionid"
    assert found.CSRF_COOKIE_NAME == "__Host-csrftoken"


def test_no_secret_stands_in_the_settings():
    """Only the key for local use, which production refuses; all else comes from the environment."""
    source = (settings.BASE_DIR / "careerpaths" / "settings.py").read_text()

    assert re.findall(r"^(\w*(?:SECRET|PASSWORD|TOKEN|KEY)\w*) = [\"']", source, re.MULTILINE) == [
        "LOCAL_SECRET_KEY"
    ]
    secrets_read = re.findall(r"env\.str\(\"(SECRET_KEY|DATABASE_URL)\", \"(.*?)\"\)", source)
    assert secrets_read == [("SECRET_KEY", ""), ("DATABASE_URL", "")]


def test_proxy_header_is_trusted_only_when_named(read_with):
    named = PRODUCTION | {"SECURE_PROXY_SSL_HEADER": "X-Forwarded-Proto"}

    assert not hasattr(read_with(PRODUCTION), "SECURE_PROXY_SSL_HEADER")
    assert read_with(named).SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        pytest.param(PRODUCTION, "https://careers.example.org", id="first-host"),
        pytest.param(
            PRODUCTION | {"ALLOWED_HOSTS": ".example.org,careers.example.org"},
            "https://careers.example.org",
            id="first-that-is-no-pattern",
        ),
        pytest.param(PRODUCTION | {"ALLOWED_HOSTS": "*"}, "", id="any-host"),
        pytest.param(
            PRODUCTION | {"SITE_URL": "https://other.example/"}, "https://other.example", id="set"
        ),
        pytest.param(LOCAL, "", id="local"),
    ],
)
def test_the_site_knows_its_address(read_with, environment: dict[str, str], url: str):
    assert url == read_with(environment).SITE_URL


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        pytest.param(PRODUCTION, "careers.example.org", id="production"),
        pytest.param(
            PRODUCTION | {"SITE_URL": "https://other.example:8443"}, "other.example", id="set"
        ),
        pytest.param(LOCAL, "localhost", id="local"),
    ],
)
def test_passkeys_belong_to_the_name_of_the_site(read_with, environment: dict[str, str], name: str):
    found = read_with(environment)

    assert name == found.OTP_WEBAUTHN_RP_ID


@pytest.mark.parametrize(("told", "rate"), [("", "300/minute"), ("off", ""), ("9/day", "9/day")])
def test_the_api_has_a_limit_unless_it_is_turned_off(read_with, told: str, rate: str):
    assert rate == read_with(LOCAL | {"API_RATE": told}).API_RATE


def test_sqlite_file_is_tuned(tmp_path: Path):
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    asked = f"[connection.cursor().execute(f'PRAGMA {{one}}').fetchone()[0] for one in {pragmas}]"
    code = f"from django.db import connection; print({asked})"
    local = LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path / 'trial.sqlite3'}"}

    done = manage(local, "shell", "--no-imports", "-c", code)

    assert done.stdout.strip() == "['wal', 1, 1, 5000]", done.stderr


def test_sqlite_is_the_default_and_lies_beside_manage_py(read_with):
    found = read_with(LOCAL).DATABASES["default"]

    assert found["NAME"] == str(settings.BASE_DIR / "db.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE", "They take the write lock first."


def test_postgresql_address_is_read_whole(read_with):
    url = "postgresql://some%40body:p%2Fw@db.example.org:6432/careers?sslmode=require"

    found = read_with(LOCAL | {"DATABASE_URL": url, "DATABASE_POOL_MAX": "3"})

    database = found.DATABASES["default"]
    assert (database["USER"], database["PASSWORD"]) == ("some@body", "p/w")
    assert (database["HOST"], database["PORT"]) == ("db.example.org", 6432)
    assert database["NAME"] == "careers"
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (0, True)
    assert database["OPTIONS"] == {
        "sslmode": "require",
        "connect_timeout": 5,
        "pool": {"min_size": 1, "max_size": 3, "timeout": 5, "reconnect_timeout": 5},
    }


def test_replicas_are_named_in_their_order(read_with):
    urls = {
        "DATABASE_URL": "postgresql://primary.example.org/careers",
        "DATABASE_REPLICA_URLS": "postgresql://a.example.org/careers,postgresql://b.example.org/c",
    }

    found = read_with(LOCAL | urls)

    assert found.DATABASE_REPLICAS == ["replica1", "replica2"]
    assert [one["HOST"] for one in found.DATABASES.values()] == [
        *("primary.example.org", "a.example.org", "b.example.org")
    ]


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_connections_come_from_the_pool():
    connection.ensure_connection()

    assert connection.pool.get_stats()["pool_max"] == 8


def test_every_variable_is_documented():
    modules = (settings.BASE_DIR / "careerpaths").glob("*.py")
    source = "".join(path.read_text() for path in modules)
    example = (settings.BASE_DIR / ".env.example").read_text()
    variables = set(re.findall(r'\benv\.\w+\("(\w+)"', source))

    assert len(variables) > 10
    assert [name for name in sorted(variables) if f"#{name}=" not in example] == []


@pytest.mark.django_db
def test_policy_allows_nothing_inline_and_nobody_else(client):
    response = client.get(f"/{settings.ADMIN_PATH}login/")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_guessing_passwords_is_stopped(client):
    wrong = {"username": "curator", "password": "guess"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(f"/{settings.ADMIN_PATH}login/", wrong)

    assert response.status_code == 429

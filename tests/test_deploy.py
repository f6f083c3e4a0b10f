"""What deploy/ and the container files name is there, and the settings that they give are safe."""

import os
import re
import runpy
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

pytestmark = pytest.mark.once

TOP = settings.BASE_DIR
DEPLOY = TOP / "deploy"
SYSTEMD = DEPLOY / "systemd"
ENVIRONMENT = DEPLOY / "careerpaths.env"
COMPOSE = yaml.safe_load((TOP / "compose.yaml").read_text())
TEXTS = [
    path
    for path in (*sorted(DEPLOY.rglob("*")), TOP / "Containerfile", TOP / "compose.yaml")
    if path.is_file() and path.suffix != ".pyc"
]
# Where a release is on a server.
CURRENT = "/opt/careerpaths/current"


def name_of(path: Path) -> str:
    return str(path.relative_to(TOP))


def values(path: Path, key: str) -> list[str]:
    """Return what the lines KEY=VALUE of a unit or a file of settings say."""
    return re.findall(rf"^{key}=(.+)$", path.read_text(), re.MULTILINE)


def variables(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\s*#?([A-Z_]+)=(.*)$", text, re.MULTILINE))


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python as the services do: with the settings of deploy/, and no others."""
    known = variables((TOP / ".env.example").read_text())
    environment = {name: value for name, value in os.environ.items() if name not in known}
    # Without these two, a developer's own .env would be read for them.
    environment |= {"DEBUG": "false", "SECURE_SSL_REDIRECT": "true"}
    environment |= variables(ENVIRONMENT.read_text()) | {"SECRET_KEY": secrets.token_urlsafe(50)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_silent_with_the_settings_of_a_server():
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_what_is_read_before_the_fork_holds_no_connection_and_no_thread():
    """Workers share what the main process has read (preload_app), and neither survives a fork."""
    done = python(
        "-c",
        "import threading, careerpaths.wsgi\n"
        "from django.db import connections\n"
        "assert all(one.connection is None for one in connections.all(initialized_only=True))\n"
        "assert not any(type(one)._connection_pools for one in connections.all())\n"
        "assert threading.active_count() == 1, threading.enumerate()",
    )

    assert done.returncode == 0, done.stderr


def test_gunicorn_knows_every_line_of_its_file():
    from gunicorn.config import Config

    given = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    config = Config()
    for name in set(given) & set(config.settings):
        config.set(name, given[name])

    lines = (DEPLOY / "gunicorn.conf.py").read_text()
    named = set(re.findall(r"^([a-z]\w+) = ", lines, re.MULTILINE)) - {"env"}
    assert named <= set(config.settings)
    assert config.workers >= 2


def test_waiting_times_fit_into_each_other():
    gunicorn = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    systemd = int(values(SYSTEMD / "careerpaths-web.service", "TimeoutStopSec")[0])
    container = int(COMPOSE["services"]["web"]["stop_grace_period"].removesuffix("s"))

    assert gunicorn["graceful_timeout"] < min(systemd, container)


def test_no_process_holds_connections_that_another_could_answer():
    gunicorn = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))

    assert gunicorn["worker_connections"] == gunicorn["threads"]
    assert gunicorn["keepalive"] == 0
    assert "keepalive off" in (DEPLOY / "Caddyfile").read_text(), (
        "Nothing it keeps is closed on it."
    )


def test_settings_of_a_server_are_all_explained():
    known = variables((TOP / ".env.example").read_text())

    assert variables(ENVIRONMENT.read_text()).keys() <= known.keys()


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_commands_that_are_named_exist(path: Path):
    named = re.findall(
        r"""(?:manage\.py[", ]+|^\s+(?:sudo )?careerpaths |careerpaths-task@)([a-z][a-z_]+)\b""",
        path.read_text(),
        re.MULTILINE,
    )

    assert set(named) <= get_commands().keys()


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_files_that_are_named_exist(path: Path):
    named = re.findall(r"\b(?:deploy/[\w./-]*\w|Containerfile|compose\.yaml)", path.read_text())

    assert [name for name in named if not (TOP / name).exists()] == []


@pytest.mark.parametrize("path", sorted(SYSTEMD.rglob("*.*")), ids=name_of)
def test_units_name_programs_and_units_that_exist(path: Path):
    if path.is_dir():
        return
    for line in values(path, "ExecStart"):
        program, _, arguments = line.partition(" ")
        assert program in (f"{CURRENT}/venv/bin/gunicorn", f"{CURRENT}/venv/bin/python")
        assert all((TOP / name).exists() for name in re.findall(r"\S+\.py\b", arguments))
    for unit in values(path, "Unit"):
        assert (SYSTEMD / re.sub(r"@.+\.", "@.", unit)).exists()
    for file in values(path, "EnvironmentFile"):
        assert file in (DEPLOY / "install.sh").read_text()
    for directory in values(path, "WorkingDirectory"):
        assert directory == CURRENT


def test_the_proxy_asks_where_the_site_listens():
    (socket,) = values(SYSTEMD / "careerpaths-web.socket", "ListenStream")
    proxy = (DEPLOY / "Caddyfile").read_text()

    assert f"{{$SITE_UPSTREAM:unix/{socket}}}" in proxy
    assert socket in (DEPLOY / "release.sh").read_text()


def test_the_proxy_is_told_what_it_reads_from_the_environment():
    asked = set(re.findall(r"\{\$([A-Z_]+)", (DEPLOY / "Caddyfile").read_text()))
    told = set(re.findall(r"(SITE_[A-Z]+)=", (DEPLOY / "install.sh").read_text()))

    assert asked == told | COMPOSE["services"]["caddy"]["environment"].keys()


def test_the_proxy_lets_through_what_an_import_may_upload():
    (megabytes,) = re.findall(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text())

    assert int(megabytes) * 1_000_000 > settings.IMPORT_UPLOAD_MAX_BYTES


def test_the_image_gets_what_it_copies_and_no_secrets():
    copied = re.findall(
        r"^COPY (?!--from)(\S+) ", (TOP / "Containerfile").read_text(), re.MULTILINE
    )
    first, *let_in = re.findall(
        r"^([*!].*)$", (TOP / ".dockerignore").read_text().partition("**/")[0], re.MULTILINE
    )

    assert first == "*"
    assert sorted(f"!{name}" for name in copied) == sorted(let_in)
    assert all((TOP / name).exists() for name in copied)


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_containers_have_no_rights_to_spare(name: str):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service.get("cap_add", [])) <= {"NET_BIND_SERVICE"}
    assert "privileged" not in service

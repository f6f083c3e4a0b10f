"""Browser tests: Chromium against the site as production runs it.

The site is a process of its own (gunicorn, DEBUG off, collected static files) on a database of
its own, which holds the starter catalogue. So a browser test never uses Django's database; what
must change in it goes through `site.manage(...)`.

All of it is package-scoped, not session-scoped: Playwright keeps an event loop marked as running
in its thread, and Django's ORM refuses to work beside one. Both end with the last browser test.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql

from tests.browser.watch import Watch
from tests.catalogue.processes import prepare

HERE = Path(__file__).parent
START_SECONDS = 30
STEP_MILLISECONDS = 10_000

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

# They keep Chromium from looking for Google's hosts.
CHROMIUM_ARGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

JOURNEYS = {
    "test_find_a_program_edit_it_and_see_its_history",
    "test_from_the_queue_to_the_public_page_and_back",
    "test_a_messy_spreadsheet_goes_in_and_out_again",
    "test_from_the_report_to_the_page_of_the_program",
}
"""People at work, from the first page to the last: on both databases. What else a browser shows is
the same over any, and what the server writes for it has tests without one.
"""

AXE_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests in one xdist worker: they share one site and one Chromium."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if item.originalname not in JOURNEYS:
                item.add_marker(pytest.mark.once)


# --- The site --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """The running site: its address, the environment its commands need, the server's log."""

    url: str
    environment: dict[str, str]
    log: Path

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command on the site's own database and return what it printed."""
        return manage(self.environment, *arguments)


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}", pytrace=False)
    return done.stdout


@contextmanager
def fresh_database(directory: Path) -> Iterator[str]:
    """Give the address of an empty database on the server that this run of the suite uses."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        home = directory / "data"
        home.mkdir()
        yield f"sqlite:///{home / 'site.sqlite3'}"
        return
    server = os.environ["DATABASE_URL"]
    name = f"careerpaths_browser_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def wait_until_served(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as anything answers at the address, with whatever status."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=START_SECONDS).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"The site did not start. Its log:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the starter catalogue, served by gunicorn with production settings."""
    directory = tmp_path_factory.mktemp("site")
    log = directory / "gunicorn.log"
    # The socket is opened here and handed over: no other process can take its port meanwhile.
    with fresh_database(directory) as database_url, socket.create_server(("127.0.0.1", 0)) as door:
        environment = os.environ | {
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_urlsafe(50),
            # Passkeys want a name: the first is theirs, and all else asks the second.
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
            "DATABASE_URL": database_url,
            "STATIC_ROOT": str(directory / "static"),
        }
        prepare(environment, ["collectstatic", "--no-input", "--verbosity", "0"])
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "careerpaths.wsgi", "--threads", "4"]
        command += ["--bind", f"fd://{door.fileno()}", "--no-control-socket"]
        with log.open("wb") as output:
            server = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=output,
                stderr=output,
                pass_fds=[door.fileno()],
            )
        try:
            wait_until_served(f"{url}/robots.txt", server, log)
            yield Site(url=url, environment=environment, log=log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="package")
def site_url(site: Site) -> str:
    """The address of the running site, without a slash at the end."""
    return site.url


# --- Browser and pages -----------------------------------------------------------------------


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests: the system's, or the one that CHROMIUM names.

    The shell is the same engine without the windows around pages: a third less work.
    """
    system = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    chromium = os.environ.get("CHROMIUM") or system
    if not chromium:
        pytest.skip("Browser tests need Chromium: install it, or name its program in CHROMIUM.")
    with sync_playwright() as playwright:
        chromium_process = playwright.chromium.launch(
            executable_path=chromium,
            args=CHROMIUM_ARGS,
            chromium_sandbox=os.geteuid() != 0,  # root can't use it
        )
        yield chromium_process
        chromium_process.close()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Make pages, each in a browser context of its own: `new_page(color_scheme="dark")`.

    Takes the options of Playwright's `new_context`. The test fails at its end if any of its
    pages logged an error or asked another host for anything.
    """
    watch = Watch(site.url)
    contexts = []
    logged_before = site.log.stat().st_size

    def make(**options: Any) -> Page:
        defaults = {"base_url": site.url, "viewport": DESKTOP, "reduced_motion": "reduce"}
        context = browser.new_context(**defaults | options)
        contexts.append(context)
        context.set_default_timeout(STEP_MILLISECONDS)
        # A context announces each of its pages, those that a link opens included.
        context.on("page", watch.follow)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    # pytest shows this beside a failure only: what the server said during the test.
    print(site.log.read_bytes()[logged_before:].decode(errors="replace"))
    assert watch.problems == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop page, 1280 wide."""
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """A small phone with a touch screen, 360 wide."""
    return new_page(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def plain_page(new_page: Callable[..., Page]) -> Page:
    """A desktop page without JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def dark_phone_page(new_page: Callable[..., Page]) -> Page:
    """The small phone, in the dark: with `page` all that colors and widths can make of a page."""
    return new_page(
        viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2, color_scheme="dark"
    )


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Check a page for WCAG 2.2, levels A and AA: `assert axe(page) == []`.

    Returns one text a violation: rule, severity, what it asks, and each place it was found in.
    `but` selects what is not looked at.
    """

    def violations(page: Page, but: str = "") -> list[str]:
        # Wherever a page stands, what sticks to an edge covers half of some target; not at its top.
        page.evaluate("scrollTo(0, 0)")
        # Playwright evaluates through the debugger, which the Content-Security-Policy leaves alone.
        page.evaluate(AXE_SCRIPT)
        options = {"runOnly": AXE_LEVELS, "resultTypes": ["violations"]}
        # Django's forms.css imports a sheet, which axe reads through a style that our policy bars.
        options["preload"] = "/admin/" not in page.url
        context = {"exclude": [but]} if but else {"include": ["html"]}
        result = page.evaluate("([where, how]) => axe.run(where, how)", [context, options])
        return [readable(violation) for violation in result["violations"]]

    return violations


def readable(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        lines.append(f"  at {node['target']}: {node['html'][:200]}")
        lines.append(f"  {node['failureSummary']}")
    return "\n".join(lines)

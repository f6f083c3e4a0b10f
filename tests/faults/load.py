"""Visitors on all pages, a curator and imports beside them, and what the server makes of it.

    DATABASE_URL=sqlite:////tmp/many.sqlite3 python -m tests.benchmarks catalogues 10000
    DATABASE_URL=sqlite:////tmp/many.sqlite3 python -m tests.faults.load gunicorn 60 [VISITORS]

Needs wrk (of Debian) on the PATH, and for granian that package. The database is written to. A run
of 600 seconds is the soak. Prints requests a second and how long answers took, of visitors alone
for a quarter of the time and then among the others; what was not answered well, what curator and
imports did meanwhile, and the memory of the server after a fifth and at the end. Exits with 1 if
anything failed or memory grew by more than a tenth.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.benchmarks.servers import HOST, serving

MIX = {
    "/programs/?{query}": 40,
    "/programs/{slug}/": 25,
    "/": 10,
    "/match/?degree=bachelor&programming={level}": 6,
    "/deadlines/?{query}": 5,
    "/landscape/": 2,
    "/organizations/{organization}/": 4,
    "/changes/": 2,
    "/api/v1/programs/?{query}": 3,
    "/programs.ics?degree=none&program_type=grant": 1,
    "/guides/": 1,
    "/compare/?p={slug}&p={slug}": 1,
}
"""Addresses, and how often visitors ask for each, in percent."""
SERVERS = {
    "gunicorn": [
        *("gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", "2"),
        *("--bind", f"{HOST}:{{port}}"),
    ],
    "granian": [
        *("granian", "careerpaths.wsgi:application", "--interface", "wsgi", "--no-log"),
        *("--host", HOST, "--port", "{port}", "--workers", "2", "--blocking-threads", "4"),
    ],
}
ENVIRONMENT = {
    "DEBUG": "false",
    "SECRET_KEY": "of-this-run-only-" + "k7" * 30,
    "ALLOWED_HOSTS": HOST,
    "SECURE_SSL_REDIRECT": "false",
    "LOG_LEVEL": "ERROR",
    "API_RATE": "off",
    "PAGE_RATE": "off",
    "FILE_RATE": "off",
    "DJANGO_SETTINGS_MODULE": "careerpaths.settings",
}
WARM_UP_SECONDS = 5
"""Until each process has read the catalogue."""
ASKS = """
local paths = {{ {} }}
local place = 0
request = function()
  place = place % #paths + 1
  return wrk.format("GET", paths[place])
end
"""


def main(server: str, seconds: int, visitors: int) -> int:
    os.environ.update(ENVIRONMENT)
    with TemporaryDirectory() as directory:
        os.environ["STATIC_ROOT"] = f"{directory}/static"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        script = Path(directory, "asks.lua")
        script.write_text(ASKS.format(", ".join(f'"{one}"' for one in addresses(2_000))))
        program, *arguments = SERVERS[server]
        command = [str(Path(sys.executable).with_name(program)), *arguments]
        with serving(command, "/", os.environ) as port:
            wrk(port, script, WARM_UP_SECONDS, visitors).communicate()
            alone = wrk(port, script, max(seconds // 4, 1), visitors).communicate()[0]
            others = [beside(name, seconds) for name in ("curator", "imports")]
            among = wrk(port, script, seconds, visitors)
            time.sleep(seconds / 5)
            early = memory_of(port)
            told = among.communicate()[0]
            late = memory_of(port)
            done = [one.communicate()[0].strip() for one in others]
    failed = re.findall(r"Non-2xx.*|Socket errors.*", alone + told)
    print(f"{server}, {visitors} visitors alone: {wrk_words(alone)}")
    print(f"with a curator and imports, {seconds} s: {wrk_words(told)}; failed: {failed or 0}")
    print(f"beside them: {'; '.join(done)}")
    print(f"memory of the server: {early:.0f} MB after a fifth, {late:.0f} MB at the end")
    return int(bool(failed) or late > 1.1 * early or any("failed" in one for one in done))


def wrk(port: int, script: Path, seconds: int, visitors: int) -> subprocess.Popen:
    """Start so many visitors, each of whom asks again as soon as there is an answer."""
    return subprocess.Popen(
        [
            *("wrk", "--threads", "1", "--connections", str(visitors), "--latency"),
            *("--duration", f"{seconds}s", "--timeout", "10s", "--script", str(script)),
            f"http://{HOST}:{port}",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )


def wrk_words(told: str) -> str:
    rate = re.search(r"Requests/sec:\s+(\S+)", told).group(1)
    within = dict(re.findall(r"^\s+(50|99)%\s+(\S+)", told, re.MULTILINE))
    return f"{rate} requests/s, half within {within['50']}, 99 of 100 within {within['99']}"


def addresses(count: int) -> list[str]:
    """Return so many addresses of the site, in the mix and in random order."""
    from programs.choices import Level
    from programs.models import Organization, Program
    from tests.benchmarks.questions import PAGES

    dice = random.Random(1)
    slugs = list(Program.objects.published().values_list("slug", flat=True))
    organizations = list(
        Organization.objects.filter(programs__publication="published")
        .values_list("slug", flat=True)
        .distinct()
    )
    return [
        one.format(
            query=dice.choice(PAGES).replace(" ", "+"),
            slug=dice.choice(slugs),
            level=dice.choice(Level.values),
            organization=dice.choice(organizations),
        )
        for one in dice.choices(list(MIX), MIX.values(), k=count)
    ]


def beside(name: str, seconds: int) -> subprocess.Popen:
    """Start another process that works as somebody else meanwhile."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.load", name, str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )


def memory_of(port: int) -> float:
    """Return the MB that the processes of the server hold, its workers together."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f":{port}" in status.with_name("cmdline").read_text() or (
                f"--port\0{port}" in status.with_name("cmdline").read_text()
            ):
                total += int(re.search(r"VmRSS:\s+(\d+)", status.read_text()).group(1))
        except (OSError, AttributeError):
            continue
    return total / 1_024


def curator(seconds: int) -> str:
    """Work through the desk: queue, form, an edit; return what was done and how long it took."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from programs.ledger import recording
    from programs.models import Program

    users = get_user_model().objects
    somebody = users.filter(is_superuser=True).first() or users.create_superuser("load")
    client = Client(HTTP_HOST=HOST, raise_request_exception=False)
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    ids = list(Program.objects.published().values_list("pk", flat=True)[:500])
    times, failed = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        pk = random.choice(ids)
        statuses = [
            client.get(path).status_code
            for path in ("/admin/", f"/admin/programs/program/{pk}/change/")
        ]
        with recording([pk], by=somebody):
            Program.objects.filter(pk=pk).update(degree_note=f"Edit {time.time():.0f}")
        failed += sum(status != 200 for status in statuses)
        times.append(time.monotonic() - started)
        time.sleep(1)
    return told_of("edits of a curator", times, failed)


def imports(seconds: int) -> str:
    """Import 500 rows again and again; return what was done and how long it took."""
    from django.core.management import CommandError, call_command

    from programs.models import Program

    slugs = Program.objects.published().values_list("slug", flat=True)
    # The keys of made-up programs are not all as an import wants them.
    slugs = [slug for slug in slugs[:600] if "--" not in slug][:500]
    times, failed = [], 0
    end = time.monotonic() + seconds
    with TemporaryDirectory() as directory:
        path = Path(directory, "batch.csv")
        while time.monotonic() < end:
            started = time.monotonic()
            lines = [f'{slug},"Import {len(times)} of {started:.0f}"\n' for slug in slugs]
            path.write_text("slug,eligibility_note\n" + "".join(lines))
            try:
                with open(os.devnull, "w") as nowhere:
                    options = {"stdout": nowhere, "stderr": nowhere, "confirm": len(slugs)}
                    call_command("import_programs", path, **options)
            except CommandError as error:
                print(error, file=sys.stderr)
                failed += 1
            times.append(time.monotonic() - started)
            time.sleep(2)
    return told_of("imports of 500 rows", times, failed)


def told_of(what: str, times: list[float], failed: int) -> str:
    times = sorted(times)
    middle = times[len(times) // 2] if times else 0
    wrong = f", {failed} failed" if failed else ""
    return f"{len(times)} {what}, half within {middle:.2f} s{wrong}"


if __name__ == "__main__":
    name, seconds, *more = sys.argv[1:]
    if name in SERVERS:
        if not shutil.which("wrk"):
            sys.exit("wrk is not installed: apt-get install wrk")
        sys.exit(main(name, int(seconds), int(more[0]) if more else 16))
    django.setup()
    print({"curator": curator, "imports": imports}[name](int(seconds)))

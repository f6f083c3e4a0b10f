"""Asks PyPI whether a pinned package has a known vulnerability, and tells what it learned.

    python -m tests.audit

Ends with 1 only if one is known: a service that can't be reached, or doesn't know a package, is
named, and says nothing about the packages.
"""

import json
import subprocess
import sys
from typing import Any

FILES = ("requirements.txt", "requirements-dev.txt")
IGNORED: dict[str, str] = {}
"""Vulnerabilities that are none for this site, by id, each with the reason."""


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off"]
    # Pinned as they stand: nothing is installed or resolved.
    command += ["--disable-pip", "--no-deps", *(f"--requirement={name}" for name in FILES)]
    command += [f"--ignore-vuln={one}" for one in IGNORED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        print(f"pip-audit: nothing was learned, the service can't be reached. {last}")
        return 0
    told, found = words_of(packages)
    print("\n".join(told))
    return 1 if found else 0


def words_of(packages: list[dict[str, Any]]) -> tuple[list[str], bool]:
    """Return what pip-audit says of packages, in lines, and whether one is vulnerable."""
    asked = [one for one in packages if "skip_reason" not in one]
    bad = [(one, weakness) for one in asked for weakness in one["vulns"]]
    lines = [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for one, weakness in bad
    ]
    unknown = len(packages) - len(asked)
    lines.append(
        f"pip-audit: {len(asked)} packages asked about, vulnerabilities known: {len(bad)}."
    )
    if unknown:
        lines.append(f"The service knows nothing of {unknown} packages: they are not audited.")
    return lines, bool(bad)


if __name__ == "__main__":
    sys.exit(main())

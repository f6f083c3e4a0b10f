import subprocess
from types import SimpleNamespace

import pytest

from tests import audit

WEAK = {
    "name": "django",
    "version": "5.2.1",
    "vulns": [{"id": "CVE-2099-1", "fix_versions": ["5.2.99"]}],
}
SOUND = {"name": "nh3", "version": "0.3.8", "vulns": []}
UNKNOWN = {"name": "segno", "skip_reason": "Dependency not found"}


def test_a_vulnerability_is_named_with_the_version_that_mends_it():
    assert audit.words_of([WEAK, SOUND]) == (
        [
            "django 5.2.1: CVE-2099-1, mended in 5.2.99",
            "pip-audit: 2 packages asked about, vulnerabilities known: 1.",
        ],
        True,
    )


def test_packages_that_were_not_audited_are_counted_apart():
    lines, is_bad = audit.words_of([SOUND, UNKNOWN])

    assert lines[-1] == "The service knows nothing of 1 packages: they are not audited."
    assert not is_bad


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        pytest.param("", 0, id="unreachable"),
        pytest.param('{"dependencies": []}', 0, id="sound"),
        pytest.param(
            '{"dependencies": [{"name": "a", "version": "1", "vulns": '
            '[{"id": "CVE-1", "fix_versions": []}]}]}',
            1,
            id="vulnerable",
        ),
    ],
)
def test_only_what_is_known_to_be_vulnerable_fails(monkeypatch, capsys, printed, status):
    answer = SimpleNamespace(stdout=printed, stderr="cause: no such host")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)

    assert audit.main() == status
    assert "pip-audit: " in capsys.readouterr().out


def test_every_ignored_vulnerability_has_its_reason():
    assert all(len(reason) > 20 for reason in audit.IGNORED.values())

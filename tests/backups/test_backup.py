"""Backing up: one moment of the database, whole or not there at all."""

import resource
import stat
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.backups import database_of
from programs.catalogue import touching
from programs.models import Topic
from tests.factories import TopicFactory


def backup(*arguments: object) -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command("backup", *map(str, arguments), stdout=said)
    return said.getvalue()


def refused(*arguments: object) -> str:
    with pytest.raises(CommandError) as raised:
        backup(*arguments)
    return str(raised.value)


def test_a_backup_says_where_it_is_and_only_its_owner_can_read_it(own_database, tmp_path: Path):
    said = backup(tmp_path)

    (file,) = tmp_path.iterdir()
    assert str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_may_have_any_name_and_is_never_overwritten(own_database, tmp_path: Path):
    backup(tmp_path / "mine")
    before = (tmp_path / "mine").read_bytes()

    assert "mine is there already" in refused(tmp_path / "mine")
    assert (tmp_path / "mine").read_bytes() == before


def test_the_newest_are_kept(own_database, tmp_path: Path):
    kind = database_of(connection).kind
    old = [tmp_path / f"careerpaths-2020010{day}T000000Z.{kind}.gz" for day in (1, 2)]
    for path in old:
        path.touch()

    said = backup(tmp_path, "--keep", 2)

    assert f"Deleted {old[0].name}." in said
    assert [path.exists() for path in old] == [False, True]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("arguments", [("file", "--keep", 2), (".", "--keep", 0)], ids=str)
def test_what_to_keep_is_asked_of_a_directory(own_database, arguments: tuple):
    assert "--keep takes a number from 1 on, and a directory." in refused(*arguments)


def test_a_place_that_is_not_there_is_told(own_database, tmp_path: Path):
    assert "There is no directory" in refused(tmp_path / "none" / "file")


def test_without_room_on_the_disk_there_is_no_file(own_database, tmp_path: Path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        said = refused(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert said.endswith("There is no new backup.")
    assert list(tmp_path.iterdir()) == []


def test_while_somebody_writes_it_is_one_moment(own_database, tmp_path: Path):
    first, second = TopicFactory(), TopicFactory()
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with touching():
                Topic.objects.filter(pk=first.pk).update(name=f"first {number}")
                Topic.objects.filter(pk=second.pk).update(name=f"second {number}")
            begun.set()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(10)
        backup(tmp_path / "file")
    finally:
        stop.set()
        writer.join(10)

    call_command("restore", str(tmp_path / "file"), replace=True, interactive=False, verbosity=0)
    names = Topic.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    numbers = [name.split()[1] for name in names.values_list("name", flat=True)]
    assert numbers[0] == numbers[1]


@pytest.mark.sqlite
def test_a_database_with_a_fault_gives_no_backup(own_database, tmp_path: Path):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("INSERT INTO auth_user_groups (user_id, group_id) VALUES (998, 999)")
        said = refused(tmp_path)
        cursor.execute("DELETE FROM auth_user_groups WHERE user_id = 998")
        cursor.execute("PRAGMA foreign_keys=ON")

    assert "The copy is damaged: auth_user_groups names a row of" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_a_database_that_is_not_there_is_told_and_not_made(own_database, tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "none.sqlite3"))

    assert "There is no database" in refused(tmp_path)
    assert list(tmp_path.iterdir()) == []

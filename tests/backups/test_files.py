"""Files of backups: what is damaged is told, and nothing but old backups is deleted."""

import gzip
import stat
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.backups import BackupError, prune
from programs.backups.files import name_of, pack, publish, unpack, workplace

BYTES = b"SQLite format 3\x00" + bytes(range(256)) * 20
PACKED = gzip.compress(BYTES)


def test_a_name_says_the_moment_and_the_kind():
    at = datetime(2026, 11, 28, 3, 39, 4, tzinfo=timezone(timedelta(hours=2)))

    assert name_of("sqlite3", at) == "careerpaths-20261128T013904Z.sqlite3.gz"


# --- Packing ---------------------------------------------------------------------------------


def test_what_was_packed_is_unpacked_and_only_its_owner_can_read_it(tmp_path: Path):
    copy, packed, again = (tmp_path / name for name in ("copy", "packed", "again"))
    copy.write_bytes(BYTES)

    pack(copy, packed)

    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    assert unpack(packed, again) == "sqlite3"
    assert again.read_bytes() == BYTES


def test_a_file_that_other_tools_made_is_taken_as_it_is(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"PGDMP and more")

    assert unpack(tmp_path / "file", tmp_path / "copy") == "postgresql"


NO_BACKUPS = {
    "empty": (b"", "is not a backup"),
    "text": (b"slug,name\n", "is not a backup"),
    "packed-text": (gzip.compress(b"slug,name\n"), "is not a backup"),
    "other-archive": (b"PK\x03\x04" + bytes(40), "is not a backup"),
    "cut": (PACKED[:-9], "is not whole"),
    "flipped": (PACKED[:200] + bytes([PACKED[200] ^ 1]) + PACKED[201:], "is damaged"),
    "more-behind": (PACKED + b"more", "is damaged"),
}


@pytest.mark.parametrize(("content", "sentence"), NO_BACKUPS.values(), ids=NO_BACKUPS)
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes, sentence: str):
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(BackupError, match=f"file {sentence}"):
        unpack(tmp_path / "file", tmp_path / "copy")


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(BackupError, match=r"none can't be read: No such file or directory\."):
        unpack(tmp_path / "none", tmp_path / "copy")


@given(at=st.integers(0, len(PACKED) - 1), bit=st.integers(0, 8))
def test_a_cut_or_a_flipped_bit_is_told_or_harmless(at: int, bit: int):
    flipped = PACKED[at] ^ (1 << bit) if bit < 8 else None
    damaged = PACKED[:at] if flipped is None else PACKED[:at] + bytes([flipped]) + PACKED[at + 1 :]
    with TemporaryDirectory() as directory:
        file, copy = Path(directory, "file"), Path(directory, "copy")
        file.write_bytes(damaged)
        try:
            unpack(file, copy)
        except BackupError:
            return
        # Nothing guards the time that gzip notes in its header.
        assert copy.read_bytes() == BYTES


# --- Its name --------------------------------------------------------------------------------


def test_no_file_is_ever_overwritten(tmp_path: Path):
    (tmp_path / "packed").write_bytes(b"new")
    (tmp_path / "kept").write_bytes(b"old")

    with pytest.raises(BackupError, match="kept is there already"):
        publish(tmp_path / "packed", tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"old"


def test_a_full_disk_is_told_and_nothing_stays(tmp_path: Path):
    def fill() -> None:
        with workplace(tmp_path) as directory:
            (directory / "copy").write_bytes(BYTES)
            Path("/dev/full").write_bytes(BYTES)

    with pytest.raises(BackupError, match=f"written in {tmp_path}: No space left on device"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(BackupError, match="There is no directory"), workplace(tmp_path / "none"):
        pass


# --- Which may go ----------------------------------------------------------------------------


def test_the_newest_stay_and_what_is_not_ours(tmp_path: Path):
    ours = [f"careerpaths-202611{day}T010203Z.sqlite3.gz" for day in range(10, 15)]
    others = [
        "careerpaths-20261101T010203Z.postgresql.gz",
        "careerpaths-20261101T010203Z.sqlite3",
        "careerpaths-20261101T010203Z.sqlite3.gz.txt",
        "careerpaths-before-the-move.sqlite3.gz",
        "old.sqlite3.gz",
    ]
    for name in (*ours, *others):
        (tmp_path / name).touch()
    (tmp_path / "careerpaths-20261101T010203Z.sqlite3.gz").mkdir()

    gone = prune(tmp_path, "sqlite3", keep=2, taken=tmp_path / ours[-1])

    assert sorted(path.name for path in gone) == ours[:3]
    left = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert left == {*ours[3:], *others}


def test_the_one_that_was_just_taken_stays_whatever_a_wrong_clock_has_named_others(tmp_path: Path):
    by_a_wrong_clock = [f"careerpaths-2036010{day}T010203Z.sqlite3.gz" for day in range(1, 4)]
    taken = tmp_path / "careerpaths-20261114T010203Z.sqlite3.gz"
    for name in (*by_a_wrong_clock, taken.name):
        (tmp_path / name).touch()

    gone = prune(tmp_path, "sqlite3", keep=2, taken=taken)

    assert sorted(path.name for path in gone) == by_a_wrong_clock[:2]
    assert taken.exists()

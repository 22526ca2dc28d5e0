"""Locks of processes over one SQLite file: they end with their process, however it ends.

They stand in a file beside the database, each at a place of its own. They are record locks (fcntl): the system drops
them with the process, and a process that was forked from it does not keep them. Two in one process never conflict.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockFile:
    """The locks beside one SQLite file; a place is a number from 0 to 2^62."""

    def __init__(self, database: Path) -> None:
        resolved = database.resolve()  # the same for all who name the database in different ways
        self._path = resolved.with_name(resolved.name + ".lock")
        self._file: int | None = None

    @contextmanager
    def held(self, *places: int) -> Iterator[bool]:
        """Hold these places until the end of the block; False where another process has one of them.

        Where the file cannot be opened or locked, that is SQLite's OperationalError.
        """
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as exc:
            raise sqlite3.OperationalError(str(exc)) from exc
        try:
            yield all(_taken(self._file, place) for place in places)
        finally:
            os.close(self._file)  # this lets go of all of them
            self._file = None

    def free(self, place: int) -> bool:
        """Whether no other process holds this place; asked while this one holds some."""
        if self._file is None or not _taken(self._file, place):
            return False
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)
        return True


def _taken(file: int, place: int) -> bool:
    """Take a place; False where another process has it."""
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as exc:
        raise sqlite3.OperationalError(str(exc)) from exc
    return True

"""The types of columns that SQLite and PostgreSQL agree on."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

LONGEST_KEY = 1000
"""How many bytes of a text stand in an index: PostgreSQL takes 2,704 a row, and an index may have two."""


class _Text(sqlite.DATETIME):
    """SQLite's text of a moment, as SQLAlchemy writes it, at a tenth of its time."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        """With microseconds, so that all texts are as long."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


_TEXT: TypeEngine[Any] = _Text()  # type: ignore[no-untyped-call]


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused, because nobody knows when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A moment of either engine."""
        return dialect.type_descriptor(_TEXT if dialect.name == "sqlite" else self.impl)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps it as text without a zone, so that text order is the order of time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _held(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


class Words(TypeDecorator[str]):
    """Text from the network, without what an engine refuses: NUL (PostgreSQL) and lone surrogates (both)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Only what both engines can hold."""
        return None if value is None else _held(value)


class Data(TypeDecorator[Any]):
    """Plain data with text from the network, each text of it as in Words: what is read again must be fit to be sent."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The same data, its texts such as both engines can hold."""
        if isinstance(value, str):
            return _held(value)
        if isinstance(value, Mapping):
            return {name: self.process_bind_param(one, dialect) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.process_bind_param(one, dialect) for one in value]
        return value


def key_of(text: str) -> str:
    """What a `Key` column holds of a text; of that, the same again."""
    raw = _held(text).encode()
    if len(raw) <= LONGEST_KEY:
        return raw.decode()
    return f"{raw[: LONGEST_KEY - 65].decode(errors='ignore')}#{sha256(raw).hexdigest()}"


class Key(TypeDecorator[str]):
    """Text that identifies a row; beyond `LONGEST_KEY` bytes, its beginning and a digest of all of it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The same key for the same text, always short enough for an index."""
        return None if value is None else key_of(value)


def listed(key: str) -> str:
    """How one key stands in a column of `Places`."""
    return f"|{_held(key)}|"


class Places(TypeDecorator[tuple[str, ...]]):
    """Keys of places as `|kp|korea|`, so that one LIKE on the row itself tells whether one of them is wanted."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """NULL where there is none: everywhere."""
        return f"|{'|'.join(map(_held, value))}|" if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The keys again."""
        return tuple(value.strip("|").split("|")) if value else ()


Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER numbers itself on SQLite

"""The exceptions that Bongsu raises, and nothing else in here.

    BongsuError                 anything that a person can act on; its text is one clear sentence
        SettingsError           a setting is missing or wrong
        DataError               a data file (topic, catalogue, locale) does not say what it must
        QueryError              a query is not in the language of queries: where, and what would be
        StoreError              the database cannot be used
            StoreUnavailable    it did not answer; it may later
            SchemaTooNew        it was written by a newer Bongsu
        FetchError              a feed could not be had: kind, status, retry_after

What the tables must record is a value (an Outcome, a Fetched), never an exception.
"""

from datetime import timedelta

OURS = ("bot.", "handlers.", "storage.")


class BongsuError(Exception):
    """Something that a person can act on; `str()` of it is one clear sentence."""


class SettingsError(BongsuError):
    """A setting is missing or wrong."""


class DataError(BongsuError):
    """A data file, or who edits a feed, does not say what it must.

    `key` is the text that says so in the chat, in the reader's language, made with `values`; '' where there is none.
    """

    def __init__(self, message: str, key: str = "", **values: str | int) -> None:
        super().__init__(message)
        self.key = key
        self.values = values

    def at(self, **place: int) -> "DataError":
        """The same, said of a place in a file: `line` or `feed`, its number in the list."""
        return DataError(str(self), self.key, **self.values, **place)


class QueryError(BongsuError):
    """A query is not in the language of queries.

    `key` is the text that says so in the reader's language, made with `values`; `at` is the letter of the query that
    it is about (its length: the end), or None where it is about all of it.
    """

    def __init__(self, key: str, at: int | None = None, **values: str | int) -> None:
        super().__init__(f"The query cannot be read: {key} at {at}, {values}.")
        self.key = key
        self.at = at
        self.values = values


class StoreError(BongsuError):
    """The database cannot be used."""


class StoreUnavailable(StoreError):
    """The database did not answer; it may later."""


class SchemaTooNew(StoreError):
    """The database was written by a newer Bongsu."""


class PictureError(BongsuError):
    """A picture could not be drawn now."""


class FetchError(BongsuError):
    """A feed could not be had.

    `kind` is a short word for tables and metrics (`url`, `scheme`, `dns`, `private-address`, `connect`, `tls`,
    `timeout`, `protocol`, `redirects`, `http`, `gone`, `too-large`, `encoding`, `robots`); `status` is the HTTP status
    where there was one; `retry_after` is what the server asked for, at most a day.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        status: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after


def describe(exc: BaseException) -> str:
    """What code raised, in a line for tables and logs: its kind, the first line of its text, and where of ours."""
    where, trace = "", exc.__traceback__
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        where = f" ({module}:{trace.tb_lineno})" if module.startswith(OURS) else where
        trace = trace.tb_next
    text = (str(exc).splitlines() or [""])[0][:300]
    return f"{type(exc).__name__}: {text}{where}"

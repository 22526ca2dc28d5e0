"""The headers of an answer -> how long it stays fresh, how long to wait, how far a date lies ahead.

Header names are in lower case.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""The longest wait that a server can ask for; more is taken for this."""


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """How long an answer says that it stays fresh (RFC 9111, sections 4.2.1 and 5.2.2)."""
    said = [part.strip().partition("=") for part in headers.get("cache-control", "").lower().split(",")]
    directives = {name: value for name, _, value in said}
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    if "max-age" in directives:
        return _seconds(directives["max-age"])
    return until(headers, "expires")


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait that a busy server asks for (RFC 9110, section 10.2.3)."""
    seconds = _seconds(headers.get("retry-after", ""))
    return until(headers, "retry-after") if seconds is None else seconds


def _seconds(text: str) -> timedelta | None:
    digits = text.strip().strip('"')
    return _bounded(float(digits)) if digits.isascii() and digits.isdigit() else None


def until(headers: Mapping[str, str], name: str) -> timedelta | None:
    """How far the date in this header lies ahead, by the server's own clock where it shows one."""
    date = _http_date(headers[name]) if name in headers else None
    if date is None:
        return None
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return _bounded((date - now).total_seconds())


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_WAIT.total_seconds()))


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)

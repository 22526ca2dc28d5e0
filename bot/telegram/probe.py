"""aiohttp: one question to a Bot API server, and all that its answer tells: of the way, the token and the clock."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.telegram.transport import proxy_of


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its HTTP status, the object that it holds, how far its clock is ahead of ours, and what it took."""

    status: int
    said: Mapping[str, Any] = field(default_factory=dict)
    ahead: timedelta | None = None
    seconds: float = 0.0

    @property
    def result(self) -> Mapping[str, Any]:
        """What was asked for; nothing where the answer is a no."""
        result = self.said.get("result")
        return result if isinstance(result, dict) else {}


async def ask(url: str, token: str, method: str, seconds: float) -> Answer | str:
    """Ask the server at `url`, so long at most; why there is no answer, in words that go on after its name."""
    try:
        timeout, began = aiohttp.ClientTimeout(seconds), time.monotonic()
        async with (
            aiohttp.ClientSession(timeout=timeout, proxy=proxy_of(url)) as session,
            session.get(f"{url}/bot{token}/{method}") as came,
        ):
            ahead = _ahead(came.headers.get("Date"), datetime.now(UTC))
            return Answer(came.status, await _object(came), ahead, time.monotonic() - began)
    except TimeoutError:
        return f"does not answer within {seconds:.0f} s"
    except (aiohttp.ClientError, OSError) as exc:
        return next((words for kind, words in _WORDS.items() if isinstance(exc, kind)), "cannot be reached")


async def _object(answer: aiohttp.ClientResponse) -> Mapping[str, Any]:
    try:
        said = await answer.json(content_type=None)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _ahead(date: str | None, now: datetime) -> timedelta | None:
    try:
        at = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    return at - now if at and at.tzinfo else None


_WORDS: Mapping[type[Exception], str] = {
    aiohttp.ClientHttpProxyError: "cannot be reached through the proxy that the environment names: it refuses",
    aiohttp.ClientProxyConnectionError: "cannot be reached through the proxy that the environment names: it is away",
    aiohttp.ClientConnectorDNSError: "has no address that this machine could find: see to its name service (DNS)",
    aiohttp.ClientConnectorCertificateError: "shows a certificate that this machine does not trust",
    aiohttp.ClientSSLError: "does not speak TLS with this machine",
}
"""What aiohttp raises, and what that means."""

"""Who may see the page: whoever shows its token, or, where there is none, whoever sits at this machine."""

import hmac
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address

COOKIE = "bongsu"
HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""What a browser on this machine calls it. Another name that leads here is somebody's trick (DNS rebinding)."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""What proxies add: behind one, everybody seems to sit at this machine."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""With every answer: own style and forms, no script, no frame, nothing kept."""


@dataclass(frozen=True, slots=True)
class Door:
    """Knows the token (None: it listens on this machine only); `secret` makes what the forms show."""

    token: str | None = field(repr=False)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def session(self) -> str:
        """What the cookie of who has shown the token holds: the same in every process, of no use without it."""
        return self._made("session")

    @property
    def form(self) -> str:
        """What a form of ours shows, and another site's cannot know."""
        return self._made("form")

    def admits(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether who asks may see the page."""
        if self.token is None:
            forwarded = any(name in headers for name in FORWARDED)
            return not forwarded and _host(headers.get("Host", "")) in HERE
        return self.session_is(cookies.get(COOKIE, "")) or self.token_is(_shown(headers.get("Authorization", "")))

    def token_is(self, shown: str) -> bool:
        """Whether this is the token."""
        return self.token is not None and _same(shown.strip(), self.token)

    def session_is(self, shown: str) -> bool:
        """Whether this is what the cookie should hold."""
        return self.token is not None and _same(shown, self.session)

    def form_is_ours(self, shown: str, headers: Mapping[str, str]) -> bool:
        """Whether a button of our own page was pressed."""
        return _same(shown, self.form) and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"

    def _made(self, what: str) -> str:
        return hmac.new(self.token.encode() if self.token else self.secret, what.encode(), sha256).hexdigest()


def _shown(authorization: str) -> str:
    """The token in the header: as Bearer, or as Basic's password (RFC 7617), which is all that feed readers know."""
    scheme, _, shown = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return shown
    if scheme.lower() != "basic":
        return ""
    try:
        return b64decode(shown, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def is_local(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(header: str) -> str:
    """A Host header's name without its port."""
    name, _, port = header.rpartition(":")
    return (name if name and port.isdecimal() else header).lower()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))

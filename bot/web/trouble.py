"""What can go wrong on the wire -> a FetchError that says it in words."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx
from aiohttp import ClientError
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import FetchError
from bot.web.inflate import UNREADABLE, TooLargeError

TROUBLES: Sequence[tuple[tuple[type[Exception], ...], str, str]] = (
    ((TooLargeError,), "too-large", "sends more than a feed may hold"),
    ((TimeoutError,), "timeout", "did not answer in time"),
    ((ssl.SSLError,), "tls", "{tls}"),
    ((OSError,), "connect", "cannot be reached, or broke off"),
    (UNREADABLE, "encoding", "sends a compressed body that cannot be read"),
    # The transport's errors are aiohttp's, so these come from httpx reading a Location.
    ((httpx.HTTPError, httpx.InvalidURL, UnicodeError), "redirects", "redirects to something that is no web address"),
    ((ClientError, HttpProcessingError, ValueError), "protocol", "does not speak HTTP as it should, or broke off"),
)
"""What can go wrong: the exceptions, the kind and the words; the first that fits is taken."""
UNTRUSTED: Mapping[int, str] = {
    9: "has a certificate that is not valid yet",
    10: "has a certificate that has expired",
    18: "has a certificate that only itself vouches for; SSL_CERT_FILE can name a file of those to be trusted",
    19: "has a certificate from a root that this system does not know; SSL_CERT_FILE can name a file that holds it",
    62: "has a certificate for other names",
    64: "has a certificate for other addresses",
    **dict.fromkeys(
        (2, 20, 21),
        "does not send the certificates between its own and a root that this system knows; "
        "SSL_CERT_FILE can name a file that holds them",
    ),
}
"""Why a certificate is not trusted, by OpenSSL's numbers (X509_V_ERR_ in openssl/x509_vfy.h)."""
NO_TLS: Mapping[str, str] = {
    "WRONG_VERSION_NUMBER": "does not speak TLS there",
    "HTTP_REQUEST": "does not speak TLS there",
    "RECORD_LAYER_FAILURE": "does not speak TLS there",
    "NO_APPLICATION_PROTOCOL": "speaks HTTP/2 only, which Bongsu does not",
    "UNSUPPORTED_PROTOCOL": "speaks an old TLS only, which is not safe",
    "PROTOCOL_VERSION": "speaks another version of TLS only",
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "speaks an old TLS only, which is not safe",
    "KEY_TOO_SMALL": "has a key that is too small to be safe",
    "HANDSHAKE_FAILURE": "has no kind of TLS in common with this system",
    "UNEXPECTED_EOF_WHILE_READING": "broke off amid TLS",
}
"""Why there is no TLS with a server: words by the end of OpenSSL's reason."""


def shown(url: httpx.URL) -> str:
    """An address as error texts show it: scheme, host and path, without the parts that may hold secrets."""
    path = url.raw_path.partition(b"?")[0].decode("ascii", "replace")
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{path}"[:200]


@contextmanager
def translated(url: httpx.URL) -> Iterator[None]:
    """Turn what can go wrong in a request to this address into a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except Exception as exc:
        for kinds, kind, words in TROUBLES:
            if isinstance(exc, kinds):
                raise FetchError(f"{shown(url)} {words.format(tls=tls(exc))}.", kind=kind) from exc
        raise


def tls(exc: BaseException) -> str:
    """Why there is no TLS that can be trusted, or why not this certificate; empty for another exception."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return UNTRUSTED.get(exc.verify_code, f"has a certificate that cannot be trusted ({exc.verify_message})")
    if not isinstance(exc, ssl.SSLError):
        return ""
    reason = exc.reason or ""
    said = (words for ending, words in NO_TLS.items() if reason.endswith(ending))
    return next(said, "has no kind of TLS that can be used" + (f" ({reason})" if reason else ""))

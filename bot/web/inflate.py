"""A body as it went over the wire -> the same without its content encodings, within a bound of bytes.

Not httpx's own: that one decodes a whole piece at once, whatever becomes of it.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import brotli  # type: ignore[import-untyped]  # it ships no type information
import zstandard

MAX_ENCODINGS = 2
"""How often a body may be compressed over; more is an attack."""
MAX_MEMBERS = 10_000
"""How many gzip members or zstd frames a body may have: a server that compresses chunk by chunk makes some hundreds."""
ZSTD_WINDOW = 8 * 2**20
"""Bytes of memory that a zstd body may ask for: what every decoder should offer (RFC 8878, section 3.1.1.1.2)."""
SLICE = 512
"""Bytes handed to a decoder at once.

zstandard cannot be told to stop at a size, and four bytes of input can become 128 KiB: a slice becomes 16 MiB at most.
"""
UNREADABLE = (zlib.error, brotli.error, zstandard.ZstdError, EOFError)
"""What is raised over a body that is not compressed as it says."""

_GZIP = b"\x1f\x8b"
_FLUSHED = b"\0\0\xff\xff"
"""The end of deflated data that was flushed: an empty block (RFC 1951, section 3.2.4)."""
_BEFORE = b"\r\n\t \xef\xbb\xbf"
"""What a script may print before it compresses: a blank line, a byte order mark."""
_OTHER = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[<{\[]|\x1f\x8b")
"""How a feed or a page begins that is not compressed, or is gzip whatever it says."""

_LAST = re.compile(rb"(</([\w.\-]+:)?(rss|rdf|feed|html)>|\})\s*\Z", re.IGNORECASE)
"""How a document ends that is all there."""


class TooLargeError(Exception):
    """A body is larger than the bound."""


@dataclass(frozen=True, slots=True)
class Inflated:
    """A body without its content encodings, and what was wrong with them, a clause without an end, or None."""

    body: bytes
    damage: str | None = None


def inflated(body: bytes, encodings: str, limit: int) -> Inflated:
    """The body without its content encodings; TooLargeError beyond the limit (bytes), or what is UNREADABLE.

    A compressed kilobyte can become gigabytes, so each step is bounded. Encodings that nobody knows are passed over, as
    browsers do: they are character sets in the wrong header. A body that is not compressed though it says so is taken
    as it is, and one that is gzip though nothing says so is read.
    """
    said = encodings.lower().replace(" ", "").replace("x-gzip", "gzip").split(",")
    names = [name for name in said if name in DECODERS]
    if len(names) > MAX_ENCODINGS:
        raise zlib.error("too many encodings")
    damage: list[str] = []
    for name in reversed(names if body else ()):
        body, problem = _decoded(body, name, limit)
        damage += [problem] if problem else []
    if body.lstrip(_BEFORE).startswith(_GZIP):
        body, _ = _decoded(body, "gzip", limit)
        damage.append("it is gzip and does not say so")
    return Inflated(body, "; ".join(damage) or None)


def is_whole(body: bytes | bytearray) -> bool:
    """Whether a document is all there by its end, whatever length its server announced."""
    return _LAST.search(body[-200:]) is not None


def _decoded(body: bytes, name: str, limit: int) -> tuple[bytes, str | None]:
    """The body without this encoding, and what was wrong with it."""
    if name == "gzip":
        packed = body.lstrip(_BEFORE)
        if not packed.startswith(_GZIP):
            return body, "it says that it is gzip and is not"
        body = packed
    try:
        plain, whole = DECODERS[name](body, limit)
    except UNREADABLE:
        if name == "gzip" or not _OTHER.match(body):
            raise
        return body, f"it says that it is {name} and is not"
    if len(plain) > limit:
        raise TooLargeError
    return plain, None if whole else f"its {name} has no end"


def _members(body: bytes, limit: int, fresh: Callable[[], Any]) -> tuple[bytes, int, Any]:
    """What one compressed stream after the other holds; where the last begins in it, and its decoder if it has no end.

    What stands behind the first and is no further one (padding, mostly) is passed over, as gzip does.
    """
    plain, since, member, members = bytearray(), 0, None, 0
    for start in range(0, len(body), SLICE):
        piece = body[start : start + SLICE]
        while piece and len(plain) <= limit:
            if member is None:
                member, since, members = fresh(), len(plain), members + 1
            try:
                plain += member.decompress(piece)
            except UNREADABLE:
                if members > 1 and len(plain) == since:
                    return bytes(plain), since, None
                raise
            piece = member.unused_data
            member = None if member.eof else member
            if members > MAX_MEMBERS:
                raise TooLargeError
    return bytes(plain), since, member


def _gzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    plain, since, last = _members(body, limit, lambda: zlib.decompressobj(16 + zlib.MAX_WBITS))
    if last is None or len(plain) > limit:
        return plain, True
    own = plain[since:]
    return plain, _ended(body, last, zlib.crc32(own).to_bytes(4, "little") + len(own).to_bytes(4, "little"))


def _deflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    try:
        return _zlib(body, limit, zlib.MAX_WBITS)
    except zlib.error:  # some servers leave out the zlib wrapper
        return _zlib(body, limit, -zlib.MAX_WBITS)


def _zlib(body: bytes, limit: int, wbits: int) -> tuple[bytes, bool]:
    inflater = zlib.decompressobj(wbits)
    plain = inflater.decompress(body, limit + 1)
    if inflater.eof or len(plain) > limit:
        return plain, True
    return plain, _ended(body, inflater, zlib.adler32(plain).to_bytes(4, "big") if wbits > 0 else b"")


def _ended(body: bytes, inflater: Any, trailer: bytes) -> bool:
    """False: deflated data without its end, all of which is there nevertheless; EOFError where it was cut off.

    It is all there if it was flushed, or if only the last bytes of its trailer, which we know, are missing.
    """
    if body.endswith(_FLUSHED):
        return False
    for missing in range(1, len(trailer) + 1):
        rest = inflater.copy()
        try:
            rest.decompress(trailer[-missing:])
        except zlib.error:
            continue
        if rest.eof:
            return False
    raise EOFError


def _brotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    decompressor = brotli.Decompressor()
    plain: bytes = decompressor.process(body, output_buffer_limit=limit + 1)
    if len(plain) <= limit and not decompressor.is_finished():
        raise EOFError
    return plain, True


def _zstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    plain, _, last = _members(
        body, limit, lambda: zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
    )
    if len(plain) <= limit and last:
        raise EOFError
    return plain, True


DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
"""What undoes each encoding: a body and a limit -> what it holds (never much more), and whether it had its end."""

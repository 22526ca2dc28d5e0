"""A body as it went over the wire -> the same without its content encodings, within a bound of bytes.

Not httpx's own: that one decodes a whole piece at once, whatever becomes of it.
"""

import zlib

import brotli  # type: ignore[import-untyped]  # it ships no type information
import zstandard

MAX_ENCODINGS = 2
"""How often a body may be compressed over; more is an attack."""
ZSTD_WINDOW = 8 * 2**20
"""Bytes of memory that a zstd body may ask for: what every decoder should offer (RFC 8878, section 3.1.1.1.2)."""
ZSTD_SLICE = 512
"""Bytes handed to zstandard at once.

It cannot be told to stop at a size, and four bytes of input can become 128 KiB: a slice becomes 16 MiB at most.
"""
UNREADABLE = (zlib.error, brotli.error, zstandard.ZstdError, EOFError)
"""What is raised over a body that is not compressed as it says."""


class TooLargeError(Exception):
    """A body is larger than the bound."""


def inflated(body: bytes, encodings: str, limit: int) -> bytes:
    """The body without its content encodings; TooLargeError beyond the limit (bytes), or what is UNREADABLE.

    A compressed kilobyte can become gigabytes, so each step is bounded. Encodings that nobody knows are passed over, as
    browsers do: they are character sets in the wrong header.
    """
    said = encodings.lower().replace(" ", "").replace("x-gzip", "gzip").split(",")
    names = [name for name in said if name in DECODERS]
    if len(names) > MAX_ENCODINGS:
        raise zlib.error("too many encodings")
    for name in reversed(names if body else ()):
        body = DECODERS[name](body, limit)
        if len(body) > limit:
            raise TooLargeError
    return body


def _zlib(body: bytes, limit: int, wbits: int) -> bytes:
    inflater = zlib.decompressobj(wbits)
    plain = inflater.decompress(body, limit + 1)
    if len(plain) <= limit and not inflater.eof:
        raise EOFError
    return plain


def _gzip(body: bytes, limit: int) -> bytes:
    return _zlib(body, limit, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _zlib(body, limit, zlib.MAX_WBITS)
    except zlib.error:  # some servers leave out the zlib wrapper
        return _zlib(body, limit, -zlib.MAX_WBITS)


def _brotli(body: bytes, limit: int) -> bytes:
    decompressor = brotli.Decompressor()
    plain: bytes = decompressor.process(body, output_buffer_limit=limit + 1)
    if len(plain) <= limit and not decompressor.is_finished():
        raise EOFError
    return plain


def _zstd(body: bytes, limit: int) -> bytes:
    plain, frame = bytearray(), None
    for start in range(0, len(body), ZSTD_SLICE):
        piece = body[start : start + ZSTD_SLICE]
        while piece and len(plain) <= limit:
            frame = frame or zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
            plain += frame.decompress(piece)
            piece = frame.unused_data
            frame = None if frame.eof else frame
    if len(plain) <= limit and frame:
        raise EOFError
    return bytes(plain)


DECODERS = {"gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}

"""Bodies without their content encodings: whole up to the bound, and never much more than that."""

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]  # it ships no type information
import pytest
import zstandard

from bot.web.inflate import DECODERS, MAX_MEMBERS, UNREADABLE, Inflated, TooLargeError, inflated

FEED = b"<rss><channel><title>Beacon</title></channel></rss>" * 20
LIMIT = 100_000


def deflated(body: bytes, wbits: int) -> bytes:
    """A body as zlib makes it, with the wrapper that `wbits` names."""
    squeezer = zlib.compressobj(wbits=wbits)
    return squeezer.compress(body) + squeezer.flush()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": lambda body: deflated(body, zlib.MAX_WBITS),
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def zeros(size: int) -> Iterator[bytes]:
    """So many zero bytes, in pieces."""
    return itertools.chain(itertools.repeat(bytes(2**20), size // 2**20), [bytes(size % 2**20)])


def bomb(name: str, size: int) -> bytes:
    """So many zero bytes, compressed, without ever holding them."""
    if name == "br":
        brotli_squeezer = brotli.Compressor(quality=5)
        return b"".join(map(brotli_squeezer.process, zeros(size))) + bytes(brotli_squeezer.finish())
    if name == "zstd":
        zstd_squeezer = zstandard.ZstdCompressor().compressobj()
        return b"".join(map(zstd_squeezer.compress, zeros(size))) + zstd_squeezer.flush()
    squeezer = zlib.compressobj(wbits=zlib.MAX_WBITS + (16 if name == "gzip" else 0))
    return b"".join(map(squeezer.compress, zeros(size))) + squeezer.flush()


@pytest.mark.parametrize("name", COMPRESS)
def test_decoders_stop(name: str) -> None:
    """No decoder produces more than the limit and one window of its format (16 MiB), however much is in there."""
    made = len(DECODERS[name](bomb(name, 2**27), 1_000_000)[0])
    assert 1_000_000 < made <= 1_000_000 + 2**24 + 2**17


def test_zstd_bomb_by_hand() -> None:
    """The densest zstd there is, four bytes for each 128 KiB, is bounded too; a window above 8 MiB is not opened."""
    block = ((2**17 << 3) | 2).to_bytes(3, "little") + b"\0"
    frame = b"\x28\xb5\x2f\xfd\x00" + b"\x68" + block * 4096  # no size, a window of 8 MiB, 512 MiB of zeros
    assert 1_000_000 < len(DECODERS["zstd"](frame, 1_000_000)[0]) <= 1_000_000 + 2**24 + 2**17
    with pytest.raises(zstandard.ZstdError):
        DECODERS["zstd"](frame.replace(b"\x68", b"\x70", 1), 1_000_000)


@pytest.mark.parametrize("name", COMPRESS)
def test_decoders_give_all_up_to_the_limit(name: str) -> None:
    """A body of exactly the limit is whole."""
    body = bytes(range(256)) * 1000
    assert DECODERS[name](COMPRESS[name](body), len(body)) == (body, True)


def flushed(wbits: int) -> bytes:
    """The feed deflated and flushed, without an end."""
    squeezer = zlib.compressobj(wbits=wbits)
    return squeezer.compress(FEED) + squeezer.flush(zlib.Z_SYNC_FLUSH)


NO_END, NOT_SO, SILENT = "its {} has no end", "it says that it is {} and is not", "it is gzip and does not say so"


CASES: list[tuple[str, bytes, str | None]] = [
    ("gzip", gzip.compress(FEED[:300]) + gzip.compress(FEED[300:]), None),
    ("gzip", b"".join(gzip.compress(FEED[n : n + 1]) for n in range(len(FEED))), None),
    ("gzip", gzip.compress(FEED[:300]) + gzip.compress(FEED[300:]) + b"\0" * 600, None),
    ("gzip", gzip.compress(FEED) + b"\n<!-- cached -->", None),
    ("gzip", b"\r\n" + gzip.compress(FEED), None),
    ("gzip", b"\xef\xbb\xbf" + gzip.compress(FEED), None),
    ("gzip", gzip.compress(FEED)[:-8], NO_END.format("gzip")),
    ("gzip", gzip.compress(FEED)[:-3], NO_END.format("gzip")),
    ("gzip", gzip.compress(FEED[:300]) + gzip.compress(FEED[300:])[:-8], NO_END.format("gzip")),
    ("gzip", flushed(31), NO_END.format("gzip")),
    ("deflate", flushed(15), NO_END.format("deflate")),
    ("deflate", flushed(-15), NO_END.format("deflate")),
    ("deflate", deflated(FEED, 15)[:-4], NO_END.format("deflate")),
    *((name, FEED, NOT_SO.format(name)) for name in COMPRESS),
    *((name, b"\n\xef\xbb\xbf" + FEED, NOT_SO.format(name)) for name in ("gzip",)),
    ("br", '\ufeff{"items": []}'.encode("utf-16-le"), NOT_SO.format("br")),
    ("gzip, br", gzip.compress(FEED), NOT_SO.format("br")),
    ("", gzip.compress(FEED), SILENT),
    ("gzip", gzip.compress(gzip.compress(FEED)), SILENT),
    ("", FEED, None),
]  # fmt: skip
"""What servers send: the encoding that they name, the body, and what is said of it."""


@pytest.mark.parametrize(("encoding", "body", "damage"), CASES, ids=range(len(CASES)))
def test_what_servers_send_is_read_whole(encoding: str, body: bytes, damage: str | None) -> None:
    """Many members, no end, no compression at all, or one that nothing speaks of: all of it is read, and it is said."""
    got = inflated(body, encoding, LIMIT)
    assert got.damage == damage
    assert FEED in got.body or got.body == body


@pytest.mark.parametrize("name", COMPRESS)
def test_half_a_body_is_an_error(name: str) -> None:
    """What was cut within its data is no document, in whichever member."""
    whole = COMPRESS[name](bytes(range(256)) * 8 + FEED)
    for body in (whole[:-12], whole[:40], COMPRESS["gzip"](FEED) + whole[:-12] if name == "gzip" else whole[:9]):
        with pytest.raises((*UNREADABLE,)):
            inflated(body, name, LIMIT)


def test_members_are_bounded() -> None:
    """Together they may hold no more than one may, and there may be only so many: each costs time."""
    with pytest.raises(TooLargeError):
        inflated(gzip.compress(bytes(LIMIT // 2)) * 3, "gzip", LIMIT)
    with pytest.raises(TooLargeError):
        inflated(gzip.compress(b"") * (MAX_MEMBERS + 1), "gzip", LIMIT)
    assert inflated(gzip.compress(b"") * MAX_MEMBERS, "gzip", LIMIT) == Inflated(b"")

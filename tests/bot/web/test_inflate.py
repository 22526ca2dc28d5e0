"""Bodies without their content encodings: whole up to the bound, and never much more than that."""

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]  # it ships no type information
import pytest
import zstandard

from bot.web.inflate import DECODERS


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
    made = len(DECODERS[name](bomb(name, 2**27), 1_000_000))
    assert 1_000_000 < made <= 1_000_000 + 2**24 + 2**17


def test_zstd_bomb_by_hand() -> None:
    """The densest zstd there is, four bytes for each 128 KiB, is bounded too; a window above 8 MiB is not opened."""
    block = ((2**17 << 3) | 2).to_bytes(3, "little") + b"\0"
    frame = b"\x28\xb5\x2f\xfd\x00" + b"\x68" + block * 4096  # no size, a window of 8 MiB, 512 MiB of zeros
    assert 1_000_000 < len(DECODERS["zstd"](frame, 1_000_000)) <= 1_000_000 + 2**24 + 2**17
    with pytest.raises(zstandard.ZstdError):
        DECODERS["zstd"](frame.replace(b"\x68", b"\x70", 1), 1_000_000)


@pytest.mark.parametrize("name", COMPRESS)
def test_decoders_give_all_up_to_the_limit(name: str) -> None:
    """A body of exactly the limit is whole."""
    body = bytes(range(256)) * 1000
    assert DECODERS[name](COMPRESS[name](body), len(body)) == body

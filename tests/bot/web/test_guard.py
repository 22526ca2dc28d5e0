"""The guarded way out: what is public, and that nothing else is connected to, whatever names and redirects say."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.web.fetch import Fetcher
from bot.web.guard import dial, is_public, resolve
from bot.web.hops import Fetched
from bot.web.trouble import tls
from tests.certificates import ALONE, EXPIRED, KEY, LEAF, MIDDLE, ROOT
from tests.feedserver import FeedServer, Page
from tests.patience import PATIENCE

TELESCOPE, TOWER, NOWHERE = "8.8.8.8", "2606:4700::1111", "9.9.9.9"
"""Addresses of the public network, where the tests' own network leads to this machine, or to no one."""


class Network:
    """A network in which public addresses lead to this machine; it remembers what was asked of it."""

    def __init__(self) -> None:
        self.called: list[str] = []

    async def __call__(self, address: str, port: int) -> socket.socket:
        self.called.append(address)
        if address == NOWHERE:
            raise ConnectionRefusedError("nobody is there")
        return await dial("127.0.0.1", port)


class Names:
    """A resolver that knows what it is told; each name's answers are given in turn, the last for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {f"{name}.example": list(said) for name, said in answers.items()}

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        said = self.answers[host]
        return said.pop(0) if len(said) > 1 else said[0]


async def refused(fetcher: Fetcher, url: str) -> FetchError:
    """The error of a fetch that must fail."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url)
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "2606:4700::1%eth0",
        "fd00::1", "fec0::1", "ff0e::1", "2001:db8::1", "4000::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::5", "2001:0:808:808::80ff:fffe", "64:ff9b::a00:1",
        "64:ff9b:1::808:808", "2130706433", "0x7f.1", "localhost", "",
    ],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    """Loopback, private, shared, link-local, multicast, reserved and zoned addresses are not public."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [TELESCOPE, TOWER, "192.88.99.1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"],
)
def test_what_is_public(address: str) -> None:
    """Global unicast is public, and so is what carries such an IPv4 address."""
    assert is_public(address)


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global))
def test_wrapping_hides_nothing(ip: object) -> None:
    """No private IPv4 address becomes public by being written as IPv6."""
    for prefix in ("::ffff:", "64:ff9b::", "::"):
        assert not is_public(f"{prefix}{ip}")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "localhost.", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
async def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    """The system's own resolver decides what a spelling means; the address that it means is refused."""
    async with FeedServer({"/": Page(b"secret")}) as server, Fetcher(version="1") as fetcher:
        error = await refused(fetcher, server.url("/", host))
        assert error.kind in ("private-address", "dns")
        assert server.requests == []


async def test_the_refusal_says_what_allows_it() -> None:
    """An operator who wants a feed at home learns the setting's name."""
    async with Fetcher(version="1", resolver=Names(feeds=[["192.168.1.7"]])) as fetcher:
        error = await refused(fetcher, "http://feeds.example/rss")
    assert str(error) == (
        "feeds.example is at a private address (192.168.1.7), which feeds may not reach; "
        "BONGSU_ALLOW_PRIVATE_ADDRESSES=true allows it."
    )


async def test_private_addresses_when_allowed() -> None:
    """The setting lets a feed live on this machine, found by the system's own resolver."""
    async with FeedServer({"/": Page(b"<rss/>")}) as server, Fetcher(version="1", allow_private=True) as fetcher:
        answer = await fetcher.fetch(server.url("/", "localhost"))
        assert isinstance(answer, Fetched)
        assert answer.body == b"<rss/>"


async def test_it_connects_to_the_address_that_was_checked() -> None:
    """The connection goes to the address, not to the name, and the request still names the host."""
    network = Network()
    async with (
        FeedServer({"/": Page(b"ok")}) as server,
        Fetcher(version="1", resolver=Names(feeds=[[TELESCOPE]]), dial=network) as fetcher,
    ):
        await fetcher.fetch(server.url("/", "feeds.example"))
        assert network.called == [TELESCOPE]
        assert server.requests[0].headers["host"] == f"feeds.example:{server.port}"


async def test_private_ones_among_several_addresses_are_left_out() -> None:
    """Where a name has public and private addresses, only the public are tried, the next when one fails."""
    network = Network()
    names = Names(feeds=[["127.0.0.1", NOWHERE, "10.0.0.1", TOWER]])
    async with (
        FeedServer({"/": Page(b"ok")}) as server,
        Fetcher(version="1", resolver=names, dial=network) as fetcher,
    ):
        await fetcher.fetch(server.url("/", "feeds.example"))
    assert network.called == [NOWHERE, TOWER]


async def test_all_addresses_failing_is_one_error() -> None:
    """A host none of whose addresses answers cannot be reached; one without addresses neither."""
    names = Names(feeds=[[NOWHERE, NOWHERE]], empty=[[]])
    async with Fetcher(version="1", resolver=names, dial=Network()) as fetcher:
        assert (await refused(fetcher, "http://feeds.example/")).kind == "connect"
        assert (await refused(fetcher, "http://empty.example/")).kind == "connect"


async def test_a_redirect_into_the_private_network_is_refused() -> None:
    """Every hop is checked, the first one being public does not help."""
    network = Network()
    async with FeedServer({"/secret": Page(b"secret")}) as server:
        server.pages["/"] = Page(status=302, headers={"Location": server.url("/secret", "inside.example")})
        names = Names(feeds=[[TELESCOPE]], inside=[["127.0.0.1"]])
        async with Fetcher(version="1", resolver=names, dial=network) as fetcher:
            assert (await refused(fetcher, server.url("/", "feeds.example"))).kind == "private-address"
        assert [asked.path for asked in server.requests] == ["/"]
    assert network.called == [TELESCOPE]


async def test_rebinding_a_name_does_not_help() -> None:
    """A name that is public at the first lookup and private at the second is refused at the second."""
    network = Network()
    async with FeedServer({"/": Page(b"first")}) as server:
        names = Names(feeds=[[TELESCOPE], ["127.0.0.1"]])
        async with Fetcher(version="1", resolver=names, dial=network) as fetcher:
            url = server.url("/", "feeds.example")
            await fetcher.fetch(url)
            assert (await refused(fetcher, url)).kind == "private-address"
    assert network.called == [TELESCOPE]


async def test_names_without_addresses() -> None:
    """A name that resolves to nothing is a clear error; so is one that cannot be a name."""
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]
    async with Fetcher(version="1") as fetcher:
        error = await refused(fetcher, f"http://{'a' * 64}.example/")
    assert error.kind == "dns"
    assert str(error) == f"No address was found for the name {'a' * 64}.example."


async def test_tls_keeps_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is checked against the host name though the connection is made to an address."""
    pem = tmp_path / "feeds.pem"
    pem.write_text(ALONE)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(pem)
    names = Names(feeds=[[TELESCOPE]], other=[[TELESCOPE]])
    async with FeedServer({"/": Page(b"sealed")}, tls) as server:
        async with Fetcher(version="1", resolver=names, dial=Network()) as fetcher:
            assert (await refused(fetcher, server.url("/", "feeds.example"))).kind == "tls"
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        async with Fetcher(version="1", resolver=names, dial=Network()) as fetcher:
            answer = await fetcher.fetch(server.url("/", "feeds.example"))
            assert isinstance(answer, Fetched)
            assert answer.body == b"sealed"
            assert (await refused(fetcher, server.url("/", "other.example"))).kind == "tls"


async def test_a_handshake_that_never_ends_is_cut_off() -> None:
    """A server that accepts and says nothing costs its time limit and no more; a caller may also give up before."""
    talks: asyncio.Queue[asyncio.Task[bytes]] = asyncio.Queue()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readexactly(1)
            rest = asyncio.create_task(asyncio.wait_for(reader.read(), PATIENCE))
            talks.put_nowait(rest)
            await rest
        finally:
            writer.close()

    async with asyncio.timeout(PATIENCE), await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with Fetcher(version="1", allow_private=True) as fetcher:
            fetch = asyncio.create_task(fetcher.fetch(url))
            rest = await talks.get()
            fetch.cancel()
            with pytest.raises(asyncio.CancelledError):
                await fetch
            await rest  # the other end saw the connection close
        async with Fetcher(version="1", allow_private=True, timeout=1) as fetcher:
            while talks.empty():  # where it takes its limit to connect there is no handshake yet
                assert (await refused(fetcher, url)).kind == "timeout"
            await (await talks.get())


@asynccontextmanager
async def sealed(tmp_path: Path, *chain: str) -> AsyncIterator[FeedServer]:
    """A server that shows this chain."""
    pem = tmp_path / "chain.pem"
    pem.write_text("".join(chain) + KEY)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(pem)
    async with FeedServer({"/": Page(b"sealed")}, tls) as server:
        yield server


@pytest.mark.parametrize(
    ("chain", "host", "words"),
    [
        ((LEAF, MIDDLE), "feeds", None),
        ((LEAF,), "feeds", "does not send the certificates between its own and a root that this system knows"),
        ((EXPIRED, MIDDLE), "feeds", "has a certificate that has expired"),
        ((LEAF, MIDDLE), "other", "has a certificate for other names"),
    ],
)
async def test_what_a_certificate_lacks_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chain: tuple[str, ...], host: str, words: str | None
) -> None:
    """A chain with a hole, an end in time and another name are told from each other."""
    (tmp_path / "root.pem").write_text(ROOT)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    names = Names(feeds=[[TELESCOPE]], other=[[TELESCOPE]])
    async with sealed(tmp_path, *chain) as server, Fetcher(version="1", resolver=names, dial=Network()) as fetcher:
        url = server.url("/", f"{host}.example")
        if words is None:
            assert (await fetcher.fetch(url)).url == url
        else:
            error = await refused(fetcher, url)
            assert (error.kind, words in str(error)) == ("tls", True)


async def test_a_root_that_nobody_knows_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the whole chain sent it is the root; the sentence says where one can be named."""
    (tmp_path / "alone.pem").write_text(ALONE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "alone.pem"))
    async with (
        sealed(tmp_path, LEAF, MIDDLE, ROOT) as server,
        Fetcher(version="1", resolver=Names(feeds=[[TELESCOPE]]), dial=Network()) as fetcher,
    ):
        url = server.url("/", "feeds.example")
        assert str(await refused(fetcher, url)) == (
            f"{url} has a certificate from a root that this system does not know; "
            "SSL_CERT_FILE can name a file that holds it."
        )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "speaks HTTP/2 only, which Bongsu does not"),
        ("UNSUPPORTED_PROTOCOL", "speaks an old TLS only, which is not safe"),
        ("EE_KEY_TOO_SMALL", "has a key that is too small to be safe"),
        ("MADE_UP", "has no kind of TLS that can be used (MADE_UP)"),
        (None, "has no kind of TLS that can be used"),
    ],
)
def test_why_there_is_no_tls(reason: str | None, words: str) -> None:
    """OpenSSL's reasons become words; one that has none is shown as it is."""
    exc = ssl.SSLError(1, "no")
    exc.reason = reason  # type: ignore[assignment] # it is None where OpenSSL gave none
    assert tls(exc) == words

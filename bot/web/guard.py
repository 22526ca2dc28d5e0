"""The guarded way out: connections are made to public addresses only, and each serves one request.

The check sits where the connection is made, on the addresses that the name resolved to and of which one is connected
to. So no spelling of a host and no answer that changes between two lookups gets around it.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx
from aiohttp import ClientPayloadError, StreamReader
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import BadHttpMessage

from bot.errors import FetchError

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to IP addresses, the preferred first; raises OSError or UnicodeError where there are none."""
Dial = Callable[[str, int], Awaitable[socket.socket]]
"""IP address and port to a connection, not blocking; raises OSError where there is none."""

MAX_HEAD, MAX_FIELD, MAX_FIELDS = 100_000, 32_000, 256
"""The bytes of an answer's head, the bytes of a line in it, and how many lines it has at most."""
MAX_INTERIM = 20
"""How many interim answers (1xx) may come before the answer; there is seldom one."""

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given out for the public IPv6 network (RFC 4291, section 2.4)."""
NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 see them (RFC 6052)."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, each once, in its order."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


async def dial(address: str, port: int) -> socket.socket:
    """Connect to an IP address by TCP."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network, and so does every IPv4 address that it carries."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    if ip.scope_id is not None:
        return False
    carried = _carried(ip)
    return all(is_public(str(inner)) for inner in carried) if carried else ip.is_global and ip in GLOBAL_UNICAST


def _carried(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses to which a mapped, 6to4, Teredo or NAT64 address leads in the end."""
    if ip in NAT64:
        return (IPv4Address(int(ip) & 0xFFFF_FFFF),)
    return tuple(inner for inner in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if inner is not None)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it is sent, its headers as `fields`; `shown` is its address without credentials and fragment.

    `read`: what it is answered is wanted.
    """

    method: str
    url: httpx.URL
    shown: str
    fields: Sequence[tuple[bytes, bytes]]
    content: bytes = b""
    read: bool = True


class Answer:
    """The head of an answer, and what follows it, piece by piece; closing it hangs up."""

    def __init__(self, connection: ResponseHandler, message: RawResponseMessage, content: StreamReader) -> None:
        self.status = message.code
        self.fields: Sequence[tuple[bytes, bytes]] = message.raw_headers
        self._connection = connection
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while piece := await self._content.readany():
                yield piece
        except ClientPayloadError as exc:  # it was cut off; what came before that is still there
            self._content.set_exception(None)  # type: ignore[arg-type]
            yield self._content.read_nowait()
            raise exc from None

    def close(self) -> None:
        """Hang up."""
        self._connection.abort()


class _Reader(ResponseHandler):
    """Reads one answer as browsers do: a length that is said twice is one, and what stands behind it is nothing.

    What comes before the body is handed on by itself. So what is wrong behind the body is found once that was read.
    """

    _begun = False

    def data_received(self, data: bytes) -> None:
        if not self._begun:
            self._begun = True
            head, end, rest = data.partition(b"\r\n\r\n")
            if end and rest:
                super().data_received(_unambiguous(head) + end)
                data = rest
        super().data_received(data)
        wrong = self.exception()
        if wrong and self._payload and not self._payload.is_eof():
            self._payload.set_exception(wrong)


def _unambiguous(head: bytes) -> bytes:
    """The head of an answer that says its length once: not beside chunks, and not twice the same."""
    said = head.lower()
    lengths = said.count(b"\ncontent-length:")
    chunked = b"\ntransfer-encoding:" in said
    if lengths + chunked < 2:
        return head
    first, *lines = head.split(b"\r\n")
    others = [line for line in lines if not line.lower().startswith(b"content-length:")]
    values = {line.partition(b":")[2].strip() for line in lines if line.lower().startswith(b"content-length:")}
    return b"\r\n".join([first, *others, *(() if chunked else (b"Content-Length: " + one for one in values))])


class GuardedTransport:
    """The transport of every request to an address that we did not choose; raises FetchError and aiohttp's errors.

    httpx's own transport cannot be told where to connect, and with its client takes three times the processor time of
    aiohttp's protocol, which is what reads the answers here. A connection serves one request: polls rarely meet the
    same host within a connection's life. `dial` connects to addresses that passed, each within `seconds`.
    """

    def __init__(
        self, *, allow_private: bool, seconds: float | None = None, resolver: Resolver = resolve, dial: Dial = dial
    ) -> None:
        self._allow_private = allow_private
        self._seconds = seconds
        self._resolver = resolver
        self._dial = dial

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Who is trusted, read when it is first needed: there are a hundred and forty certificates."""
        tls = httpx.create_ssl_context()
        tls.set_alpn_protocols(["http/1.1"])
        return tls

    async def ask(self, ask: Ask) -> Answer:
        """Send one request over a connection of its own; closing the answer ends it."""
        head = _head(ask)
        connection = await self._connected(ask.url)
        try:
            _send(connection, head + ask.content)
            return Answer(connection, *await _answered(connection))
        except BaseException:
            connection.abort()
            raise

    async def _connected(self, url: httpx.URL) -> ResponseHandler:
        """A connection to the first permitted address that answers; TLS and the Host header keep the name."""
        host, secure = url.raw_host.decode("ascii"), url.scheme == "https"
        sock = await self._dialled(host, url.port or (443 if secure else 80))
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            partial(_Reader, loop),
            sock=sock,
            ssl=self._tls if secure else None,
            server_hostname=host.rstrip(".") if secure else None,
        )
        return connection

    async def _dialled(self, host: str, port: int) -> socket.socket:
        refused: Exception = OSError("no address")
        for address in await self._addresses(host, port):
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._dial(address, port)
            except OSError as exc:  # TimeoutError is one
                refused = exc
        raise refused

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = [host] if _is_address(host) else await self._resolver(host, port)
        except (OSError, UnicodeError) as exc:
            raise FetchError(f"No address was found for the name {host}.", kind="dns") from exc
        if self._allow_private:
            return found
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise FetchError(
                f"{host} is at a private address ({found[0]}), which feeds may not reach; "
                "BONGSU_ALLOW_PRIVATE_ADDRESSES=true allows it.",
                kind="private-address",
            )
        return public


@lru_cache(maxsize=1024)
def _is_address(host: str) -> bool:
    """Whether a host is an IP address as it is usually written: other spellings are the resolver's to understand."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _head(ask: Ask) -> bytes:
    """A request as it is written, but for its content (RFC 9112, section 3)."""
    lines = [b"%s %s HTTP/1.1" % (ask.method.encode(), ask.url.raw_path)]
    lines += [b"%s: %s" % field for field in ask.fields]
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1 or b"\0" in head:
        raise ValueError("a line break within a header")
    return head + b"\r\n\r\n"


def _send(connection: ResponseHandler, request: bytes) -> None:
    connection.set_response_params(
        read_until_eof=True,
        auto_decompress=False,
        max_line_size=MAX_FIELD,
        max_field_size=MAX_FIELD,
        max_headers=MAX_FIELDS,
    )
    assert connection.transport  # noqa: S101 - it was just connected
    connection.transport.write(request)


async def _answered(connection: ResponseHandler) -> tuple[RawResponseMessage, StreamReader]:
    """The head of the answer, what came before it passed over, and what follows it."""
    for _ in range(MAX_INTERIM):
        message, content = await connection.read()
        if message.code >= 200:
            if sum(len(name) + len(value) for name, value in message.raw_headers) > MAX_HEAD:
                raise BadHttpMessage("its head is too large")
            return message, content
        if message.code == 101:
            raise BadHttpMessage("it changes the protocol unasked")
    raise BadHttpMessage("it does not come to its answer")

"""The guarded way out: connections are made to public addresses only, and each serves one request.

The check sits where the connection is made, on the addresses that the name resolved to and of which one is connected
to. So no spelling of a host and no answer that changes between two lookups gets around it.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from bot.errors import FetchError

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to IP addresses, the preferred first; raises OSError or UnicodeError where there are none."""

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given out for the public IPv6 network (RFC 4291, section 2.4)."""
NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 see them (RFC 6052)."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, each once, in its order."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


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


class _Line(httpcore.AsyncNetworkBackend):
    """Opens the connection of one request, and remembers it in order to close it whatever happens.

    httpcore loses sight of a connection whose TLS handshake is cancelled.
    """

    def __init__(self, network: httpcore.AsyncNetworkBackend, resolver: Resolver, allow_private: bool) -> None:
        self._network = network
        self._resolver = resolver
        self._allow_private = allow_private
        self._stream: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first permitted address that answers; TLS and the Host header keep the name."""
        refused: Exception | None = None
        for address in await self._addresses(host, port):
            try:
                self._stream = await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                refused = exc
            else:
                return self._stream
        raise refused or httpcore.ConnectError("no address")

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._resolver(host, port)
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

    async def aclose(self) -> None:
        """Close the connection if there is one."""
        if self._stream is not None:
            await self._stream.aclose()


class _Body(httpx.AsyncByteStream):
    """What comes over a line; closing it closes the line."""

    def __init__(self, response: httpcore.Response, line: _Line) -> None:
        self._response = response
        self._line = line

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        """Hang up."""
        await self._line.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """The transport of every request to an address that we did not choose; its errors are httpcore's and FetchError.

    httpx's own transport takes no network backend, so this one speaks to httpcore, through public names only. It keeps
    no pool: polls rarely meet the same host within a connection's life, and the pool costs more with every host it
    keeps and can hang on a connection that was closed. `network` makes the connections to addresses that passed.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        resolver: Resolver = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._network = network or httpcore.AnyIOBackend()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Who is trusted, read when it is first needed: there are a hundred and forty certificates."""
        return httpx.create_ssl_context()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request over a connection of its own; the response's aclose() ends it."""
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        line = _Line(self._network, self._resolver, self._allow_private)
        connection = httpcore.AsyncHTTPConnection(
            target.origin, self._tls if target.scheme == b"https" else None, network_backend=line
        )
        asked = httpcore.Request(
            request.method, target, headers=request.headers.raw, content=request.stream, extensions=request.extensions
        )
        try:
            response = await connection.handle_async_request(asked)
        except BaseException:
            await line.aclose()
            raise
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response, line))

"""Requests to Telegram on the wire."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.telegram.transport import AiohttpRequest, proxy_of
from tests.certificates import ALONE
from tests.feedserver import FeedServer, Page
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxies of the machine that runs the tests are not their matter."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


GET_ME = "http://telegram.invalid/bot1:x/getMe"


@pytest.fixture
async def proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FeedServer]:
    """A proxy that the environment names."""
    async with FeedServer({"/bot1:x/getMe": Page(b"{}")}) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
        yield server


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    """What sends requests."""
    made = AiohttpRequest(1, PATIENCE)
    yield made
    await made.shutdown()


async def test_a_proxy_of_the_environment(proxy: FeedServer, request_: AiohttpRequest) -> None:
    """Requests go through the proxy that the environment names."""
    assert await request_.do_request(GET_ME, "GET") == (200, b"{}")
    assert [one.headers["host"] for one in proxy.requests] == ["telegram.invalid"]


async def test_a_server_that_no_proxy_is_for(
    proxy: FeedServer, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests to a server that the environment leaves out do not go through its proxy."""
    monkeypatch.setenv("no_proxy", "telegram.invalid")
    with pytest.raises(NetworkError):
        await request_.do_request(GET_ME, "GET")
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({"https_proxy": "http://p:1"}, "https://api.telegram.org", "http://p:1"),
        ({"https_proxy": "p:1"}, "https://api.telegram.org", "http://p:1"),
        ({"all_proxy": "socks5://p:1"}, "https://api.telegram.org", "socks5://p:1"),
        ({"all_proxy": "socks5://p:1", "https_proxy": "http://q:1"}, "https://api.telegram.org", "http://q:1"),
        ({"http_proxy": "http://p:1"}, "https://api.telegram.org", None),
        ({"http_proxy": "http://p:1"}, "http://127.0.0.1:80", None),
        ({"all_proxy": "http://p:1", "no_proxy": "telegram.org"}, "https://api.telegram.org", None),
    ],
)
def test_which_proxy(environment: dict[str, str], url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one for the scheme goes before the one for all; none for this machine, and none where it is left out."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_of(url) == proxy


@pytest.mark.parametrize(("name", "proxy"), [("HTTPS_PROXY", "http://127.0.0.1:9"), ("ALL_PROXY", "127.0.0.1:9")])
async def test_a_proxy_that_does_not_answer_is_what_is_said(
    name: str, proxy: str, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram by https behind a proxy that is not there: it is the proxy that one has to see to."""
    monkeypatch.setenv(name, proxy)
    with pytest.raises(
        NetworkError, match="the proxy before Telegram does not answer: see to the one that HTTPS_PROXY"
    ):
        await request_.do_request(GET_ME.replace("http:", "https:"), "GET")


async def test_a_proxy_that_refuses_is_what_is_said(request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the status that it names, as 407 where it wants a password."""
    async with FeedServer() as server:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
        with pytest.raises(NetworkError, match=r"the proxy before Telegram refuses \(40[0-9]\)"):
            await request_.do_request(GET_ME.replace("http:", "https:"), "GET")


async def test_a_certificate_that_nobody_trusts_is_what_is_said(request_: AiohttpRequest, tmp_path: Path) -> None:
    """A Bot API server of one's own, signed by itself."""
    (tmp_path / "alone.pem").write_text(ALONE)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "alone.pem")
    async with FeedServer({"/bot1:x/getMe": Page(b"{}")}, tls) as server:
        with pytest.raises(NetworkError, match="certificate of Telegram's server is not trusted: SSL_CERT_FILE"):
            await request_.do_request(server.url("/bot1:x/getMe"), "GET")

"""Requests to Telegram on the wire."""

import pytest

from bot.wire import WireRequest
from tests.feedserver import FeedServer, Page


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxies of the machine that runs the tests are not their matter."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("but_for", "asked"), [("", "telegram.example"), ("telegram.example", None)])
async def test_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, but_for: str, asked: str | None) -> None:
    """Requests go through the proxy that the environment names, but for the servers that it leaves out."""
    async with FeedServer({"/bot1:x/getMe": Page(b"{}")}) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", but_for)
        request = WireRequest(1, 5.0)
        try:
            answer = await request.do_request("http://telegram.example/bot1:x/getMe", "GET")
        except Exception as exc:
            assert asked is None, exc
        else:
            assert answer == (200, b"{}")
        await request.shutdown()
    assert [one.headers["host"] for one in proxy.requests] == ([asked] if asked else [])

"""Which addresses stand in a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.links import link, takes_link
from bot.preview.links import checked_link


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com", "http://example.com:8080/x?y#z", "https://한겨레.kr/기사", "https://xn--o39a.kr/",
        "http://127.0.0.1:8080/x", "HTTPS://EXAMPLE.COM/X", "https://example.com/a b", "https://a_b.example.com?x",
    ],
)  # fmt: skip
def test_what_newspapers_use_is_linked(url: str) -> None:
    """Names in any script, ports, queries."""
    assert takes_link(url)
    assert link("x", url).startswith("<a href=")


@pytest.mark.parametrize(
    "url",
    [
        None, "", "x", "/item/1", "ftp://example.com/x", "javascript:alert(1)", "http://localhost/x",
        "http://rsshub:1200/item/1", "http://0x7f000001/x", "https://example.com:99999/x", "https://example.com:0/x",
        "https://example.com:/x", "https://h.com:80:90", "https://exa<b>mple.com", "https://.com/", "https://a..b/",
        "https://example.com.:443/", "http://[::1]/x", "https://a@b.com/", "https://exa mple.com", "https://?x.y",
        "https://example.com:٤٤٣/", f"https://example.com/{'x' * 1000}",
    ],
)  # fmt: skip
def test_what_telegram_refuses_is_text(url: str | None) -> None:
    """Over it, the whole message would be refused."""
    assert not takes_link(url)
    assert link("x", url) == "x"


hosts = st.text(st.sampled_from("aé한-_.:@[]<>%~0 9"), max_size=12)
paths = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.builds("{}{}{}".format, st.sampled_from(["http://", "https://", "HTTP://", ""]), hosts, paths))
def test_what_we_take_telegram_takes(url: str) -> None:
    """Its own rule, as the stand-in has it, refuses nothing that is linked."""
    if takes_link(url):
        checked_link(url)

"""Walls against bots are told from pages, and each of them is described as the data's reader needs it."""

import pytest

from bot.web.wall import _walls, guards, wall


@pytest.mark.parametrize(
    ("page", "maker"),
    [
        (b"<html><head><title>Just a moment...</title>", " (Cloudflare)"),
        (b"<script>window._cf_chl_opt={cvId: '3'}", " (Cloudflare)"),
        (b"<html>Access Denied ... Reference #18.2 https://errors.edgesuite.net/18.2", " (Akamai)"),
        (b"<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>", " (Imperva)"),
        (b"<title>Making sure you're not a bot!</title>", ""),
        (b"<p>Please enable JavaScript and cookies to continue", ""),
    ],
)
def test_a_challenge_is_a_wall(page: bytes, maker: str) -> None:
    """By what its page holds, and named where it names itself."""
    assert wall(page, {}) == f"It is a wall against bots{maker}, not a feed."


@pytest.mark.parametrize("page", [b"", b"<html>We have moved to a new home.</html>", b"<rss/>", b"404 Not Found"])
def test_a_page_is_none(page: bytes) -> None:
    """What only is no feed is not called a wall."""
    assert wall(page, {"server": "cloudflare"}) is None


def test_headers_tell_it_too() -> None:
    """Refusals say who refuses."""
    assert guards({"cf-mitigated": "challenge"}) == "Cloudflare"
    assert guards({"x-datadome": ""}) == "DataDome"
    assert guards({"server": "AkamaiGHost"}) == "Akamai"
    assert guards({"server": "nginx", "cf-mitigated": "no"}) is None


def test_the_data_has_its_shape() -> None:
    """Lists of lower-case marks, at least one for each wall."""
    for marks in _walls().values():
        assert marks.keys() == {"body", "headers"}
        assert all(mark and mark == mark.lower() for mark in marks["body"] + marks["headers"])
        assert marks["body"]

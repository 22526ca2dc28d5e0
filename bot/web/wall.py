"""A page or a refusal -> the wall against bots that it is: what stands before a site and asks for a browser."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TypedDict

LOOKED_AT = 100_000
"""Bytes of a page in which a wall shows itself."""
UNNAMED = "unnamed"
"""The wall of the data whose maker is not known."""


class _Wall(TypedDict):
    body: list[str]
    headers: list[str]


def wall(body: bytes, headers: Mapping[str, str]) -> str | None:
    """A sentence where a document that is no feed is a wall's page; header names are in lower case."""
    page = body[:LOOKED_AT].lower()
    inside = (maker for maker, marks in _walls().items() if any(mark.encode() in page for mark in marks["body"]))
    maker = guards(headers) or next(inside, None)
    if maker is None:
        return None
    return "It is a wall against bots" + ("" if maker == UNNAMED else f" ({maker})") + ", not a feed."


def guards(headers: Mapping[str, str]) -> str | None:
    """Who made the wall that a refusal with these headers comes from, as far as they tell."""
    for maker, marks in _walls().items():
        for mark in marks["headers"]:
            name, _, value = mark.partition(": ")
            if headers.get(name, "").lower().startswith(value) and name in headers:
                return maker
    return None


@cache
def _walls() -> dict[str, _Wall]:
    data = resources.files("bot.web").joinpath("data/walls.toml").read_text("utf-8")
    walls: dict[str, _Wall] = tomllib.loads(data)
    return walls

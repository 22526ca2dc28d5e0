"""What the sample feeds publish and when: `samples/` holds a TOML file per outlet, and `events.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.model import Source, Tier


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the samples: its topics name who must hear of it, once."""

    key: str
    title: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What an outlet publishes `at` seconds after the start; a negative `at` is there from the start.

    `path` is the address that the feed names, on the sample site. A later item with the same path replaces the earlier.
    `event` is the key of what it reports, None where no alert may come of it.
    """

    outlet: str
    at: float
    path: str
    title: str
    text: str
    event: str | None = None
    guid: str | None = None
    caption: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as its paragraphs; the first one is the lead."""
        return tuple(self.text.split("\n\n"))

    @property
    def article(self) -> str:
        """The path of the page itself, whatever an aggregator or an AMP twin adds to it."""
        return article_of(self.path)


def article_of(path: str) -> str:
    """The path of the page that an address on the sample site means."""
    return path.partition("?")[0].removesuffix("/amp")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A sample feed: `format` is a key of formats.FORMATS, `damage` one of formats.DAMAGES or None."""

    key: str
    outlet: str
    format: str
    items: tuple[Item, ...]
    encoding: str = "utf-8"
    damage: str | None = None
    zoned_dates: bool = True
    language: str | None = None
    country: str | None = None
    timezone: str = "UTC"
    tier: str = "press"

    @property
    def path(self) -> str:
        """Where the sample site serves the feed."""
        return f"/feeds/{self.key}"

    def source(self, base: str) -> Source:
        """What the catalogue says of this feed when the site is at `base`."""
        return Source(
            url=base + self.path,
            outlet=self.outlet,
            language=self.language,
            country=self.country,
            timezone=self.timezone,
            tier=Tier(self.tier),
        )


@dataclass(frozen=True, slots=True)
class Script:
    """All that the sample feeds will say, and what should come of it."""

    outlets: tuple[Outlet, ...]
    events: Mapping[str, Event]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every outlet's items in order of time."""
        return tuple(sorted((item for outlet in self.outlets for item in outlet.items), key=lambda item: item.at))

    @property
    def news(self) -> tuple[Item, ...]:
        """The items that are published while one watches."""
        return tuple(item for item in self.items if item.at >= 0)


def load_script() -> Script:
    """The script that comes with the package."""
    tables = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in files("bot.preview").joinpath("samples").iterdir()
        if entry.name.endswith(".toml")
    }
    events = {key: Event(key, event["title"], tuple(event["topics"])) for key, event in tables.pop("events").items()}
    return Script(tuple(_outlet(key, table) for key, table in sorted(tables.items())), events)


def _outlet(key: str, table: dict[str, Any]) -> Outlet:
    items = tuple(Item(outlet=key, **item) for item in table.pop("items"))
    return Outlet(key=key, items=items, **table)

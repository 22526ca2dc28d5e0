"""Somebody who reads the sample feeds, as the service would."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import feedparser
import httpx

from bot.model import Source
from tests.patience import PATIENCE


@asynccontextmanager
async def read_on(feeds: Iterable[Source]) -> AsyncIterator[set[str]]:
    """Read every feed again and again, and to the end of the round when left: the titles that were seen."""
    seen: set[str] = set()
    left = asyncio.Event()

    async def read() -> None:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            while not left.is_set():
                for feed in feeds:
                    found = feedparser.parse((await client.get(feed.url)).content)
                    seen.update(entry.title for entry in found.entries)

    reading = asyncio.create_task(read())
    try:
        yield seen
    finally:
        left.set()
        await reading

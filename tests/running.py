"""The service as its users run it: a process of its own, with feeds and Telegram on loopback sockets.

What it did is seen from outside: in the chats, in the requests that the feeds got, in the database.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from sqlalchemy import Column, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model import ChatKind
from bot.preview.chats import Message
from bot.preview.limits import Limits
from bot.preview.telegram import Telegram
from storage.tables import deliveries, feeds, subscribers, subscriptions
from tests.feedserver import FeedServer, Page
from tests.making import NOON
from tests.patience import PATIENCE, Stopwatch

TOKEN = "42:test"


def rss(*titles: str, host: str = "127.0.0.1:9", at: datetime = NOON) -> Page:
    """A feed with an entry a title, published at that time; the same title has the same guid and link."""
    items = (
        f"<item><title>{escape(title)}</title><guid>{escape(title)}</guid>"
        f"<link>http://{host}/{title.replace(' ', '-').lower()}</link>"
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
        for title in titles
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{''.join(items)}</channel></rss>"
    return Page(body.encode(), headers={"Content-Type": "application/rss+xml"})


def rss_now(*titles: str) -> Page:
    """The same, published now: what services by the clock on the wall take for news."""
    return rss(*titles, at=datetime.now(UTC))


@dataclass(slots=True)
class World:
    """A Telegram, feeds, and a database; services come and go in it."""

    telegram: Telegram
    feeds: FeedServer
    folder: Path
    database_url: str
    outlets: tuple[str, ...] = ("Hangang Wire",)
    settings: dict[str, str] = field(default_factory=dict)
    _services: list["Service"] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: object, ___: TracebackType | None) -> None:
        for service in self._services:  # a test that failed must not leave them to weigh on the next
            await service.kill()

    def publish(self, *titles: str, outlet: str = "Hangang Wire") -> None:
        """From now on, the outlet's feed holds these."""
        self.feeds.pages[path_of(outlet)] = rss_now(*titles)

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of a service here; `settings` without their prefix."""
        lines = [f'  {{ url = "{self.feeds.url(path_of(outlet))}", outlet = "{outlet}" }},' for outlet in self.outlets]
        catalogue = self.folder / "feeds.toml"
        catalogue.write_text("\n".join(["feeds = [", *lines, "]"]), encoding="utf-8")
        ours = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.telegram.url,
            "DATABASE_URL": self.database_url,
            "FEEDS": str(catalogue),
            "ALLOW_PRIVATE_ADDRESSES": "true",
            "POLL_SECONDS": "0.2",
            "POLL_MAX_SECONDS": "0.2",
        }
        return os.environ | {f"BONGSU_{name}": value for name, value in (ours | self.settings | settings).items()}

    async def start(self, program: Sequence[str] = ("-m", "bot"), **settings: str) -> "Service":
        """A service that has begun to work; `program` is how Python is told what to run."""
        service = await self.launch(program, **settings)
        await until(lambda: "is at work" in service.log or service.process.returncode is not None, service)
        return service

    async def launch(self, program: Sequence[str] = ("-m", "bot"), **settings: str) -> "Service":
        """The same, not waited for."""
        log = self.folder / f"service-{len(self._services)}.log"
        with log.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *program, "run", env=self.environment(**settings), stderr=stderr
            )
        self._services.append(Service(process, log))
        return self._services[-1]

    @asynccontextmanager
    async def running(self, program: Sequence[str] = ("-m", "bot"), **settings: str) -> AsyncIterator["Service"]:
        """A service until the end of the block, however that ends."""
        service = await self.start(program, **settings)
        try:
            yield service
        finally:
            await service.kill()

    async def primed(self) -> None:
        """Wait until every feed was read once: from then on, its entries are news."""
        await self.rows("SELECT count(*) FROM feeds WHERE primed_at IS NOT NULL", len(self.outlets))

    async def rows(self, query: str, expected: int, patience: float = PATIENCE) -> None:
        """Wait until a query that counts says so."""
        engine = create_async_engine(self.database_url)
        try:
            async with asyncio.timeout(patience):
                while True:
                    async with engine.connect() as connection:
                        if await connection.scalar(text(query)) == expected:
                            return
                    await asyncio.sleep(0.05)  # another process changes the table; it has no event to wait for
        finally:
            await engine.dispose()

    async def execute(self, statement: str) -> None:
        """Do something to the database that no code of ours does."""
        engine = create_async_engine(self.database_url)
        async with engine.begin() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    async def lapse(self, *columns: Column[datetime]) -> None:
        """Let the leases of a process that was killed run out, as their time passing would: of feeds and deliveries."""
        engine = create_async_engine(self.database_url)
        async with engine.begin() as connection:
            for column in columns or (feeds.c.next_poll_at, deliveries.c.due_at):
                late = update(column.table).where(column.is_not(None)).values({column.name: NOON - timedelta(days=300)})
                await connection.execute(late)
        await engine.dispose()

    async def cut(self) -> None:
        """Have PostgreSQL end every session of the services, as an administrator would."""
        engine = create_async_engine(self.database_url)
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        async with engine.connect() as connection:
            await connection.execute(text(f"{others} AND pid <> pg_backend_pid()"))
        await engine.dispose()

    async def follow(self, *chats: int, topic: str = "launches") -> None:
        """Have these chats follow a topic, by telling the bot so."""
        answered = {chat: len(self.telegram.messages(chat)) + 2 for chat in chats}
        for chat in chats:
            self.telegram.say(chat, f"/subscribe {topic}")
        await self.telegram.wait(
            lambda: all(len(self.telegram.messages(chat)) >= count for chat, count in answered.items()), PATIENCE
        )

    async def join(self, *chats: int) -> None:
        """Have these chats follow launches, by writing it into the database: for many; negative ids are groups.

        Every alert may ring there, so that each comes as a message of its own.
        """
        who = {"thread_id": 0, "language": "en", "timezone": "UTC", "joined_at": NOON, "rings_most": 0}
        rows = [who | {"chat_id": chat, "kind": ChatKind.GROUP if chat < 0 else ChatKind.PRIVATE} for chat in chats]
        follows = {"topic": "launches", "min_severity": 1, "since": NOON}
        engine = create_async_engine(self.database_url)
        async with engine.begin() as connection:
            added = await connection.scalars(subscribers.insert().returning(subscribers.c.id), rows)
            await connection.execute(subscriptions.insert(), [follows | {"subscriber_id": one} for one in added])
        await engine.dispose()

    def alerts(self, chat: int) -> list[Message]:
        """The alerts in a chat: what the bot wrote with fires before it, lists and greetings left out."""
        return [m for m in self.telegram.messages(chat) if m.from_bot and any("Why?" in row for row in m.labels)]


@dataclass(slots=True)
class Service:
    """A running `bongsu run`."""

    process: asyncio.subprocess.Process
    path: Path

    @property
    def log(self) -> str:
        """What it logged so far."""
        return self.path.read_text(encoding="utf-8")

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal and wait for its end; the exit code."""
        return (await self.timed_end(number))[0]

    async def timed_end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """The same, and the seconds that the end took, as on a machine that does nothing else."""
        watch = Stopwatch(self.process.pid)
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            while (code := self.process.returncode) is None:
                watch.look()  # while there is something to look at
                await asyncio.sleep(0.02)
        return code, watch.seconds

    async def kill(self) -> None:
        """End it as a power cut would; nothing happens where it ended by itself."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def until(so: Callable[[], object], service: Service) -> None:
    """Wait until this is so; TimeoutError with the service's log in its text."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not so():  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # another process writes what is looked at
    except TimeoutError:
        raise TimeoutError(f"It did not come about. The log:\n{service.log}") from None


def path_of(outlet: str) -> str:
    """Where an outlet's feed is on the server."""
    return f"/{outlet.replace(' ', '-').lower()}"


async def run(
    *arguments: str, environment: Mapping[str, str], program: Sequence[str] = ("-m", "bot")
) -> tuple[int, str, str]:
    """Run a command to its end: exit code, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        *arguments,
        env=dict(environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def world(
    folder: Path,
    database_url: str,
    outlets: Sequence[str] = ("Hangang Wire",),
    limits: Limits | None = None,
    webhook_pause: float = 1.0,
) -> AsyncIterator[World]:
    """A world whose feeds hold one old entry each; Telegram tries a webhook that failed so many seconds later."""
    async with (
        Telegram(token=TOKEN, limits=limits, webhook_pause=webhook_pause) as telegram,
        FeedServer() as feeds,
        World(telegram, feeds, folder, database_url, tuple(outlets)) as made,
    ):
        for outlet in outlets:
            made.publish("Old news of rain", outlet=outlet)
        yield made

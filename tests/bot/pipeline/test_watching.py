"""Admins hear of trouble once, and when it is over, whatever becomes of the process in between."""

from collections.abc import AsyncIterator

import pytest

from bot.config import JobName
from bot.model import Address, ChatKind, Reply
from bot.pipeline.watching import Watching
from bot.store import Store
from bot.telegram.line import Line
from tests.bot.pipeline.test_pipeline import BOSS, Relay, relaying
from tests.feedserver import Page
from tests.making import HOUR, NOON
from tests.running import rss

SENDER = {JobName.DELIVER}


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay whose admin is BOSS, with one feed that fails."""
    async with relaying(sqlite_store) as made:
        made.server.pages["/feed"] = rss("Old news of rain")
        await made.poll()
        made.server.pages["/feed"] = Page(status=500)
        made.now = NOON + 25 * HOUR
        await made.poll()
        made.pipeline.watching.line = Line()  # the clock of these tests is not Telegram's
        yield made


def texts(relay: Relay) -> list[str]:
    """What the admin was told."""
    return [message.text for message in relay.telegram.messages(BOSS)]


async def test_told_once_and_taken_back(relay: Relay) -> None:
    """Once while it holds, and once more when it is over; /status shows it meanwhile."""
    for _ in range(3):
        await relay.pipeline.watching.look(SENDER)
    (told,) = texts(relay)
    assert told.startswith("⚠️ /feed could not be read for a day: ")
    (trouble,) = await relay.store.troubles()
    assert (trouble.kind, trouble.since, trouble.told_at) == ("feed-failing", relay.now, relay.now)

    relay.server.pages["/feed"] = rss("Old news of rain", "New news of rain")
    await relay.poll()
    for _ in range(2):
        await relay.pipeline.watching.look(SENDER)
    assert [text[:8] for text in texts(relay)] == ["⚠️ /feed", "✅ Over: "[:8]]
    assert await relay.store.troubles() == ()


async def test_told_once_over_restarts(relay: Relay) -> None:
    """Another process over the same database knows what was told."""
    await relay.pipeline.watching.look(SENDER)
    again = relay.pipeline.watching
    relay.pipeline.watching = Watching(
        again.works, again.store, again.sender, again.speech, again.admins, again.line, again.longest, again.disk
    )
    await relay.pipeline.watching.look(SENDER)

    assert len(texts(relay)) == 1


async def test_told_when_telegram_is_back(relay: Relay) -> None:
    """What could not be told is told later; what was over before anybody heard of it is not worth a word."""
    relay.telegram.faults.add("bad-gateway", times=1)
    await relay.pipeline.watching.look(SENDER)
    assert texts(relay) == []
    await relay.pipeline.watching.look(SENDER)
    assert len(texts(relay)) == 1

    relay.pipeline.watching.line.refused = True
    relay.telegram.faults.add("bad-gateway", times=1)
    await relay.pipeline.watching.look(SENDER)
    relay.pipeline.watching.line.refused = False
    await relay.pipeline.watching.look(SENDER)
    assert len(texts(relay)) == 1


async def test_each_leader_tells_what_it_sees(relay: Relay) -> None:
    """Who asks for updates tells of conflicts and of nothing else; who leads nothing tells nothing."""
    await relay.pipeline.watching.look(set())
    await relay.pipeline.watching.look({JobName.CHAT})
    assert texts(relay) == []

    for at in (0.0, 1.0, 2.0):
        relay.pipeline.watching.line.heard(409, None, relay.now, at)
    await relay.pipeline.watching.look(SENDER)
    assert [one.kind for one in await relay.store.troubles()] == ["feed-failing"]


async def test_a_clock_that_is_off(sqlite_store: Store) -> None:
    """Every answer of Telegram's says what time it is there, and that of these tests is another."""
    async with relaying(sqlite_store) as relay:
        await relay.pipeline.watching.sender.tell(Address(BOSS), Reply("hello"))
        await relay.pipeline.watching.look(SENDER)

        assert "Telegram’s: set up NTP" in texts(relay)[-1]


async def test_told_in_the_admins_language(relay: Relay) -> None:
    """As the admin set it with /language."""
    await relay.store.welcome(Address(BOSS), ChatKind.PRIVATE, "ko", "Asia/Seoul", NOON)
    await relay.pipeline.watching.look(SENDER)

    assert "하루 동안 읽지 못했습니다" in texts(relay)[0]


async def test_polls_are_counted_by_the_hour(relay: Relay) -> None:
    """Each once, whoever looks how often."""
    for _ in range(2):
        await relay.pipeline.watching.look(set())
    await relay.poll()
    await relay.pipeline.watching.look(set())

    assert [(hour.polls, hour.failed) for hour in await relay.store.flow(NOON + HOUR)] == [(3, 2)]

"""Stories posted to machines over real sockets: once, in order, and none held up by another."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import JobName
from bot.model import Form, Receiver
from bot.pipeline.posting import Posts
from bot.store import Store
from bot.web.fetch import Fetcher
from tests.bot.pipeline.test_pipeline import BOSS, Relay, news, relaying
from tests.machine import Machine
from tests.making import MINUTE, NOON

TITLES = (
    "North Korea fires ballistic missile toward the East Sea",
    "Iran launches Simorgh rocket into orbit",
    "European Union imposes sanctions on Belarus",
)


@pytest.fixture
async def machine() -> AsyncIterator[Machine]:
    """One that takes everything."""
    async with Machine() as made:
        yield made


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay with nothing in it."""
    async with relaying(sqlite_store) as made:
        yield made


async def listen(relay: Relay, machine: Machine, name: str = "desk", form: Form = Form.BONGSU) -> None:
    """Have a machine hear of everything from now on."""
    receiver = Receiver(name, machine.url(f"/{name}"), form, "en")
    assert await relay.store.add_receiver(receiver, NOON - MINUTE)


async def posted(relay: Relay, posts: Posts | None = None) -> None:
    """Look for what is to be posted, and see it through."""
    posts = posts or relay.pipeline.posts
    await posts.look()
    if posts.at_work:
        await asyncio.wait(posts.at_work.values())


def headlines(machine: Machine) -> list[str]:
    """What it was told, in order."""
    return [one.body["data"]["headline"] for one in machine.posted]


async def test_what_waited_comes_in_order(relay: Relay, machine: Machine) -> None:
    """A receiver that was down for a day hears of everything, once and in order, when it is back."""
    await listen(relay, machine)
    machine.status = 503
    await news(relay, *TITLES[:2])
    await posted(relay)
    await posted(relay)  # not before its time
    assert len(machine.refused) == 1
    (failing,) = await relay.store.receivers()
    assert (failing.error, failing.attempts) == ("it answered 503", 1)

    machine.status, relay.now = 200, relay.now + timedelta(days=1)
    await posted(relay)
    await posted(relay)
    assert headlines(machine) == list(TITLES[:2])
    assert (await relay.store.receivers())[0].failing_since is None


async def test_one_that_is_down_holds_nobody_up(relay: Relay, machine: Machine) -> None:
    """The other receiver hears of it at once; admins are told of one that takes nothing for a quarter of an hour."""
    async with Machine() as down:
        down.status, down.headers = 429, {"Retry-After": "600"}
        await listen(relay, down, "down")
        await listen(relay, machine)
        await news(relay, TITLES[0])
        await posted(relay)
        assert headlines(machine) == [TITLES[0]]
        failing = next(one for one in await relay.store.receivers() if one.name == "down")
        assert failing.due_at == relay.now + timedelta(minutes=10)

        relay.now += timedelta(minutes=15)
        await relay.pipeline.watching.look({JobName.DELIVER})
        assert any("“down” has taken nothing for 15 minutes" in one.text for one in relay.telegram.messages(BOSS))


async def test_what_will_never_be_taken_is_passed_over(relay: Relay, machine: Machine) -> None:
    """A story that is refused for what it is, three times, makes room for the next."""
    await listen(relay, machine)
    await news(relay, TITLES[0])
    machine.status = 400
    for _ in range(3):
        await posted(relay)
        relay.now += MINUTE
    machine.status = 200
    await news(relay, TITLES[0], TITLES[2])
    await posted(relay)
    assert headlines(machine) == [TITLES[2]]


async def test_what_code_raises_over_is_set_aside(relay: Relay, machine: Machine) -> None:
    """A story that cannot be made for a machine is told to the admins and holds no other machine up."""
    unsigned = Receiver("unsigned", machine.url("/unsigned"), Form.BONGSU, "en", secret="whsec_x")
    assert await relay.store.add_receiver(unsigned, NOON - MINUTE)
    await listen(relay, machine)
    await news(relay, TITLES[0])
    await posted(relay)
    assert [one.path for one in machine.posted] == ["/desk"]
    await relay.pipeline.watching.look({JobName.DELIVER})
    assert any("postings to machines, 1 of them" in one.text for one in relay.telegram.messages(BOSS))

    assert await relay.store.retry(relay.now) == 1
    assert await relay.store.remove_receiver("unsigned")
    assert await relay.store.set_aside(10) == ()


async def test_a_message_that_was_deleted_is_made_anew(relay: Relay, machine: Machine) -> None:
    """Discord's 404 over an edit leads to a new message, whose id is kept."""
    await listen(relay, machine, form=Form.DISCORD)
    await news(relay, TITLES[0])
    await posted(relay)
    (story,) = (await relay.store.latest((), 0, 5)).stories
    (receiver,) = await relay.store.receivers()
    await relay.store.posted(receiver, replace(story, revision=0), "999", relay.now)  # an edit is due
    machine.gone.add("/desk/messages/999")
    await posted(relay)
    assert [one.method for one in machine.posted] == ["POST", "POST"]
    assert [one.method for one in machine.refused] == ["PATCH"]


async def test_a_private_address_is_not_reached(relay: Relay, machine: Machine) -> None:
    """A receiver's address passes the guard of feeds; what it says names no address."""
    await listen(relay, machine)
    await news(relay, TITLES[0])
    async with Fetcher(version="1") as guarded:
        ours = relay.pipeline.posts
        await posted(relay, Posts(ours.works, ours.store, guarded, ours.outgoing))
    assert machine.posted == machine.refused == []
    assert (await relay.store.receivers())[0].error == "it could not be reached (private-address)"

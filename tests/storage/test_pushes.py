"""bot.store.PushStore, on each engine."""

from dataclasses import replace

from bot.model import Feed, Hub, Push
from bot.store import Store
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, LEASE, MINUTE, NOW, a_feed, entry

HUB = Hub("https://hub.example/", "https://agency.example/self")


async def only(store: Store) -> Feed:
    """The one feed there is."""
    (feed,) = await store.feeds()
    return feed


async def asked(store: Store, hub: Hub = HUB) -> Push:
    """The push of a feed that was just asked for."""
    await store.name_hub((await a_feed(store)).id, hub, NOW)
    (push,) = await store.claim_pushes(NOW, LEASE, 10)
    return push


async def test_a_hub_that_is_named_is_to_be_asked(store: Store) -> None:
    """At once, and by one process; its callback and its secret are nobody's guess."""
    push = await asked(store)
    assert (push.hub, push.feed, push.asked_at, push.attempts) == (HUB, replace(await only(store), hub=HUB), NOW, 1)
    assert len(push.token) > 40
    assert len(push.secret) > 40
    assert push.token != push.secret
    assert push.token not in repr(push)
    assert push.secret not in repr(push)
    assert await store.claim_pushes(NOW, LEASE, 10) == ()
    assert await store.push(push.token) == push
    assert await store.push("another") is None
    assert [again.attempts for again in await store.claim_pushes(NOW + LEASE, LEASE, 10)] == [2]


async def test_naming_it_again_changes_nothing(store: Store) -> None:
    """A feed names its hub in every document."""
    push = await asked(store)
    await store.name_hub(push.feed.id, HUB, NOW + MINUTE)
    assert await store.push(push.token) == push


async def test_what_came_of_asking(store: Store) -> None:
    """The next time and the reason are kept, unless the hub verified meanwhile."""
    push = await asked(store)
    await store.settle_push(push, NOW + DAY, "It is away.")
    assert await store.push(push.token) == replace(push, due_at=NOW + DAY, error="It is away.")
    verified = replace(push, until=NOW + 10 * DAY, due_at=NOW + 7 * DAY, attempts=0)
    await store.save_push(verified)
    await store.settle_push(push, NOW + DAY, "It was slow to answer.")
    assert await store.push(push.token) == verified


async def test_a_feed_is_pushed_from_its_first_push_until_doubted(store: Store) -> None:
    """Only then may it be polled seldom; a doubt has the hub asked anew."""
    push = await asked(store)
    await store.save_push(replace(push, until=NOW + DAY, due_at=NOW + DAY, attempts=0))
    assert (await only(store)).pushed_until is None
    assert await store.save_pushed(push, (entry("1"), entry("2")), NOW) == 2
    assert await store.save_pushed(push, (entry("2"), entry("3")), NOW) == 1
    (claimed,) = await store.claim_feeds(NOW + DAY, LEASE, 10)
    assert (claimed.hub, claimed.pushed_until) == (HUB, NOW + DAY)
    assert (await store.health(NOW)).feeds_pushed == 1
    assert (await store.health(NOW + DAY)).feeds_pushed == 0
    await store.doubt_hub(push.feed.id, NOW)
    assert (await only(store)).pushed_until is None
    assert [again.id for again in await store.claim_pushes(NOW, LEASE, 10)] == [push.id]


async def test_what_is_pushed_before_the_first_poll_is_not_news(store: Store) -> None:
    """As with that poll: stored, and not detected; of a primed feed it is news."""
    push = await asked(store)
    unprimed = replace(push.feed, state=replace(push.feed.state, primed_at=None))
    primed = replace(push.feed, state=replace(push.feed.state, primed_at=NOW))
    await store.save_pushed(replace(push, feed=unprimed), (entry("1"),), NOW)
    assert await store.undetected(10) == ()
    await store.save_pushed(replace(push, feed=primed), (entry("2"),), NOW)
    assert [arrival.entry.guid for arrival in await store.undetected(10)] == ["2"]


async def test_a_hub_that_is_named_no_more_is_to_stop(store: Store) -> None:
    """It is asked once the feed names another one or none; who never heard of us is forgotten."""
    push = await asked(store)
    other = replace(HUB, url="https://other.example/")
    await store.name_hub(push.feed.id, other, NOW + MINUTE)
    await store.name_hub(push.feed.id, None, NOW + MINUTE)
    (ended,) = await store.claim_pushes(NOW + MINUTE, LEASE, 10)
    assert (ended.id, ended.ended_at, ended.attempts) == (push.id, NOW + MINUTE, 1)
    assert (await only(store)).hub is None
    await store.drop_push(ended)
    assert await store.push(push.token) is None


async def test_a_feed_that_is_polled_no_more_is_to_stop(store: Store) -> None:
    """Removed, or disabled: its hub is asked to stop; a feed that comes back starts anew."""
    push = await asked(store)
    await store.remove_feed(AGENCY.url, NOW)
    (ended,) = await store.claim_pushes(NOW + MINUTE, LEASE, 10)
    assert (ended.id, ended.ended_at) == (push.id, NOW + MINUTE)
    await store.add_feed(AGENCY, NOW + MINUTE)
    await store.name_hub(push.feed.id, HUB, NOW + MINUTE)
    (again,) = await store.claim_pushes(NOW + MINUTE, LEASE, 10)
    assert again.token != push.token
    assert (await only(store)).hub == HUB


async def test_a_feed_is_due_when_its_hub_says_so(store: Store) -> None:
    """Whatever interval it had."""
    feed = await a_feed(store)
    await save_poll(store, feed, replace(feed.state, next_poll_at=NOW + DAY), feed.source.url, (), NOW)
    await store.poll_soon(feed.id, NOW)
    assert [due.id for due in await store.claim_feeds(NOW, LEASE, 10)] == [feed.id]

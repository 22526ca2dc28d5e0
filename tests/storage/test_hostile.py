"""Text that no engine can hold: none of it stops a poll, a detection or a settling, and none comes back."""

from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import (
    Broken,
    Change,
    Concern,
    Delivery,
    Detection,
    Evidence,
    Hub,
    Join,
    Later,
    Match,
    Query,
    Reason,
    Refused,
    Role,
    Sieve,
)
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.store import Store
from tests.making import save_poll
from tests.storage.samples import AGENCY, LEASE, MINUTE, NOW, a_feed, claim, entry, join, report, settle, story

hostile = st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud800"), max_size=30)
per_store = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
numbers = count()


@per_store
@given(text=hostile)
async def test_any_text_becomes_an_alert(store: Store, text: str) -> None:
    """Whatever a feed, an entry and its page hold, it is polled, detected, told and settled, and can be sent."""
    feed = await a_feed(store)
    await join(store)
    state = replace(feed.state, etag=text, last_modified=text, error=text, moved_to=text)
    odd = replace(entry(f"{next(numbers)} {text}"), title=text, text=text, url=text, language=text)
    assert await save_poll(store, feed, state, AGENCY.url, [odd], NOW) == 1
    (arrival,) = await store.undetected(10)
    match = Match("launches", 0.9, (Evidence(text, text),), (Concern(text, Role.ACTOR, (text,)),))
    said = Facts(launch=LaunchFacts(actor=Fact(text, text, text, text), name=Fact(text, text)))
    new = replace(
        story(arrival),
        headline=text,
        summary=text,
        url=text,
        language=text,
        actor=text,
        matches=(match,),
        reports=(replace(report(arrival), join=Join(Reason.EVENT, text), facts=said),),
    )
    assert await store.save_detection(Detection(arrival, (match,), new, Change.NEW), NOW)
    (delivery,) = await claim(store)
    assert sendable(delivery)
    await settle(store, delivery, Later(text), due_at=NOW)
    (delivery,) = await claim(store)
    await settle(store, delivery, Broken(text), due_at=NOW)
    (delivery,) = await claim(store)
    await settle(store, delivery, Refused(text))
    assert await claim(store) == ()


def sendable(delivery: Delivery) -> bool:
    """Whether nothing of it is what neither Telegram nor PostgreSQL can hold."""
    (match,), (told,) = delivery.story.matches, delivery.story.reports
    assert told.facts
    assert told.facts.launch
    texts = [delivery.story.headline, delivery.story.summary, delivery.story.url, delivery.story.language]
    texts += [match.evidence[0].term, match.evidence[0].sentence, match.countries[0].code, *match.countries[0].regions]
    texts += [told.title, told.lead, told.join.detail if told.join else ""]
    for fact in (told.facts.launch.actor, told.facts.launch.name):
        assert fact
        texts += [fact.value, fact.sentence, fact.outlet, fact.says]
    held = [text for text in texts if text]
    "".join(held).encode()
    return not any("\0" in text for text in held)


@per_store
@given(text=hostile)
async def test_any_text_can_be_what_went_wrong(store: Store, text: str) -> None:
    """The error of a row, what a hub says, what a feed is called, what a person asks for."""
    number = next(numbers)
    source = replace(AGENCY, url=f"https://agency.example/{number} {text}", outlet=text)
    feed = await a_feed(store, AGENCY)
    await store.add_feed(source, NOW)
    await store.sync_feeds([source], NOW)
    await save_poll(store, feed, feed.state, AGENCY.url, [entry(f"{number}")], NOW)
    (arrival, *_) = await store.undetected(1)
    for _ in range(3):
        await store.feed_raised(feed.id, text, NOW)
        await store.entry_raised(arrival.id, text, NOW)
    await store.name_hub(feed.id, Hub(f"https://hub.example/{number} {text}", text), NOW)
    for push in await store.claim_pushes(NOW, LEASE, 10):
        await store.settle_push(push, NOW + MINUTE, text)
        await store.save_push(replace(push, error=text))
    who = await join(store)
    await store.save_query(who.id, Query(text, text, f"q.{number}"), 10_000, NOW)
    await store.query_raised(f"q.{number}", text, NOW)
    await store.remove_query(who.id, text)
    await store.recent(NOW, None, 10, Sieve(frozenset({text})))
    "".join(row.name + row.error for row in await store.set_aside(100)).encode()
    await store.retry(NOW)
    assert await store.feeds()

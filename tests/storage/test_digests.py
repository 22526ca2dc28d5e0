"""Digests: the alerts that are held for them, and bot.store's claims and settlements, on each engine."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from bot.model import (
    LISTED,
    Address,
    Broken,
    Change,
    Detection,
    Digest,
    DigestSettlement,
    Gone,
    Hours,
    Later,
    Moved,
    Outcome,
    Passing,
    Query,
    Refused,
    Sent,
    Shut,
    Story,
    Subscriber,
)
from bot.store import Store
from storage import open_store
from storage.engine import Database, parse_url
from tests.making import subscriptions
from tests.patience import PATIENCE
from tests.storage.samples import (
    DAY,
    LEASE,
    MINUTE,
    NOW,
    arrivals,
    claim,
    follow_up,
    join,
    match,
    report,
    rise,
    settle,
    story,
    tell,
)

NINE = 9 * 60
LATER = NOW + MINUTE


async def reader(store: Store, chat_id: int = 7, *topics: str, due_at: datetime = LATER) -> Subscriber:
    """A subscriber with a digest."""
    who = replace(await join(store, chat_id, *topics), digest_at=NINE)
    await store.set_digest(who, due_at, NOW)
    return who


async def digest_of(store: Store, now: datetime = LATER) -> Digest:
    """The one digest that is due."""
    (digest,) = await store.claim_digests(now, LEASE, 10)
    return digest


async def settled(
    store: Store, digest: Digest, outcome: Outcome, *, at: datetime = LATER, due_at: datetime | None = LATER + DAY
) -> None:
    """Settle one digest."""
    await store.settle([DigestSettlement(digest, outcome, at, due_at)])


async def risen(store: Store, old: Story, guid: str, now: datetime = LATER, **values: object) -> Story:
    """A story at its next revision, with these values."""
    (arrival,) = await arrivals(store, guid)
    newer = replace(old, revision=old.revision + 1, updated_at=now, **values)  # type: ignore[arg-type]
    return await rise(store, arrival, newer, Change.UPDATE, now)


async def test_alerts_wait_for_the_digest_but_for_five_fires(store: Store) -> None:
    """Others are told at once; a story of a topic that is not followed waits for nobody."""
    who, other = await reader(store, 1), await join(store, 2)
    minor = await tell(store, "1", severity=4)
    await tell(store, "2", topics=("sanctions",))
    assert [one.subscriber.id for one in await claim(store)] == [other.id]
    grave = await tell(store, "3", severity=5)
    assert {(one.subscriber.id, one.story.id) for one in await claim(store)} == {
        (who.id, grave.id),
        (other.id, grave.id),
    }
    assert [one.id for one in (await digest_of(store)).stories] == [minor.id]


async def touched(store: Store, guid: str, severity: int = 3) -> Story:
    """A story about launches that touches sanctions in passing, told to those who follow it."""
    (arrival,) = await arrivals(store, guid)
    new = story(arrival, severity=severity)
    new = replace(new, matches=(*new.matches, replace(match("sanctions", 0.4), passing=True)))
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept is not None
    return kept


async def test_what_is_touched_in_passing_is_told_as_each_wants_it(store: Store) -> None:
    """By default in a digest alone, never as a message, five fires included; at once or not at all where chosen."""
    plain = await join(store, 1, "sanctions")
    hears = await reader(store, 2, "sanctions")
    never = await reader(store, 3, "sanctions", due_at=LATER + DAY)
    now = await join(store, 4, "sanctions")
    about = await join(store, 5, "launches")
    await store.set_passing(never.id, Passing.NEVER)
    await store.set_passing(now.id, Passing.NOW)
    minor, _ = await touched(store, "1"), await touched(store, "2", severity=5)
    assert {one.subscriber.id for one in await claim(store)} == {now.id, about.id}
    digest = await digest_of(store)
    assert (digest.subscriber.id, [one.id for one in digest.stories]) == (hears.id, [minor.id])
    (nothing,) = (one for one in await store.claim_digests(LATER + DAY, LEASE, 10) if one.subscriber.id == never.id)
    assert nothing.total == 0
    again = await store.subscriber(plain.address)
    assert again
    assert again.passing is Passing.DIGEST
    assert (await store.latest(subscriptions("sanctions"), 0, 5)).stories == ()


async def test_a_later_report_may_touch_a_topic_in_passing(store: Store) -> None:
    """Nothing changed for those who were told; who has a digest reads of it there."""
    hears, old = await reader(store, 2, "sanctions"), await tell(store, "1")
    (arrival,) = await arrivals(store, "2")
    found = replace(match("sanctions", 0.4), passing=True)
    grown = replace(old, matches=(*old.matches, found), reports=(*old.reports, report(arrival)))
    await store.save_detection(Detection(arrival, (found,), grown, Change.NONE), NOW)
    assert (await digest_of(store)).held != ()
    assert hears.passing is Passing.DIGEST


async def test_a_digest_lists_the_gravest_first(store: Store) -> None:
    """As many as a message holds; of the same gravity, the newest first; it knows how many there are."""
    who = await reader(store)
    told = [await tell(store, str(number), severity=1 + number % 4) for number in range(LISTED + 3)]
    digest = await digest_of(store)
    in_order = sorted(told, key=lambda one: (-one.severity, -(one.id or 0)))
    assert digest.stories == tuple(in_order[:LISTED])
    assert (digest.subscriber, digest.since, digest.at, digest.total) == (who, NOW, LATER, LISTED + 3)


async def test_what_a_digest_told_waits_no_more(store: Store) -> None:
    """It counts as told, the next digest begins where this one was claimed, and a day with nothing has one too."""
    who = await reader(store)
    old = await tell(store)
    digest = await digest_of(store)
    await settled(store, digest, Sent(42), at=LATER + MINUTE)
    assert await store.told_at(old.id or 0, who.id) == LATER + MINUTE
    assert await store.claim_digests(LATER + DAY - MINUTE, LEASE, 10) == ()
    quiet = await digest_of(store, LATER + DAY)
    assert (quiet.since, quiet.stories, quiet.total) == (LATER, (), 0)
    assert (await store.health(NOW)).waiting == 0


async def test_a_missed_day_is_in_the_next_digest(store: Store) -> None:
    """The service was down: one digest holds all that waited since the last one."""
    await reader(store)
    first, second = await tell(store, "1"), await tell(store, "2", now=NOW + 3 * DAY)
    digest = await digest_of(store, NOW + 5 * DAY)
    assert (digest.since, {one.id for one in digest.stories}) == (NOW, {first.id, second.id})
    await settled(store, digest, Sent(1), at=NOW + 5 * DAY, due_at=NOW + 6 * DAY)
    assert await store.claim_digests(NOW + 5 * DAY, LEASE, 10) == ()


async def test_a_story_that_rises_to_five_is_told_at_once(store: Store) -> None:
    """Whether it waits for the digest still or was in one; what waited does so no more."""
    await reader(store)
    waiting = await tell(store, "1")
    await risen(store, waiting, "1 more", NOW, severity=5)
    (alert,) = await claim(store)
    assert (alert.story.id, alert.message_id, alert.told) == (waiting.id, None, 0)
    await settle(store, alert, Sent(1))

    digested = await tell(store, "2")
    digest = await digest_of(store)
    assert [one.id for one in digest.stories] == [digested.id]
    await settled(store, digest, Sent(2))
    await risen(store, digested, "2 more", severity=5)
    (alert,) = await claim(store, LATER)
    assert (alert.story.id, alert.message_id) == (digested.id, None)


async def test_an_update_of_what_waits_makes_nothing_due(store: Store) -> None:
    """The digest tells the story as it is when it comes; and of what it told, a mere update is no news."""
    await reader(store)
    old = await follow_up(store, await tell(store), "2")
    assert await claim(store) == ()
    digest = await digest_of(store)
    assert digest.stories == (old,)
    await settled(store, digest, Sent(1))
    await follow_up(store, old, "3", now=LATER)
    assert await claim(store, LATER + DAY) == ()
    assert (await digest_of(store, LATER + DAY)).total == 0


@pytest.mark.parametrize("change", [{"severity": 4}, {"retracted_at": LATER + MINUTE}])
async def test_what_would_ring_is_in_the_next_digest_again(store: Store, change: dict[str, object]) -> None:
    """More fires than it told, or taken back since: the reader learns of it."""
    await reader(store)
    old = await tell(store)
    await settled(store, await digest_of(store), Sent(1))
    newer = await risen(store, old, "2", LATER + MINUTE, **change)
    assert await claim(store, LATER + DAY) == ()
    digest = await digest_of(store, LATER + DAY)
    assert digest.stories == (newer,)
    await settled(store, digest, Sent(2), at=LATER + DAY, due_at=LATER + 2 * DAY)
    assert (await digest_of(store, LATER + 2 * DAY)).total == 0


async def test_what_rises_while_its_digest_is_in_flight_waits_for_the_next(store: Store) -> None:
    """The reader saw it as it was: what changed is not taken for told."""
    await reader(store)
    old, other = await tell(store, "1"), await tell(store, "2")
    digest = await digest_of(store)
    newer = await risen(store, old, "3", retracted_at=LATER)
    await settled(store, digest, Sent(1))
    again = await digest_of(store, LATER + DAY)
    assert again.stories == (newer,)
    assert other.id not in {one.id for one in again.stories}


async def test_a_muted_story_is_in_no_digest(store: Store) -> None:
    """Whether it was muted before or after it was held."""
    who = await reader(store)
    muted, other = await tell(store, "1"), await tell(store, "2")
    await store.mute(muted.id or 0, who.id, NOW)
    digest = await digest_of(store)
    assert (digest.stories, digest.total) == ((other,), 1)


async def test_a_story_that_holds_a_query_later_waits_too(store: Store) -> None:
    """What makes an old story concern the reader after the last digest is in the next one."""
    who = await reader(store, 7, "sanctions")
    await store.save_query(who.id, Query("ships", "ferry", "q.ferry"), 20, NOW)
    old = await tell(store)
    await settled(store, await digest_of(store), Sent(1))
    (arrival,) = await arrivals(store, "2")
    newer = replace(old, reports=(*old.reports, story(arrival).reports[0]))
    await store.save_detection(Detection(arrival, newer.matches, newer, Change.NONE, ("q.ferry",)), LATER)
    assert [one.id for one in (await digest_of(store, LATER + DAY)).stories] == [old.id]


async def test_a_claim_hides_a_digest_until_its_lease_is_over(store: Store, store_url: str) -> None:
    """Two processes share out what is due; the longest due is first; a dead one's digest comes again."""
    for number in range(1, 21):
        await reader(store, number, due_at=LATER - number * MINUTE / 60)
    first = await store.claim_digests(LATER, LEASE, 1)
    assert [digest.subscriber.address.chat_id for digest in first] == [20]
    other = await open_store(store_url)
    claims = await asyncio.gather(*(one.claim_digests(LATER, LEASE, 5) for one in (store, other) * 2))
    await other.close()
    chats = [digest.subscriber.address.chat_id for digests in (first, *claims) for digest in digests]
    chats += [digest.subscriber.address.chat_id for digest in await store.claim_digests(LATER, LEASE, 50)]
    assert sorted(chats) == list(range(1, 21))
    assert await store.claim_digests(LATER + LEASE - MINUTE / 60, LEASE, 50) == ()
    assert len(await store.claim_digests(LATER + LEASE, LEASE, 50)) == 20


async def test_a_digest_that_could_not_be_sent_is_tried_again(store: Store) -> None:
    """With what came meanwhile; the tries are counted until it is sent."""
    await reader(store)
    await tell(store, "1")
    await settled(store, await digest_of(store), Later("timeout"), due_at=LATER + MINUTE)
    await tell(store, "2")
    again = await digest_of(store, LATER + MINUTE)
    assert (again.attempts, again.total, again.since) == (1, 2, NOW)
    await settled(store, again, Sent(1), at=LATER + MINUTE)
    assert (await digest_of(store, LATER + DAY)).attempts == 0


async def test_a_refused_digest_keeps_what_it_held(store: Store) -> None:
    """Refused for its form or because the chat is shut: the next one holds it all, and what came since."""
    await reader(store)
    await tell(store)
    await settled(store, await digest_of(store), Refused("too long"))
    await tell(store, "2")
    again = await digest_of(store, LATER + DAY)
    assert again.total == 2
    await settled(store, again, Shut("TOPIC_CLOSED"), due_at=LATER + DAY + MINUTE)
    assert (await store.health(NOW)).refused == 0
    assert (await digest_of(store, LATER + DAY + MINUTE)).total == 2


async def test_who_is_gone_has_no_digest(store: Store) -> None:
    """Who comes back is not sent what was missed, and its digest begins anew."""
    who = await reader(store)
    await tell(store)
    await settled(store, await digest_of(store), Gone("blocked"))
    assert await store.claim_digests(LATER + DAY, LEASE, 10) == ()
    await store.welcome(who.address, who.kind, "en", "UTC", LATER + DAY)
    digest = await digest_of(store, LATER + DAY)
    assert (digest.total, digest.since, digest.subscriber.digest_at) == (0, LATER + DAY, NINE)


async def test_who_is_forgotten_has_no_digest(store: Store) -> None:
    """Nothing of it is kept, and what was in flight is passed over."""
    await reader(store)
    await tell(store)
    digest = await digest_of(store)
    await store.forget(7)
    await settled(store, digest, Sent(1))
    assert await store.claim_digests(LATER + DAY, LEASE, 10) == ()


async def test_without_digest_what_waited_comes_in_a_last_one(store: Store) -> None:
    """At once, and no more after it; a new alert is told at once."""
    who = await reader(store, due_at=NOW + DAY)
    await tell(store, "1")
    assert await store.set_digest(replace(who, digest_at=None), None, LATER) == 1
    await tell(store, "2")
    assert len(await claim(store)) == 1
    last = await digest_of(store)
    assert (last.total, last.subscriber.digest_at) == (1, None)
    await settled(store, last, Sent(1), due_at=None)
    assert await store.claim_digests(LATER + 9 * DAY, LEASE, 10) == ()


async def test_without_digest_and_with_nothing_waiting_none_comes(store: Store) -> None:
    """There is nothing to tell; asked for again, it begins anew."""
    who = await reader(store)
    assert await store.set_digest(replace(who, digest_at=None), None, NOW) == 0
    assert await store.claim_digests(NOW + DAY, LEASE, 10) == ()
    await store.set_digest(who, LATER + DAY, LATER)
    assert (await digest_of(store, LATER + DAY)).since == LATER


async def test_a_digest_that_is_switched_off_in_flight_is_the_last(store: Store) -> None:
    """It is settled as such; and one whose hour was changed meanwhile comes at the new hour."""
    who, other = await reader(store, 1), await reader(store, 2)
    await tell(store)
    first, second = await store.claim_digests(LATER, LEASE, 2)
    assert await store.set_digest(replace(who, digest_at=None), None, LATER) == 1
    await store.set_digest(replace(other, digest_at=NINE + 60), LATER + DAY / 2, LATER)
    await settled(store, first, Sent(1))
    await settled(store, second, Sent(2))
    again = await digest_of(store, LATER + DAY / 2)
    assert (again.subscriber.id, again.subscriber.digest_at) == (other.id, NINE + 60)


async def test_a_fan_out_under_way_holds_nothing_for_a_digest_that_ends(postgres_url: str) -> None:
    """Switching off waits for the detection that another process is saving, and sees what it held."""
    store, other = await open_store(postgres_url), Database(parse_url(postgres_url))
    who = await reader(store, due_at=NOW + DAY)
    await tell(store, "1")
    await settled(store, await digest_of(store, NOW + DAY), Sent(1), due_at=NOW + 2 * DAY)
    async with other.write() as connection:
        await connection.execute(text("UPDATE stories SET revision = revision"))
        await connection.execute(text("UPDATE deliveries SET held_at = queued_at"))
        ending = asyncio.create_task(store.set_digest(replace(who, digest_at=None), None, NOW))
        blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not ending.done() and not await connection.scalar(blocked):
            pass  # the look itself gives the other its turn
    assert await asyncio.wait_for(ending, PATIENCE) == 1
    assert (await digest_of(store, NOW)).total == 1
    await store.close()
    await other.close()


async def test_a_moved_group_keeps_its_digest(store: Store) -> None:
    """It is due at once in the new chat, with all that waited."""
    await reader(store, -7)
    await tell(store)
    await settled(store, await digest_of(store), Moved(-1007))
    digest = await digest_of(store)
    assert (digest.subscriber.address, digest.total) == (Address(-1007), 1)


async def test_a_moved_group_that_is_known_there_takes_its_settings_along(store: Store) -> None:
    """What was chosen in the old chat and not in the new one; the alerts that waited go with the digest."""
    old, new = await reader(store, -7), await join(store, -1007)
    chosen = replace(old, timezone="Asia/Seoul", timezone_set_at=NOW)
    await store.set_timezone(chosen, None)
    await store.set_quiet(old.id, Hours(1, 2))
    await tell(store)
    await store.move_chat(-7, -1007)
    digest = await digest_of(store)
    assert digest.subscriber == replace(chosen, id=new.id, address=Address(-1007), quiet=Hours(1, 2))
    assert digest.total == 0  # the new chat is told of the story at once
    assert len(await claim(store)) == 1


async def test_two_digests_of_a_moved_group_are_one(store: Store) -> None:
    """The new chat's, with what waited for either."""
    await reader(store, -7, "sanctions")
    new = await reader(store, -1007, due_at=LATER + MINUTE)
    await tell(store, "1")
    await tell(store, "2", topics=("sanctions",))
    await store.move_chat(-7, -1007)
    digest = await digest_of(store, LATER + MINUTE)
    assert (digest.subscriber.id, digest.total) == (new.id, 2)


async def test_a_digest_counts_as_one_message(store: Store) -> None:
    """Against Telegram's limits, however many stories it told."""
    await reader(store, -7)
    await tell(store, "1")
    await tell(store, "2")
    await settled(store, await digest_of(store), Sent(1))
    assert await store.recent_sends(LATER) == ((-7, LATER),)


async def test_a_digest_is_set_aside_at_the_third_time(store: Store) -> None:
    """Code raised over it; what waits goes on waiting until an operator has it tried again."""
    who = await reader(store)
    await tell(store)
    for number in range(3):
        await settled(store, await digest_of(store), Broken(f"Error: {number}"), due_at=LATER)
    assert await store.claim_digests(LATER + DAY, LEASE, 10) == ()
    (row,) = await store.set_aside(10)
    assert (row.kind, row.id, row.name, row.error) == ("digest", who.id, "7", "Error: 2")
    assert (await store.health(NOW)).digests_set_aside == 1
    assert await store.retry(LATER) == 1
    assert (await digest_of(store)).total == 1


async def test_a_story_that_cannot_be_read_is_only_counted(store: Store, store_url: str) -> None:
    """The digest goes without it."""
    await reader(store)
    bad, good = await tell(store, "1"), await tell(store, "2")
    database = Database(parse_url(store_url))
    async with database.write() as connection:
        spoilt = text("UPDATE story_topics SET evidence = '[1]' WHERE story_id = :id")
        await connection.execute(spoilt, {"id": bad.id})
    await database.close()
    digest = await digest_of(store)
    assert (digest.stories, digest.total) == ((good,), 2)


async def test_what_a_reader_chose_is_kept(store: Store) -> None:
    """Timezone, quiet hours and language; a digest is due by the clocks that were chosen last."""
    who = await reader(store)
    seoul = replace(who, timezone="Asia/Seoul", timezone_set_at=NOW)
    await store.set_timezone(seoul, LATER + MINUTE)
    await store.set_quiet(who.id, Hours(23 * 60, 7 * 60))
    assert await store.subscriber(who.address) == replace(seoul, quiet=Hours(23 * 60, 7 * 60))
    assert await store.claim_digests(LATER, LEASE, 1) == ()
    await store.set_language(replace(seoul, language="ko"), LATER)
    await store.set_quiet(who.id, None)
    assert await store.subscriber(who.address) == replace(seoul, language="ko")
    assert (await digest_of(store)).subscriber.language == "ko"


async def test_what_is_not_followed_any_more_waits_for_no_digest(store: Store) -> None:
    """Unless it is of another topic that still is."""
    who = await reader(store, 7, "launches", "sanctions")
    await tell(store, "1", topics=("sanctions",))
    both = await tell(store, "2", topics=("launches", "sanctions"))
    assert await store.unsubscribe(who.id, "sanctions")
    assert [one.id for one in (await digest_of(store)).stories] == [both.id]


async def test_what_no_digest_told_is_listed_as_it_has_risen(store: Store) -> None:
    """A story whose digest was refused is in the next one as it is then."""
    await reader(store)
    old = await tell(store, severity=1)
    await settled(store, await digest_of(store), Refused("no"))
    newer = await risen(store, old, "2", severity=2)
    assert [one.id for one in (await digest_of(store, LATER + DAY)).stories] == [newer.id]


async def test_a_last_digest_that_was_missed_does_not_come_later(store: Store) -> None:
    """Who ended it, left before it came, and comes back begins anew."""
    who = await reader(store)
    await tell(store)
    await store.set_digest(replace(who, digest_at=None), None, NOW)
    await settled(store, await digest_of(store), Gone("blocked"), due_at=None)
    await store.welcome(who.address, who.kind, "en", "UTC", LATER + DAY)
    assert await store.claim_digests(LATER + 9 * DAY, LEASE, 10) == ()

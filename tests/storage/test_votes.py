"""bot.store.FeedbackStore, on each engine."""

from bot.model import Sent
from bot.store import Store
from tests.storage.samples import MINUTE, NOW, claim, join, settle, tell
from tests.storage.test_aside import spoil


async def test_a_person_votes_once(store: Store) -> None:
    """However often it is repeated, as is taking it back; several people count by themselves."""
    story = await tell(store)
    assert story.id
    for person, on in ((1, True), (1, True), (2, True), (2, True), (1, False), (1, False)):
        await store.vote(story.id, person, NOW, on=on)

    (judged,) = await store.judgements()
    assert (judged.story, judged.votes, judged.told) == (story, 1, 0)


async def test_judgements_come_with_the_most_votes_first(store: Store) -> None:
    """And with how many chats were told."""
    who = await join(store)
    one, other = await tell(store, "1"), await tell(store, "2")
    assert one.id
    assert other.id
    (first,) = await claim(store)
    await settle(store, first, Sent(5))
    for user in (1, 2):
        await store.vote(other.id, user, NOW)
    await store.vote(one.id, 1, NOW)

    told = {judged.story.id: (judged.votes, judged.told) for judged in await store.judgements()}
    assert list(told) == [other.id, one.id]
    assert told == {other.id: (2, int(first.story.id == other.id)), one.id: (1, int(first.story.id == one.id))}
    assert await store.told_at(first.story.id or 0, who.id) is not None
    assert await store.told_at(first.story.id or 0, who.id + 1) is None


async def test_old_votes_are_told_apart(store: Store) -> None:
    """Since a moment, only what was voted then or later counts."""
    old, new = await tell(store, "1"), await tell(store, "2")
    assert old.id
    assert new.id
    await store.vote(old.id, 1, NOW)
    await store.vote(old.id, 2, NOW)
    await store.vote(new.id, 1, NOW + MINUTE)
    assert [(one.story.id, one.votes) for one in await store.judgements(NOW + MINUTE)] == [(new.id, 1)]
    assert [(one.story.id, one.votes) for one in await store.judgements()] == [(old.id, 2), (new.id, 1)]


async def test_a_story_that_cannot_be_read_keeps_no_other_back(store: Store, store_url: str) -> None:
    """Its votes are left out."""
    bad, good = await tell(store, "1"), await tell(store, "2")
    for one in (bad, good):
        await store.vote(one.id or 0, 1, NOW)
    await spoil(store_url, f"UPDATE entries SET join_reason = 'whim' WHERE story_id = {bad.id}")
    assert [judged.story.id for judged in await store.judgements()] == [good.id]


async def test_who_is_forgotten_has_not_voted(store: Store) -> None:
    """/stop deletes the person's votes with the rest."""
    await join(store, 7)
    story = await tell(store)
    assert story.id
    await store.vote(story.id, 7, NOW + MINUTE)
    await store.forget(7)

    assert await store.judgements() == ()

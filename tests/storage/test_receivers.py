"""Machines that hear of stories: what waits for each, in order, on every engine."""

from datetime import timedelta

from bot.model import Form, Receiver
from bot.store import Store
from tests.storage.samples import DAY, MINUTE, NOW, follow_up, tell
from tests.storage.test_aside import spoil


async def a_receiver(store: Store, name: str = "desk", *topics: str, fires: int = 1) -> Receiver:
    """One that hears of what opens from a minute ago on."""
    new = Receiver(name, f"https://{name}.example/hook", Form.BONGSU, "en", topics, fires, "whsec_c2VjcmV0")
    assert await store.add_receiver(new, NOW - MINUTE)
    return next(one for one in await store.receivers() if one.name == name)


async def waiting(store: Store, receiver: Receiver) -> list[tuple[int, int, int]]:
    """Everything that waits for it, taken one by one: the id, the revision, and the one that it knew."""
    told = []
    while posting := await store.next_posting(receiver, NOW + DAY):
        assert posting.story.id
        told.append((posting.story.id, posting.story.revision, posting.told))
        await store.posted(receiver, posting.story, f"message {posting.story.id}", NOW)
    return told


async def test_each_story_is_told_once_in_each_revision(store: Store) -> None:
    """What changed first comes first; a story that changed twice meanwhile comes once, as it is."""
    receiver = await a_receiver(store)
    first, second = await tell(store, "1"), await tell(store, "2", now=NOW + MINUTE)
    assert first.id
    assert second.id
    assert await store.postings_waiting(receiver, NOW + DAY) == 2
    assert await waiting(store, receiver) == [(first.id, 1, 0), (second.id, 1, 0)]
    assert await store.postings_waiting(receiver, NOW + DAY) == 0
    assert await waiting(store, receiver) == []

    again = await follow_up(store, first, "3", now=NOW + 2 * MINUTE)
    await follow_up(store, second, "4", now=NOW + 3 * MINUTE)
    await follow_up(store, again, "5", now=NOW + 4 * MINUTE)
    posting = await store.next_posting(receiver, NOW + DAY)
    assert posting
    assert (posting.told_severity, posting.reference) == (3, f"message {posting.story.id}")
    assert await waiting(store, receiver) == [(second.id, 2, 1), (first.id, 3, 1)]


async def test_only_what_was_asked_for(store: Store) -> None:
    """Other topics, fewer fires, what opened before and what was over a week ago are nothing to a receiver."""
    grave = await a_receiver(store, "grave", "launches", fires=4)
    every = await a_receiver(store, "every")
    launch = await tell(store, "1", severity=4)
    sanctions = await tell(store, "2", topics=("sanctions",), severity=5)
    small = await tell(store, "3", severity=2)
    later = Receiver("later", "https://later.example/hook", Form.SLACK, "ko")
    await store.add_receiver(later, NOW + MINUTE)

    assert [story for story, _, _ in await waiting(store, grave)] == [launch.id]
    assert await store.next_posting(every, NOW + timedelta(days=8)) is None
    assert [story for story, _, _ in await waiting(store, every)] == [launch.id, sanctions.id, small.id]
    assert await waiting(store, next(one for one in await store.receivers() if one.name == "later")) == []


async def test_a_failure_is_kept_until_something_is_taken(store: Store) -> None:
    """Since when it takes nothing, why, and when to try again; all of it is over with the first that it takes."""
    receiver = await a_receiver(store)
    story = await tell(store)
    for minutes in (1, 2):
        at = NOW + minutes * MINUTE
        await store.not_posted(receiver, f"answered {minutes}", at + MINUTE, at)
    (failing,) = await store.receivers()
    assert (failing.attempts, failing.failing_since, failing.error) == (2, NOW + MINUTE, "answered 2")
    assert failing.due_at == NOW + 3 * MINUTE

    await store.rewind(NOW - DAY, DAY)  # its clock was put back
    assert (await store.receivers())[0].due_at == NOW + 3 * MINUTE - DAY
    await store.posted(failing, story, None, NOW)
    (well,) = await store.receivers()
    assert (well.attempts, well.failing_since, well.error, well.due_at) == (0, None, None, None)


async def test_what_code_raises_over_is_set_aside_at_the_third_time(store: Store) -> None:
    """That revision waits for an operator, for this receiver only; the next revision waits as any."""
    receiver, other = await a_receiver(store), await a_receiver(store, "other")
    story = await tell(store)
    for number in range(3):
        assert await store.postings_waiting(receiver, NOW + DAY) == 1
        assert await store.posting_raised(receiver, story, "Error", NOW) is (number == 2)
    assert await store.next_posting(receiver, NOW + DAY) is None
    assert await waiting(store, other) == [(story.id, 1, 0)]
    (row,) = await store.set_aside(10)
    assert (row.kind, row.name, row.error) == ("posting", f"desk: {story.headline}", "Error")
    assert (await store.health(NOW)).postings_set_aside == 1

    assert await store.retry(NOW) == 1
    assert not await store.posting_raised(receiver, story, "Error", NOW)
    assert await waiting(store, receiver) == [(story.id, 1, 0)]
    for _ in range(3):
        await store.posting_raised(receiver, story, "Error", NOW)
    await follow_up(store, story, "2", now=NOW + MINUTE)
    assert await waiting(store, receiver) == [(story.id, 2, 1)]
    assert await store.set_aside(10) == ()


async def test_stories_that_cannot_be_read_are_set_aside(store: Store, store_url: str) -> None:
    """However many there are, the receiver hears of the one behind them."""
    receiver = await a_receiver(store)
    for number in range(3):
        await tell(store, f"spoilt {number}")
    await spoil(store_url, "UPDATE story_topics SET evidence = '[[1, 2, 3]]'")
    good = await tell(store, "good", now=NOW + MINUTE)
    assert await waiting(store, receiver) == [(good.id, 1, 0)]
    assert [row.kind for row in await store.set_aside(10)] == ["posting"] * 3


async def test_a_name_is_one_receiver(store: Store) -> None:
    """A second of that name is refused; a removed one is gone with what it was told, and may come again."""
    receiver = await a_receiver(store)
    story = await tell(store)
    await store.posted(receiver, story, None, NOW)
    assert not await store.add_receiver(receiver, NOW)
    assert await store.remove_receiver("desk")
    assert not await store.remove_receiver("desk")
    await store.posted(receiver, story, None, NOW)  # its answer came late
    assert not await store.posting_raised(receiver, story, "Error", NOW)
    assert await store.next_posting(receiver, NOW + DAY) is None  # though it was being posted to

    again = await a_receiver(store)
    assert await waiting(store, again) == [(story.id, 1, 0)]

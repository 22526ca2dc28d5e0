"""What a machine made of foreign stories: kept, and shown by the alerts that stand, on every engine."""

from datetime import timedelta

from bot.model import Later, Sent, Translation
from bot.store import Store
from tests.storage.samples import NOW, claim, join, settle, tell

MADE = Translation("en", "Rocket launched", "Rocket launched, in English", "It flew, in English.")
SECOND = timedelta(seconds=1)


async def test_standing_alerts_are_edited_once(store: Store) -> None:
    """One that was sent is due again, shows the translation, and is then settled; a second of its kind changes it."""
    await join(store)
    story = await tell(store)
    (alert,) = await claim(store)
    await settle(store, alert, Sent(5))
    assert story.id
    assert await store.save_translation(story.id, MADE, NOW) == 1

    (edit,) = await claim(store)
    assert edit.story.translations == (MADE,)
    await settle(store, edit, Sent(5))
    assert await claim(store) == ()


async def test_one_on_its_way_is_edited_after_it(store: Store) -> None:
    """The translation came while the alert was sent: it is shown next, also where that has to wait."""
    await join(store)
    story = await tell(store)
    assert story.id
    (alert,) = await claim(store)
    assert await store.save_translation(story.id, MADE, NOW) == 0
    await settle(store, alert, Sent(5))
    (edit,) = await claim(store)
    await settle(store, edit, Later("busy", counts=False), due_at=NOW + SECOND)
    assert await claim(store) == ()
    (again,) = await claim(store, NOW + SECOND)
    await settle(store, again, Sent(5))
    assert await claim(store, NOW + SECOND) == ()


async def test_other_readers_hear_nothing_of_it(store: Store) -> None:
    """An alert in another language stays as it is, and so does one whose story was told before it could be read."""
    await join(store)
    story = await tell(store)
    assert story.id
    (alert,) = await claim(store)
    await settle(store, alert, Sent(5))
    assert await store.save_translation(story.id, Translation("ko", "Rocket launched", "로켓 발사", ""), NOW) == 0
    assert await claim(store) == ()

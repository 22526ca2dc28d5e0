"""/share: a link and a QR code that pass on what a chat follows, and what opening one does."""

import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.model import TARGET, Address, Subscription
from bot.places.gazetteer import load_gazetteer
from bot.preview.chats import Message, png_size
from bot.topics.definitions import load_topics
from handlers.invitation import LONGEST, Invitations, code
from tests.making import NOON
from tests.talking import ADA, Talk

TOPICS, PLACES = sorted(topic.key for topic in load_topics()), sorted(load_gazetteer().keys)
OURS = Invitations(TOPICS, frozenset(PLACES))
FRIEND = 1005

places = st.builds(str.__add__, st.sampled_from(["", TARGET]), st.sampled_from(PLACES))
subscriptions = st.builds(
    Subscription, st.sampled_from(TOPICS), st.integers(1, 5), st.lists(places, max_size=4).map(tuple)
)
shared = st.lists(subscriptions, min_size=1, max_size=6, unique_by=lambda one: one.topic)


@given(shared)
def test_what_is_written_is_read(subscriptions: list[Subscription]) -> None:
    """Whatever topics, places and fires; what is too long for a link and a button is not written."""
    payload = OURS.write(subscriptions)

    if payload is None:
        assert sum(len(one.places) for one in subscriptions) > 5
    else:
        assert OURS.read(payload) == tuple(subscriptions)
        assert re.fullmatch(f"[A-Za-z0-9_-]{{1,{LONGEST}}}", payload)
        assert len(f"share:{payload}".encode()) <= 64


@given(st.text(alphabet=st.characters(codec="utf-8")), shared)
def test_what_is_cut_or_made_up_is_read_as_nothing_or_as_a_subscription(
    text: str, subscriptions: list[Subscription]
) -> None:
    """Nothing raises, and nothing is ever followed that is not there."""
    whole = OURS.write(subscriptions) or ""
    for payload in (text, f"s1{text}", whole[: len(text)], whole + text):
        for one in OURS.read(payload) or ():
            assert one.topic in TOPICS
            assert {place.removeprefix(TARGET) for place in one.places} <= set(PLACES)
            assert 1 <= one.min_severity <= 5


def test_no_two_keys_have_the_same_code() -> None:
    """A new topic or region whose code is taken needs another key."""
    assert len(set(map(code, TOPICS))) == len(TOPICS)
    regions = [key for key in PLACES if len(key) != 2]
    assert len(set(map(code, regions))) == len(regions)


def test_links_of_the_first_version_are_read_for_ever() -> None:
    """They hang printed on walls."""
    assert OURS.read("s1kW4C_T1-ru") == (Subscription("launches", 4, ("korea", "target:ru")),)


async def following(talk: Talk, chat: int) -> Mapping[str, Subscription]:
    """What a chat follows."""
    reader = await talk.store.subscriber(Address(chat))
    return await talk.store.subscriptions(reader.id) if reader else {}


def payload_of(message: Message) -> str:
    """What is behind ?start= in the caption of a shared picture."""
    assert message.file
    assert png_size(message.file.content)
    return message.text.rpartition("?start=")[2].split()[0]


async def test_a_link_passes_on_topics_places_and_fires(talk: Talk) -> None:
    """Whoever opens it is shown what it is, and follows it at a press; what else is followed there stays."""
    await talk.say(ADA, "/subscribe launches korea 4")
    await talk.say(ADA, "/subscribe sanctions on Russia")
    await talk.say(ADA, "/topic add ships tanker")
    message = await talk.say(ADA, "/share")
    assert "Your own queries are not part of it" in message.text
    friend = talk.telegram.private(FRIEND, "Bo", "ko")
    await talk.say(friend, "/subscribe nuclear")

    offer = await talk.say(friend, f"/start {payload_of(message)}")

    assert "한반도" in offer.text
    assert set(await following(talk, friend)) == {"nuclear"}
    await talk.press(offer, "✅")
    now = await following(talk, friend)
    assert now["launches"] == Subscription("launches", 4, ("korea",))
    assert now["sanctions"] == Subscription("sanctions", 1, ("target:ru",))
    assert "nuclear" in now
    again = await talk.say(friend, f"/start {payload_of(message)}")
    assert again.labels == []


async def test_a_link_that_changes_what_is_followed_says_so(talk: Talk) -> None:
    """Nothing is widened or narrowed silently, and what was set of the topic besides stays."""
    friend = talk.telegram.private(FRIEND)
    await talk.say(friend, "/subscribe launches korea")
    reader = await talk.store.subscriber(Address(friend))
    assert reader
    kept = Subscription("launches", 1, ("korea",), silent_at=NOON)
    await talk.store.tune(reader.id, kept, NOON)
    link = payload_of(await talk.say(ADA, "/share launches 3"))

    offer = await talk.say(friend, f"/start {link}")
    assert "Launches · 🔥🔥🔥 and up, instead of what you have now: Launches · Korean peninsula" in offer.text
    await talk.press(offer, "No")
    assert (await following(talk, friend))["launches"] == kept
    await talk.press(await talk.say(friend, f"/start {link}"), "✅")
    assert (await following(talk, friend))["launches"] == Subscription("launches", 3, silent_at=NOON)


async def test_what_cannot_be_shared_or_opened_is_said(talk: Talk) -> None:
    """And changes nothing."""
    assert "follows nothing yet" in (await talk.say(ADA, "/share")).text
    many = ", ".join(PLACES[:30])
    assert "cannot hold all" in (await talk.say(ADA, f"/share launches {many}")).text
    assert [OURS.read(payload) for payload in ("s1kW4C_T", "s9abcdef", "s1", "qwertz", "s1kW0A")] == [None] * 5
    for payload in ("s1kW4C_T", "qwertz"):
        assert "I could not tell what it should follow" in (await talk.say(ADA, f"/start {payload}")).text
    assert await following(talk, ADA) == {}

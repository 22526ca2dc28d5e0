"""One's own queries in the chat: add, edit, remove, try; and wherever topics are shown."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Address, Arrival, Change, Detection, PollState, Query
from bot.queries.expression import key_of
from bot.queries.query import MOST, parse
from tests.making import NOON, entry, save_poll, source, story, subscriptions
from tests.talking import ADA, Talk

DAY = timedelta(days=1)


async def publish(talk: Talk, *titles: str, days_ago: int = 0, outlet: str = "Hangang Wire") -> Sequence[Arrival]:
    """Put entries into the store."""
    wire = source(outlet)
    await talk.store.add_feed(wire, NOON)
    feed = next(feed for feed in await talk.store.feeds() if feed.source == wire)
    at = NOON - days_ago * DAY
    state = PollState(NOON, primed_at=NOON)
    await save_poll(talk.store, replace(feed, state=state), state, wire.url, [], NOON)
    found = [entry(f"{title}", published_at=at) for title in titles]
    await save_poll(talk.store, replace(feed, state=state), state, wire.url, found, at)
    return [one for one in await talk.store.undetected(1000) if one.entry.title in titles]


async def own(talk: Talk, chat_id: int = ADA) -> dict[str, str]:
    """The queries of a chat, by name."""
    who = await talk.store.subscriber(Address(chat_id))
    return {query.name: query.text for query in await talk.store.queries(who.id)} if who else {}


async def tell(talk: Talk, title: str, query: str) -> int:
    """A story for which a query holds, and nothing else: its id."""
    (arrival,) = await publish(talk, title)
    new = story(id=None, headline=title, matches=(), severity=1)
    asked = (key_of(parse(query)),)
    kept = await talk.store.save_detection(Detection(arrival, (), new, Change.NEW, asked), NOON)
    assert kept
    assert kept.id
    return kept.id


async def test_add_follows_and_says_how_it_was_read(talk: Talk) -> None:
    """By the words as they were written; what they mean comes back, with a button that tries it."""
    answer = await talk.say(ADA, '/topic add ships ("Hwasong-18" OR 화성-18)  -film country:kp')

    assert "You now follow ships" in answer.text
    assert '("hwasong 18" OR "화성 18") -film country:kp' in answer.text
    assert await own(talk) == {"ships": '("Hwasong-18" OR 화성-18) -film country:kp'}
    assert answer.labels == [["📊 The last 30 days"]]
    who = await talk.store.subscriber(Address(ADA))
    assert who
    assert len(await talk.store.subscriptions(who.id)) == 1


@pytest.mark.parametrize(
    ("written", "reason", "marked"),
    [
        ("tanker OR )", 'Here I expected a word, a "phrase" or an opening parenthesis:', ")"),
        ("(tanker OR ferry", "This parenthesis is never closed; I expected a ) further on:", "("),
        ('tanker "north korea', "This quotation mark is never closed; I expected another one further on:", '"'),
        ("유조선 색:빨강", "There is no field 색;", "색"),
        ("ship country:(kp OR ru fr)", "In a field's parentheses I expected OR", "f"),
        ("topic:football x", "“football” is no topic: I expected one of diplomacy", "f"),
        ("ta*ker", "A * may stand at the end or the beginning of a word, not within:", "t"),
    ],
)
async def test_a_slip_is_shown_at_its_place(talk: Talk, written: str, reason: str, marked: str) -> None:
    """A sentence, the query, and a mark under the letter; nothing is kept."""
    for command in ("add x", "try"):
        answer = await talk.say(ADA, f"/topic {command} {written}")
        assert answer.text.startswith(reason)
        sentence, line, mark = answer.text.rsplit("\n", 2)
        assert line == written
        place = mark.replace("\u3000", "  ").index("^")
        columns = "".join(char + " " * ("가" <= char <= "힣") for char in line)
        assert columns[place : place + 1].startswith(marked[:1])
        assert sentence
    assert await own(talk) == {}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("-film", "Add a word to look for"),
        ("x" * 501, "A query has at most 500 letters; this one has 501."),
        ('"<b>&amp;', "never closed"),
        ("<i> a<b>:c", ""),
    ],
)
async def test_a_query_that_is_wrong_as_a_whole_says_why(talk: Talk, written: str, reason: str) -> None:
    """With advice, never with markup of the person's own."""
    assert reason in (await talk.say(ADA, f"/topic try {written}")).text


@pytest.mark.parametrize("words", ["add", "add ships", "edit", "edit ships", "remove", "try"])
async def test_a_verb_without_its_words_explains_itself(talk: Talk, words: str) -> None:
    """With examples that work."""
    answer = await talk.say(ADA, f"/topic {words}")

    assert "/topic add NAME QUERY" in answer.text
    for line in re.findall(r"/topic add (?!NAME).*", answer.text):
        assert "You now follow" in (await talk.say(ADA, line)).text


@pytest.mark.parametrize("name", ["add", "TRY", "x" * 33, "!!!"])
async def test_a_name_is_one_that_can_be_called(talk: Talk, name: str) -> None:
    """Not a verb, not too long, not without a letter."""
    assert "A query's name is one word" in (await talk.say(ADA, f"/topic add {name} tanker")).text
    assert await own(talk) == {}


async def test_a_topics_name_is_taken(talk: Talk) -> None:
    """In any language and case."""
    assert "is a topic already" in (await talk.say(ADA, "/topic add Launches tanker")).text
    assert "is a topic already" in (await talk.say(ADA, "/topic add 제재 tanker")).text


async def test_a_name_is_used_once(talk: Talk) -> None:
    """Adding again changes nothing and names the way."""
    await talk.say(ADA, "/topic add ships tanker")
    assert "You have a query ships already" in (await talk.say(ADA, "/topic add Ships ferry")).text.replace(
        "Ships", "ships"
    )
    assert await own(talk) == {"ships": "tanker"}


async def test_only_so_many(talk: Talk) -> None:
    """The one beyond is refused, with the way to make room."""
    await talk.say(ADA, "/start")
    who = await talk.store.subscriber(Address(ADA))
    assert who
    for number in range(MOST):
        await talk.store.save_query(who.id, Query(f"q{number}", "x", f"q.{number}"), MOST, NOON)
    assert "There are 20 queries here already" in (await talk.say(ADA, "/topic add more tanker")).text
    assert len(await own(talk)) == MOST


async def test_edit_changes_and_remove_deletes(talk: Talk) -> None:
    """By the name in any case; what is not there is said, with what is."""
    await talk.say(ADA, "/topic add Ships tanker")
    assert "Ships is changed" in (await talk.say(ADA, "/topic edit ships ferry OR tanker")).text
    assert await own(talk) == {"Ships": "ferry OR tanker"}
    assert "no query “boats”. Yours: Ships" in (await talk.say(ADA, "/topic edit boats ferry")).text
    assert "no query “boats”. Yours: Ships" in (await talk.say(ADA, "/topic remove boats")).text
    assert "Removed: Ships" in (await talk.say(ADA, "/topic remove SHIPS")).text
    assert await own(talk) == {}


async def test_an_own_query_stands_among_the_topics(talk: Talk) -> None:
    """In /topics with its words, in /latest and /status by its name, and it can be toggled like them."""
    await talk.say(ADA, "/topic add ships <tanker>")
    await tell(talk, "A tanker sails", "tanker")
    topics = await talk.say(ADA, "/topics")
    assert "✅ ships\n<tanker>" in topics.text
    assert "The latest of ships" in (await talk.say(ADA, "/latest")).text
    assert "A tanker sails" in (await talk.say(ADA, "/latest")).text
    assert "You follow: ships" in (await talk.say(ADA, "/status")).text

    assert await talk.press(topics, "ships") == "Not following: ships"
    assert "You follow: nothing" in (await talk.say(ADA, "/status")).text
    assert "You now follow ships" in (await talk.say(ADA, "/subscribe ships")).text
    assert "You no longer follow ships" in (await talk.say(ADA, "/unsubscribe ships")).text
    assert "✅" not in (await talk.say(ADA, "/start")).labels[-1][0]


async def test_topic_shows_an_own_query(talk: Talk) -> None:
    """Its words, its stories, and buttons to follow and to try it."""
    await talk.say(ADA, "/topic add ships tanker -film")
    await tell(talk, "A tanker sails", "tanker -film")
    answer = await talk.say(ADA, "/topic Ships")

    assert answer.text.startswith("ships · one story\ntanker -film\n✅ You follow it.")
    assert "A tanker sails" in answer.text
    assert await talk.press(answer, "Stop following") == "Not following: ships"
    assert "⬜ You do not follow it." in answer.text
    await talk.press(answer, "The last 30 days")
    assert "One story would have come" in talk.telegram.messages(ADA)[-1].text


async def test_why_names_the_query(talk: Talk) -> None:
    """To whom it belongs, and to nobody else."""
    await talk.say(ADA, "/topic add ships tanker")
    await tell(talk, "A tanker sails", "tanker")
    shown = await talk.say(ADA, "/subscribe ships")
    await talk.press(shown, "Why?")
    assert "Your query ships: tanker" in talk.telegram.messages(ADA)[-1].text

    kim = talk.telegram.private(2002, "Kim", "en")
    listed = await talk.say(kim, "/latest")
    talk.telegram.press(
        kim, listed.id, f"why:{(await talk.store.latest(subscriptions(key_of(parse('tanker'))), 0, 1)).stories[0].id}"
    )
    await talk.quiet()
    assert "ships" not in talk.telegram.messages(kim)[-1].text


async def test_try_shows_what_would_have_come(talk: Talk) -> None:
    """Stories, days, samples, and what was merged; nothing is followed."""
    await publish(talk, "A tanker sails from port one", "A ferry sails from port one", days_ago=2)
    await publish(talk, "A TANKER sails, from port one!", days_ago=2, outlet="Other Wire")
    for number in range(6):
        await publish(talk, f"Another tanker sails from port number {number}", days_ago=0)
    await publish(talk, "An old tanker sails from port nine", days_ago=30)
    answer = await talk.say(ADA, "/topic try Tanker")

    assert answer.text.startswith("tanker\n\n7 stories would have come in 30 days, at most 6 a day.")
    assert "8 reports match; one of them would have been merged" in answer.text
    bars = re.findall("[▁-█]{30}", answer.text)[0]
    assert bars == "▁" * 27 + "▃" + "▁" + "█"
    assert len(re.findall("Another tanker", answer.text)) == 5
    assert "ferry" not in answer.text
    assert await own(talk) == {}


async def test_try_counts_a_story_that_was_told(talk: Talk) -> None:
    """Entries that were one story then are one story."""
    await talk.say(ADA, "/topic add boats ferry")
    first, second = await publish(talk, "The ferry leaves for the island", "Islanders wave at a ferry at sea")
    asked = (key_of(parse("ferry")),)
    new = story(id=None, headline="The ferry", matches=())
    kept = await talk.store.save_detection(Detection(first, (), new, Change.NEW, asked), NOON)
    assert kept
    await talk.store.save_detection(Detection(second, (), kept, Change.NONE, asked), NOON)
    answer = await talk.say(ADA, "/topic try ferry")

    assert "One story would have come" in answer.text
    assert "2 reports match; one of them would have been merged" in answer.text


async def test_try_finds_nothing_kindly(talk: Talk) -> None:
    """Nothing is an answer too."""
    assert "Nothing would have come in 30 days." in (await talk.say(ADA, "/topic try lighthouse")).text


async def test_the_button_under_an_added_query_tries_it(talk: Talk) -> None:
    """As a message of its own; once the query is gone, the button says so."""
    await publish(talk, "A tanker sails from port one")
    added = await talk.say(ADA, "/topic add ships tanker")
    await talk.press(added, "The last 30 days")
    assert "One story would have come" in talk.telegram.messages(ADA)[-1].text
    assert "You now follow ships" in added.text

    await talk.say(ADA, "/topic remove ships")
    assert "out of date" in str(await talk.press(added, "The last 30 days"))


async def test_in_a_group_who_tries_a_query_sees_it_alone(talk: Talk) -> None:
    """The button under it posts nothing: a window opens."""
    group = talk.telegram.group("Newsroom", admins=[ADA])
    added = await talk.say(group, "/topic add wall firewall")
    posts = len(talk.telegram.messages(group))
    assert "Nothing would have come" in (await talk.press(added, "30 days", user_id=ADA) or "")
    assert talk.telegram.answers[-1].alert
    assert len(talk.telegram.messages(group)) == posts


async def test_only_admins_change_a_groups_queries(talk: Talk) -> None:
    """Members may try and read."""
    talk.telegram.private(77, "Member")
    group = talk.telegram.group("Desk", admins=[ADA], members=[77])

    for verb in ("add ships tanker", "edit ships ferry", "remove ships", "ADD ships tanker"):
        assert "Only admins" in (await talk.say(group, f"/topic {verb}", user_id=77)).text
    assert await own(talk, group) == {}
    assert "Nothing would have come" in (await talk.say(group, "/topic try tanker", user_id=77)).text
    assert "You now follow ships" in (await talk.say(group, "/topic add ships tanker", user_id=ADA)).text
    assert "ships" in (await talk.say(group, "/topic ships", user_id=77)).text


async def test_a_korean_reader_is_answered_in_korean(talk: Talk) -> None:
    """With the names of days as they are written there."""
    kim = talk.telegram.private(2002, "Kim", "ko")
    await publish(talk, "북한, 유조선 세 척을 새로 들여와")

    answer = await talk.say(kim, "/topic try 유조선")
    assert "소식 1건" in answer.text
    assert "10월 26일부터" in answer.text
    assert "여기에 낱말이나" in (await talk.say(kim, "/topic try 유조선 OR")).text

"""Every command and button, in private chats, groups, forum topics and channels, over HTTP."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.messages.i18n import load_speech
from bot.model import Address, Change, ChatKind, Detection, PollState, Settlement, Shut, Trouble
from bot.preview.chats import Message
from handlers import BUTTONS, COMMANDS, publish
from handlers.help import Group
from tests.making import NOON, entry, match, save_poll, source, story, subscriber
from tests.talking import ADA, BOSS, Talk

CLOCK: dict[str, str | int] = {"seconds": 40, "way": "behind"}


async def tell(talk: Talk, number: int, topic: str = "launches", **values: Any) -> int:
    """Put a story into the store; its id."""
    feed_source = source(f"Outlet {number}")
    await talk.store.add_feed(feed_source, NOON)
    (feed,) = [f for f in await talk.store.feeds() if f.source.outlet == feed_source.outlet]
    state = PollState(NOON, primed_at=NOON)
    primed = replace(feed, state=state)
    await save_poll(talk.store, primed, state, feed_source.url, [entry(f"Story number {number} of the day")], NOON)
    (waiting,) = await talk.store.undetected(10)
    at = NOON + timedelta(minutes=number)
    values = {"headline": f"Story {number}", "matches": (match(topic),), "opened_at": at, "updated_at": at} | values
    made = story(id=None, **values)
    kept = await talk.store.save_detection(Detection(waiting, made.matches, made, Change.NEW), at)
    assert kept
    assert kept.id
    return kept.id


async def pressed(talk: Talk, message: Message, data: str, user_id: int | None = None) -> str | None:
    """Press a button that says this: the words of the toast, once all is shown."""
    before = len(talk.telegram.answers)
    talk.telegram.press(message.chat_id, message.id, data, user_id)
    await talk.telegram.wait(lambda: len(talk.telegram.answers) > before)
    await talk.quiet()
    return talk.telegram.answers[-1].text


async def followed(talk: Talk, chat_id: int = ADA, thread_id: int | None = None) -> set[str]:
    """What a chat follows."""
    who = await talk.store.subscriber(Address(chat_id, thread_id))
    return set(await talk.store.subscriptions(who.id)) if who else set()


async def test_start_greets_and_offers_the_topics(talk: Talk) -> None:
    """Three lines, a button a topic and two places; pressing one follows it, answers at once and shows it in place."""
    greeting = await talk.say(ADA, "/start")
    assert len(greeting.text.splitlines()) == 3
    assert [row[0][0] for row in greeting.labels] == ["⬜"] * len(talk.app.bot_data.topics) + ["⚪"]

    assert await talk.press(greeting, "Launches") == "Following: Launches"
    assert await followed(talk) == {"launches"}
    assert "✅ Launches" in [row[0] for row in greeting.labels]

    assert await talk.press(greeting, "Launches") == "Not following: Launches"
    assert await followed(talk) == set()


async def test_a_deep_link_follows_directly(talk: Talk) -> None:
    """`/start launches` follows and shows the newest story, so that one sees what will come."""
    await tell(talk, 1)
    answer = await talk.say(ADA, "/start launches")

    assert "You now follow Launches" in answer.text
    assert "Story 1" in answer.text
    assert await followed(talk) == {"launches"}


async def test_start_restores_who_had_left(talk: Talk) -> None:
    """Blocked and back: what was followed is still there, and alerts come again."""
    await talk.follow(ADA, "launches")
    talk.telegram.block(ADA)
    await talk.quiet()
    gone = await talk.store.subscriber(Address(ADA))
    assert gone
    assert gone.gone_at

    answer = await talk.say(ADA, "/start")
    assert "Welcome back" in answer.text
    back = await talk.store.subscriber(Address(ADA))
    assert back
    assert back.gone_at is None
    assert await followed(talk) == {"launches"}


@pytest.mark.parametrize("name", ["sanctions", "SANCTION", "sancton", "제재"])
async def test_close_spellings_are_understood(talk: Talk, name: str) -> None:
    """As people type them, in either language."""
    answer = await talk.say(ADA, f"/subscribe {name}")

    assert "You now follow Sanctions" in answer.text
    assert await followed(talk) == {"sanctions"}


async def test_an_unknown_topic_is_named_and_the_others_offered(talk: Talk) -> None:
    """What was typed comes back as text, never as markup."""
    answer = await talk.say(ADA, "/subscribe <b>football</b> & more")

    assert "“<b>football</b> & more”" in answer.text
    assert len(answer.buttons) == len(talk.app.bot_data.topics) + 1


async def test_subscribe_without_a_topic_offers_buttons(talk: Talk) -> None:
    """The choice is made by pressing."""
    answer = await talk.say(ADA, "/subscribe")
    await talk.press(answer, "Sanctions")

    assert await followed(talk) == {"sanctions"}


async def test_subscribing_twice_says_so(talk: Talk) -> None:
    """A repeated command changes nothing."""
    await talk.follow(ADA, "launches")
    answer = await talk.say(ADA, "/subscribe launches")

    assert answer.text.startswith("You follow Launches already.")


async def test_unsubscribe_ends_it(talk: Talk) -> None:
    """Directly by name; a second time says that there was nothing to end."""
    await talk.follow(ADA, "launches")

    assert "You no longer follow Launches" in (await talk.say(ADA, "/unsubscribe launches")).text
    assert await followed(talk) == set()
    assert "You do not follow Launches" in (await talk.say(ADA, "/unsubscribe launches")).text


async def test_topics_lists_them_all(talk: Talk) -> None:
    """A sentence each, and which are on."""
    await talk.follow(ADA, "launches")
    answer = await talk.say(ADA, "/topics")

    assert "✅ Launches (launches)" in answer.text
    assert "⬜ Sanctions (sanctions)" in answer.text


async def test_topic_pages_through_its_stories(talk: Talk) -> None:
    """Newest first, five a page, older and newer in place; a button follows."""
    for number in range(1, 8):
        await tell(talk, number)
    answer = await talk.say(ADA, "/topic launches")
    assert re.findall(r"Story (\d)", answer.text) == ["7", "6", "5", "4", "3"]
    assert "7 stories" in answer.text

    await talk.press(answer, "Older")
    assert re.findall(r"Story (\d)", answer.text) == ["2", "1"]
    await talk.press(answer, "Newer")
    assert re.findall(r"Story (\d)", answer.text) == ["7", "6", "5", "4", "3"]

    assert await talk.press(answer, "Follow") == "Following: Launches"
    assert "✅ You follow it." in answer.text
    assert await followed(talk) == {"launches"}


async def test_latest_shows_ones_own_topics(talk: Talk) -> None:
    """All topics until one is followed; N stories, paged."""
    await tell(talk, 1, "launches")
    await tell(talk, 2, "sanctions")
    assert re.findall(r"Story (\d)", (await talk.say(ADA, "/latest")).text) == ["2", "1"]

    await talk.follow(ADA, "launches")
    assert re.findall(r"Story (\d)", (await talk.say(ADA, "/latest")).text) == ["1"]


async def test_latest_takes_a_number(talk: Talk) -> None:
    """And says what numbers it takes."""
    for number in (1, 2, 3):
        await tell(talk, number)
    answer = await talk.say(ADA, "/latest 2")
    assert re.findall(r"Story (\d)", answer.text) == ["3", "2"]
    await talk.press(answer, "Older")
    assert re.findall(r"Story (\d)", answer.text) == ["1"]

    for wrong in ("0", "11", "many", "-1", "²", "9" * 30, "00000000599"):
        assert "a number from 1 to 10" in (await talk.say(ADA, f"/latest {wrong}")).text


async def test_status_says_whether_all_is_well(talk: Talk) -> None:
    """Feeds, last poll, last alert, one's own topics."""
    await tell(talk, 1)
    await talk.follow(ADA, "launches")
    answer = await talk.say(ADA, "/status")

    assert "Feeds: 0 of 1 healthy" in answer.text
    assert "Last alert: never" in answer.text
    assert "You follow: Launches" in answer.text


async def test_status_shows_admins_what_was_set_aside(talk: Talk) -> None:
    """In private, in their language: how many rows of each kind, the newest with their errors, and what to do."""
    await tell(talk, 1)
    (feed,) = await talk.store.feeds()
    for chat in (ADA, BOSS):
        talk.telegram.private(chat)
        assert "Set aside" not in (await talk.say(chat, "/status")).text
    for _ in range(3):
        await talk.store.feed_raised(feed.id, "ValueError: <b> is no tier (bot.feeds.parse:7)", NOON)

    lines = (await talk.say(BOSS, "/status")).text.splitlines()[-2:]
    assert lines == [
        "⚠️ Set aside after three tries: feeds 1, entries 0, queries 0, alerts 0, digests 0, postings to machines 0."
        " On the server, bongsu retry tries them again.",
        f"Feed “{feed.source.outlet}”: ValueError: <b> is no tier (bot.feeds.parse:7)",
    ]
    assert "Set aside" not in (await talk.say(ADA, "/status")).text
    group = talk.telegram.group("Desk", admins=[BOSS])
    assert "Set aside" not in (await talk.say(group, "/status", user_id=BOSS)).text
    await talk.say(BOSS, "/language ko")
    assert "제쳐 둔 것: 피드 1" in (await talk.say(BOSS, "/status")).text


async def test_status_shows_admins_what_is_wrong(talk: Talk) -> None:
    """In private, in their language, the longest first; of many the first few, and how many more."""
    troubles = [Trouble("disk", {"megabytes": 90}, NOON), *(Trouble(f"clock:{n}", CLOCK, NOON) for n in range(9))]
    await talk.store.save_troubles(troubles, ())
    for chat in (ADA, BOSS):
        talk.telegram.private(chat)
    text = (await talk.say(BOSS, "/status")).text

    assert "What is wrong now\n⚠️ The clock here is 40 s behind Telegram’s" in text
    assert text.endswith("And 5 more.")
    assert "clock" not in (await talk.say(ADA, "/status")).text
    await talk.say(BOSS, "/language ko")
    assert "지금 있는 문제" in (await talk.say(BOSS, "/status")).text


async def test_status_shows_admins_what_was_not_sent(talk: Talk) -> None:
    """How many alerts Telegram refused for good, and how many chats accept none now; nothing where all is well."""
    talk.telegram.private(BOSS)
    assert "refused for good" not in (await talk.say(BOSS, "/status")).text
    await talk.follow(ADA, "launches")
    await tell(talk, 1)
    (delivery,) = await talk.store.claim_deliveries(NOON + timedelta(hours=1), timedelta(minutes=1), 10)
    await talk.store.settle([Settlement(delivery, Shut("TOPIC_CLOSED"), NOON)])
    line = "⚠️ Alerts that Telegram refused for good: 1. Chats that accept none now: 1."
    assert line in (await talk.say(BOSS, "/status")).text
    assert line not in (await talk.say(ADA, "/status")).text


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_help_names_every_command_and_button(talk: Talk, language: str) -> None:
    """In its group, with the buttons under an alert, in one message; what is for who administers is shown to them."""
    talk.telegram.private(BOSS)
    for person in (ADA, BOSS):
        await talk.say(person, f"/language {language}")
        text = (await talk.say(person, "/help")).text
        hidden = [c.name for c in COMMANDS if f"/{c.name} – " not in text]
        service = [c.name for c in COMMANDS if c.group is Group.SERVICE]
        assert hidden == ([] if person == BOSS else service)
        renderer = talk.app.bot_data.renderer
        for kind in ChatKind:
            for row in renderer.alert_buttons(story(), subscriber(kind=kind, language=language)):
                labels = [button.label.replace("Hangang Wire", "…") for button in row]
                assert [label for label in labels if label not in text] == []
        assert f"@{talk.app.bot.username} " in text
        groups = text.split("\n\n")[1:-1]
        assert len(groups) == len(Group) - (person != BOSS)


async def test_stop_forgets_after_a_confirmation(talk: Talk) -> None:
    """Nothing happens before the button; after it, nothing is kept."""
    await talk.follow(ADA, "launches")
    question = await talk.say(ADA, "/stop")
    assert await followed(talk) == {"launches"}

    await talk.press(question, "No")
    assert await followed(talk) == {"launches"}
    assert question.text == "Nothing was changed."

    question = await talk.say(ADA, "/stop")
    await talk.press(question, "Yes")
    assert await talk.store.subscriber(Address(ADA)) is None
    assert "nothing of this chat is kept" in question.text


async def test_a_language_of_one_file_is_spoken_everywhere(talk: Talk) -> None:
    """Its timezone, its topics and what its readers type come from its catalogue."""
    answer = await talk.say(ADA, "/language 日本語")
    assert answer.text == "これからは日本語でお話しします。"
    reader = await talk.store.subscriber(Address(ADA))
    assert reader
    assert (reader.language, reader.timezone) == ("ja", "Asia/Tokyo")
    assert "発射 (launches)" in (await talk.say(ADA, "/topics")).text
    assert "毎日 21:00" in (await talk.say(ADA, "/digest 午後9時")).text
    assert "まとめは使っていません" in (await talk.say(ADA, "/digest オフ")).text


async def test_language_acts_at_once(talk: Talk) -> None:
    """By button or by name; the timezone follows, and everything after is in that language."""
    answer = await talk.say(ADA, "/language")
    await talk.press(answer, "한국어")
    assert answer.text == "이제부터 한국어로 말합니다."
    assert "마지막 확인" in (await talk.say(ADA, "/status")).text
    reader = await talk.store.subscriber(Address(ADA))
    assert reader
    assert (reader.language, reader.timezone) == ("ko", "Asia/Seoul")

    assert (await talk.say(ADA, "/language english")).text == "I speak English here from now on."
    assert "“klingon”" in (await talk.say(ADA, "/language klingon")).text


async def test_telegrams_language_is_the_first_guess(talk: Talk) -> None:
    """Who uses Telegram in Korean is greeted in Korean."""
    kim = talk.telegram.private(2002, "Kim", "ko")

    assert "봉수" in (await talk.say(kim, "/start")).text


@pytest.mark.parametrize("text", ["hello", "안녕?", "👋"])
async def test_words_in_private_get_a_hint(talk: Talk, text: str) -> None:
    """Never silence."""
    assert "/help" in (await talk.say(ADA, text)).text


async def test_an_unknown_command_gets_its_nearest(talk: Talk) -> None:
    """A slip of the finger is named back."""
    assert "Did you mean /latest?" in (await talk.say(ADA, "/lastest")).text
    assert "/help lists what I know" in (await talk.say(ADA, "/xyzzy")).text


async def test_groups_are_left_in_peace(talk: Talk) -> None:
    """Words and other bots' commands get no answer there; ours do."""
    group = talk.telegram.group("Desk", admins=[ADA])
    for text in ("hello", "/xyzzy", "/latest@other_bot"):
        talk.telegram.say(group, text)
    answer = await talk.say(group, f"/latest@{talk.app.bot.username}")

    assert "The latest" in answer.text
    assert [m.text for m in talk.telegram.messages(group) if m.from_bot] == [answer.text]


async def test_only_admins_change_a_groups_settings(talk: Talk) -> None:
    """Members may read; settings answer them kindly, by command and by button."""
    talk.telegram.private(77, "Member")
    group = talk.telegram.group("Desk", admins=[ADA], members=[77])

    assert "Only admins" in (await talk.say(group, "/subscribe launches", user_id=77)).text
    assert await followed(talk, group) == set()
    assert "Launches" in (await talk.say(group, "/topics", user_id=77)).text

    question = await talk.say(group, "/subscribe", user_id=ADA)
    assert "Only admins" in str(await talk.press(question, "Launches", user_id=77))
    assert await followed(talk, group) == set()
    await talk.press(question, "Launches", user_id=ADA)
    assert await followed(talk, group) == {"launches"}


async def test_a_channel_follows_by_its_posts(talk: Talk) -> None:
    """Who may post there may settle there."""
    channel = talk.telegram.channel("Alarms", admins=[ADA])
    await talk.say(channel, "/subscribe launches")

    assert await followed(talk, channel) == {"launches"}


async def test_a_forum_topic_is_a_subscriber_of_its_own(talk: Talk) -> None:
    """What is followed in one topic of a forum comes there and nowhere else."""
    forum = talk.telegram.group("Forum", admins=[ADA], forum=True)
    thread = talk.telegram.topic(forum, "Missiles")
    answer = await talk.say(forum, "/subscribe launches", thread_id=thread)

    assert answer.thread_id == thread
    assert await followed(talk, forum, thread) == {"launches"}
    assert await followed(talk, forum) == set()


async def test_joining_a_group_says_hello_once(talk: Talk) -> None:
    """And being thrown out is noticed at once."""
    group = talk.telegram.group("Desk", admins=[ADA], bot=False)
    talk.telegram.add_bot(group)
    await talk.telegram.wait(lambda: any(m.from_bot for m in talk.telegram.messages(group)))
    assert "I am Bongsu" in talk.telegram.messages(group)[-1].text

    await talk.follow(group, "launches")
    talk.telegram.kick_bot(group)
    await talk.quiet()
    gone = await talk.store.subscriber(Address(group))
    assert gone
    assert gone.gone_at


async def test_a_group_keeps_its_topics_when_it_becomes_a_supergroup(talk: Talk) -> None:
    """The id changes everywhere."""
    group = talk.telegram.group("Desk", admins=[ADA])
    await talk.follow(group, "launches")
    supergroup = talk.telegram.migrate(group)
    await talk.quiet()

    assert await followed(talk, supergroup) == {"launches"}
    assert await talk.store.subscriber(Address(group)) is None


async def test_why_shows_the_evidence(talk: Talk) -> None:
    """As a message of its own, in reply to the alert."""
    number = await tell(talk, 1)
    answer = await talk.say(ADA, "/subscribe launches")
    before = answer.text
    await talk.press(answer, "Why?")
    why = talk.telegram.messages(ADA)[-1]

    assert f"why:{number}" in [b.get("callback_data") for row in answer.buttons for b in row]
    assert "North Korea fired a missile." in why.text
    assert (why.reply_to, answer.text) == (answer.id, before)


@pytest.mark.parametrize(
    "data",
    [
        "toggle:nothing", "topic:nothing:0", "switch:nothing", "language:xx", "why:999", "gone:1", "latest:5", "x",
        "narrow:atlantis", "follow:launches:atlantis", "follow:nothing:korea",
    ],
)  # fmt: skip
async def test_a_button_that_is_out_of_date_says_so(talk: Talk, data: str) -> None:
    """Old messages keep their buttons when topics go: pressing one is answered, never ignored."""
    message = await talk.say(ADA, "/latest")
    talk.telegram.press(ADA, message.id, data)
    await talk.telegram.wait(lambda: talk.telegram.answers)

    assert talk.telegram.answers[-1].text


async def test_a_fault_of_ours_is_admitted_without_a_traceback(talk: Talk, tmp_path: Path) -> None:
    """When the database fails, the person is told to try again."""
    with closing(sqlite3.connect(tmp_path / "bongsu.db")) as database:
        database.execute("DROP TABLE story_topics")
    answer = await talk.say(ADA, "/latest")

    assert answer.text == "That did not work: the fault is on my side and is noted. Please try again in a minute."


async def test_the_menu_is_published_in_every_language(talk: Talk) -> None:
    """With every command that is for everyone, in the order of COMMANDS."""
    await publish(talk.app.bot, load_speech())
    kim = talk.telegram.private(2002, "Kim", "ko")

    listed = [command.name for command in COMMANDS if command.listed]
    assert [command["command"] for command in talk.telegram.commands()] == listed
    assert talk.telegram.commands(kim)[0]["description"] == "주제를 고르고 시작하기"


def test_names_are_used_once() -> None:
    """Two commands or two buttons of one name would shadow each other."""
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert len({button.name for button in BUTTONS}) == len(BUTTONS)


async def test_not_relevant_is_noted_once_a_person(talk: Talk) -> None:
    """Two people, two votes; a repeated press changes nothing, nor does a button of an earlier version."""
    number = await tell(talk, 1)
    group = talk.telegram.group("Newsroom", members=[ADA, talk.telegram.private(7, "Ben")])
    alert = await talk.say(group, "/latest", user_id=ADA)
    for person, data in (
        (ADA, "irrelevant:{}:on"),
        (7, "irrelevant:{}"),
        (ADA, "irrelevant:{}"),
        (7, "irrelevant:{}:on"),
    ):
        assert "Noted" in (await pressed(talk, alert, data.format(number), person) or "")

    (judged,) = await talk.store.judgements()
    assert (judged.story.id, judged.votes) == (number, 2)


async def test_a_vote_on_a_story_that_is_gone(talk: Talk) -> None:
    """An old button says so, and nothing is kept."""
    alert = await talk.say(ADA, "/start")
    talk.telegram.press(ADA, alert.id, "irrelevant:999", ADA)
    await talk.telegram.wait(lambda: talk.telegram.answers)

    assert "no longer" in (talk.telegram.answers[-1].text or "")
    assert await talk.store.judgements() == ()


async def test_feedback_is_for_admins(talk: Talk) -> None:
    """They see the votes per topic, per source and per story; others learn who may."""
    assert "Only admins" in (await talk.say(ADA, "/feedback")).text
    talk.telegram.private(BOSS, "Boss")
    assert "Nobody has called" in (await talk.say(BOSS, "/feedback")).text

    await talk.store.vote(await tell(talk, 1), ADA, NOON)
    text = (await talk.say(BOSS, "/feedback")).text
    for line in (
        "Called not relevant in the last 90 days: one vote in all",
        "Launches: 1",
        "Outlet 1: 1",
        "Story 1: 1 of 0 chats",
    ):
        assert line in text.splitlines()


async def test_why_tells_when(talk: Talk) -> None:
    """Published, fetched and, if it was, sent, to the second; and which rule gave the fires."""
    await talk.follow(ADA, "launches")
    number = await tell(talk, 1)
    alert = await talk.say(ADA, "/latest")
    before = len(talk.telegram.messages(ADA))
    talk.telegram.press(ADA, alert.id, f"why:{number}", ADA)
    await talk.telegram.wait(lambda: len(talk.telegram.messages(ADA)) > before)

    lines = talk.telegram.messages(ADA)[-1].text.splitlines()
    assert lines[-2:] == ["Outlet 1 published it: 12:00:00 UTC", "Fetched: 12:00:00 UTC"]
    assert lines[1] == "🔥🔥🔥: what is usual for the topic"


async def test_a_muted_story_is_silent_here(talk: Talk) -> None:
    """Pressing Mute story notes it for this chat alone, however often; the button undoes it then."""
    number = await tell(talk, 1)
    alert = await talk.say(ADA, "/subscribe launches")
    reader = await talk.store.subscriber(Address(ADA))
    assert reader
    for data, muted in (("mute:{}:on", True), ("mute:{}:on", True), ("mute:{}:off", False), ("mute:{}", True)):
        toast = await pressed(talk, alert, data.format(number))
        assert (toast or "").startswith("Muted" if muted else "Not muted any more")
        assert (await talk.store.standing(number, reader.id)).muted is muted
        assert alert.labels[1][0] == ("🔕 Muted · unmute" if muted else "Mute story")
    assert "Story 1" in alert.text


@pytest.mark.parametrize("button", ["mute", "sources"])
async def test_a_story_that_is_gone_says_so(talk: Talk, button: str) -> None:
    """An old alert's buttons are answered, never ignored."""
    await talk.follow(ADA, "launches")
    alert = await talk.say(ADA, "/latest")
    talk.telegram.press(ADA, alert.id, f"{button}:999", ADA)
    await talk.telegram.wait(lambda: talk.telegram.answers)
    assert "no longer" in (talk.telegram.answers[-1].text or "")


async def test_sources_lists_who_reported(talk: Talk) -> None:
    """Every outlet with its time and link, in a message of its own."""
    number = await tell(talk, 1)
    alert = await talk.say(ADA, "/latest")
    before = len(talk.telegram.messages(ADA))
    talk.telegram.press(ADA, alert.id, f"sources:{number}", ADA)
    await talk.telegram.wait(lambda: len(talk.telegram.messages(ADA)) > before)
    answer = talk.telegram.messages(ADA)[-1]

    assert "12:00 Outlet 1" in answer.text
    assert "One outlet reports it independently" in answer.text
    assert 'href="https://hangang.example/' in answer.html

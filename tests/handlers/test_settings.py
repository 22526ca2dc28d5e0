"""/settings, /mute, /export and /stop: one message that edits itself, and what is kept, given and erased."""

from dataclasses import replace

import pytest

from bot.model import Address, Change, Detection, Pictures, Subscriber, Subscription
from bot.preview.chats import Message
from handlers.export import _cell
from handlers.settings import SCREENS
from tests.handlers.test_commands import pressed, tell
from tests.handlers.test_queries import publish
from tests.making import HOUR, NOON, report, source, story
from tests.talking import ADA, Talk


async def who(talk: Talk, chat: int = ADA) -> Subscriber:
    """The subscriber in a chat."""
    found = await talk.store.subscriber(Address(chat))
    assert found
    return found


async def kept(talk: Talk, topic: str = "launches") -> Subscription:
    """What Ada's subscription to a topic is now."""
    return (await talk.store.subscriptions((await who(talk)).id))[topic]


async def shown(talk: Talk, *labels: str, language: str = "") -> Message:
    """The message of /settings after these buttons were pressed."""
    if language:
        await talk.say(ADA, f"/language {language}")
    message = await talk.say(ADA, "/settings")
    for label in labels:
        await talk.press(message, label)
    return message


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_every_screen_has_a_way_back(talk: Talk, language: str) -> None:
    """In the same message, in every language; no button is longer than Telegram takes."""
    await talk.follow(ADA, "launches")
    message = await shown(talk, language=language)
    main = message.text
    for screen in [*(f"settings:{name}" for name in SCREENS if name != "main"), "tune:launches", "tune:sanctions"]:
        await pressed(talk, message, screen)
        assert message.text != main
        last = message.buttons[-1][0]["callback_data"]
        assert last in ("settings:main", "settings:topics")
        assert all(len(b["callback_data"].encode()) <= 64 for row in message.buttons for b in row)
        await pressed(talk, message, "settings:main")
        assert message.text == main


async def test_a_topic_is_set_by_buttons(talk: Talk) -> None:
    """Where, from how many fires on, how and for how long not; no other topic changes."""
    await talk.follow(ADA, "launches")
    await talk.follow(ADA, "sanctions")
    message = await shown(talk, "Topics", "Launches")
    for label in ("Middle East", "4🔥", "Silent", "8 hours"):
        await talk.press(message, label)
    now = await kept(talk)
    assert now == Subscription("launches", 4, ("mideast",), silent_at=NOON, muted_until=NOON + 8 * HOUR)
    assert await kept(talk, "sanctions") == Subscription("sanctions")
    assert "Muted until 20:00" in message.text
    for label in ("Unmute", "Rings", "everywhere", "1🔥"):
        await talk.press(message, label)
    assert await kept(talk) == Subscription("launches")
    await talk.press(message, "Stop following")
    assert await talk.press(message, "Follow") is None
    assert await kept(talk) == Subscription("launches")


async def test_one_topic_in_the_digest_leaves_the_others_at_once(talk: Talk) -> None:
    """Where there was no digest, one begins for it alone."""
    await talk.follow(ADA, "launches")
    await talk.follow(ADA, "sanctions")
    message = await shown(talk, "Topics", "Launches", "In the digest")
    assert "✅ In the digest" in [label for row in message.labels for label in row]
    assert (await kept(talk)).at_once_at is None
    assert (await kept(talk, "sanctions")).at_once_at == NOON
    assert (await who(talk)).digest_at == 8 * 60


async def test_what_rings_is_chosen(talk: Talk) -> None:
    """From how many fires on, and how often in an hour."""
    message = await shown(talk, "What rings", "3🔥", "12 an hour")
    assert ((await who(talk)).rings_from, (await who(talk)).rings_most) == (3, 12)
    assert "At most 12 ring in an hour" in message.text
    await talk.press(message, "no limit")
    assert (await who(talk)).rings_most == 0


async def test_how_large_an_alerts_picture_is_is_chosen(talk: Talk) -> None:
    """None at first; /settings says how it is."""
    await talk.follow(ADA, "launches")
    message = await shown(talk)
    assert "Pictures: No picture" in message.text
    await talk.press(message, "Pictures")
    await talk.press(message, "Large")
    assert (message.labels[0], (await who(talk)).pictures) == (["No picture", "Small", "✅ Large"], Pictures.LARGE)
    await talk.press(message, "◀ Settings")
    assert "Pictures: Large" in message.text


async def test_digests_come_in_other_rhythms(talk: Talk) -> None:
    """Hourly, several times a day, daily, weekly on a day."""
    message = await shown(talk, "Digest", "Weekly", "Thu")
    reader = await who(talk)
    assert (reader.digest_at, reader.digest_hours, reader.digest_day) == (480, 168, 3)
    assert "every Thursday at 08:00 (UTC), next: Nov 26 08:00" in message.text
    await talk.press(message, "Every 6 h")
    assert "every 6 hours (UTC), next: 14:00" in message.text
    await talk.press(message, "No digest")
    assert (await who(talk)).digest_at is None
    await talk.say(ADA, "/digest 매주")
    assert (await who(talk)).digest_hours == 168


async def test_what_is_muted_is_shown_and_ended(talk: Talk) -> None:
    """Topics, outlets, everything, by words and by buttons."""
    await talk.follow(ADA, "launches")
    await tell(talk, 1)
    for words in ("launches 2d", "outlet 1", "all"):
        await talk.say(ADA, f"/mute {words}")
    message = await talk.say(ADA, "/mute")
    assert [row[0] for row in message.labels[:3]] == [
        "🔔 everything, until 20:00",
        "🔔 Launches, until Nov 26 12:00",
        "🔔 Outlet 1",
    ]
    for label in ("Outlet 1", "Launches", "everything"):
        await talk.press(message, label)
    assert "Nothing is muted" in message.text
    assert (await who(talk)).muted_outlets == ()
    for words in ("launches ２d", "outlet 1", "2d", "launches 0h", "outlet 1 끄기", "off"):
        message = await talk.say(ADA, f"/mute {words}")
    assert "Nothing is muted" in message.text
    await talk.press(message, "a week")
    assert (await who(talk)).muted_until == NOON + 168 * HOUR
    assert "no outlet of mine" in (await talk.say(ADA, "/mute <b>nobody</b>")).text


@pytest.mark.parametrize(
    "data",
    [
        *("settings:x", "tune:nothing", "tune:launches:fires:6", "tune:launches:place:kp", "rings:from:0"),
        *("hush:all:2", "hear:0", "tune:launches:way:x", "timezone:Mars"),
    ],
)
async def test_what_no_button_says_changes_nothing(talk: Talk, data: str) -> None:
    """It is answered, and no more."""
    await talk.follow(ADA, "launches")
    message = await shown(talk)
    before = await who(talk), await kept(talk)
    assert "out of date" in (await pressed(talk, message, data) or "")
    assert (await who(talk), await kept(talk)) == before


async def test_only_admins_set_a_groups(talk: Talk) -> None:
    """By command and by button."""
    talk.telegram.private(77, "Member")
    group = talk.telegram.group("Desk", admins=[ADA], members=[77])
    assert "Only admins" in (await talk.say(group, "/settings", user_id=77)).text
    message = await talk.say(group, "/settings", user_id=ADA)
    assert "Only admins" in (await talk.press(message, "What rings", user_id=77) or "")


async def test_a_countrys_timezones_are_offered(talk: Talk) -> None:
    """One for each way to set the clocks, as buttons."""
    answer = await talk.say(ADA, "/timezone US")
    assert "America/Chicago" in [row[0] for row in answer.labels]
    await talk.press(answer, "America/Chicago")
    assert (await who(talk)).timezone == "America/Chicago"


async def test_export_and_stop_say_what_is_kept(talk: Talk) -> None:
    """Both documents come; what is erased is counted."""
    await talk.follow(ADA, "launches")
    await talk.say(ADA, "/topic add ships tanker")
    await tell(talk, 1)
    await talk.say(ADA, "/export")
    await talk.telegram.wait(lambda: len(talk.telegram.calls.of("sendDocument")) == 2)
    assert [m.file.name for m in talk.telegram.messages(ADA)[-2:] if m.file] == ["bongsu.json", "alerts.csv"]
    (told,) = await talk.store.history((await who(talk)).id, 10)
    assert (told.headline, told.severity, told.sent_at) == ("Story 1", 3, None)
    question = await talk.say(ADA, "/stop")
    await talk.press(question, "Yes")
    assert "topics and queries followed: 2, own queries: 1, records of alerts: 1, votes: 0" in question.text


def test_a_cell_is_no_formula() -> None:
    """Whatever a headline begins with."""
    assert _cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert (_cell(3), _cell(None), _cell("a")) == (3, "", "a")


async def test_an_alert_shows_that_it_was_called_not_relevant(talk: Talk) -> None:
    """In private also after an edit, and where it is shown again."""
    await talk.follow(ADA, "launches")
    number = await tell(talk, 1)
    reader = await who(talk)
    await talk.store.vote(number, ADA, NOON)
    (claimed,) = await talk.store.claim_deliveries(NOON + HOUR, HOUR, 5)
    assert claimed.standing.irrelevant
    assert replace(claimed.standing, irrelevant=False) == await talk.store.standing(number, reader.id)
    assert (await talk.say(ADA, "/subscribe launches")).labels[1] == ["Mute story", "👎 Not relevant · undo"]


async def test_an_outlet_is_muted_under_its_alert_by_all_its_names(talk: Talk) -> None:
    """By the name that the reader's language uses; the button shows how it is, and undoes it."""
    await talk.store.add_feed(source("연합뉴스"), NOON)
    (arrival,) = await publish(talk, "North Korea fires missile", outlet="Yonhap News Agency")
    new = story(id=None, reports=(report("Yonhap News Agency"),))
    await talk.store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOON)
    await talk.say(ADA, "/language 한국어")
    alert = await talk.say(ADA, "/subscribe launches")
    assert alert.labels[-1][0] == "연합뉴스 끄기"
    toast = await talk.press(alert, "연합뉴스 끄기")
    assert toast == "이제 연합뉴스 혼자 보도한 소식은 오지 않습니다."
    assert alert.labels[-1][0] == "🔕 연합뉴스 · 켜기"
    assert set((await who(talk)).muted_outlets) == {"Yonhap News Agency", "연합뉴스"}
    muted = await talk.say(ADA, "/mute")
    assert [row[0] for row in muted.labels if "🔔" in row[0]] == ["🔔 연합뉴스"]
    await talk.press(alert, "켜기")
    assert (await who(talk)).muted_outlets == ()
    await talk.say(ADA, "/mute 연합뉴스")
    await talk.press(await talk.say(ADA, "/mute"), "🔔 연합뉴스")
    assert (await who(talk)).muted_outlets == ()

"""/digest, /quiet and /timezone, and how people write times, hours and places."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Address, Hours, Passing, Subscriber
from handlers.hours import clock, hours_of, minute_of
from handlers.zones import load_zones, title_of
from tests.handlers.test_commands import tell
from tests.making import NOON
from tests.talking import ADA, Talk

ZONES = load_zones(("en", "ko"))
MINUTE = st.integers(0, 24 * 60 - 1)
LEASE = timedelta(minutes=1)


async def kept(talk: Talk, chat_id: int = ADA) -> Subscriber:
    """Who is kept of a chat."""
    reader = await talk.store.subscriber(Address(chat_id))
    assert reader
    return reader


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("9", 540), ("9:00", 540), ("09:05", 545), ("21.30", 1290), ("0:00", 0), ("24:00", 0), ("7h", 420),
        ("9am", 540), ("9 PM", 1260), ("12 am", 0), ("12:30pm", 750), ("9시", 540), ("오후 9시 30분", 1290),
        ("오전 12시", 0), ("25", None), ("9:60", None), ("24:01", None), ("13pm", None), ("", None), ("-1", None),
        ("9:0", None), ("٩", None), ("9 9", None), ("9:00 a.m.", 540), ("9 P.M.", 1260), ("9 p.m", 1260),
        ("noon", 720), ("Midnight", 0), ("정오", 720), ("자정", 0), ("아침 7시", 420), ("새벽 12시", 0),
        ("저녁 7시", 1140), ("밤 11시", 1380), ("밤 12시", 0), ("밤 2시", 120), ("낮 12시", 720), ("낮 11시", 660),
        ("낮 2시", 840), ("밤 11시 반", 1410), ("저녁 13시", None), ("저녁 12시", 0),
        ("낮 6시", 1080), ("오전 9 pm", None), ("밤 11시 pm", None), ("9 mm", None), ("morning", None), ("9 반", None),
        ("午前9時", 540), ("午後9時30分", 1290), ("夜11時半", 1380 + 30), ("正午", 720), ("朝7時", 420),
    ],
)  # fmt: skip
def test_times_as_people_write_them(said: str, minute: int | None) -> None:
    """With or without minutes, in halves of the day, in Korean; what is no time is none."""
    assert minute_of(said) == minute


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("23-7", Hours(1380, 420)), ("22:30-6:30", Hours(1350, 390)), ("22:30 – 6:30", Hours(1350, 390)),
        ("11 pm to 7 am", Hours(1380, 420)), ("23시부터 7시까지", Hours(1380, 420)), ("23~7", Hours(1380, 420)),
        ("11 p.m. to 7 a.m.", Hours(1380, 420)), ("밤 11시 ~ 아침 7시", Hours(1380, 420)),
        ("자정부터 8시까지", Hours(0, 480)), ("夜11時から朝7時まで", Hours(1380, 420)),
        ("midnight - noon", Hours(0, 720)),
        ("0-24", None), ("7-7", None), ("23", None), ("1-2-3", None), ("-", None), ("a-b", None), ("", None),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(said: str, hours: Hours | None) -> None:
    """A beginning and an end that differ."""
    assert hours_of(said) == hours


@given(MINUTE, MINUTE)
def test_what_is_shown_can_be_written(start: int, end: int) -> None:
    """Copied from a reply, a time means what it meant there."""
    assert minute_of(clock(start)) == start
    assert hours_of(f"{clock(start)}–{clock(end)}") == (Hours(start, end) if start != end else None)


@given(st.text(max_size=40))
def test_any_text_is_a_setting_or_none(said: str) -> None:
    """No text makes code raise, and what is understood exists."""
    minute, hours = minute_of(said), hours_of(said)

    assert minute is None or 0 <= minute < 24 * 60
    assert hours is None or all(0 <= one < 24 * 60 for one in (hours.start, hours.end))
    assert all(ZoneInfo(zone) for zone in ZONES.find(said))


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Asia/Seoul", "Asia/Seoul"), ("seoul", "Asia/Seoul"), ("  SEOUL ", "Asia/Seoul"), ("서울", "Asia/Seoul"),
        ("new york", "America/New_York"), ("뉴욕", "America/New_York"), ("New_York", "America/New_York"),
        ("york", "America/New_York"), ("kathmandu", "Asia/Kathmandu"), ("calcutta", "Asia/Kolkata"),
        ("Japan", "Asia/Tokyo"), ("일본", "Asia/Tokyo"), ("South Korea", "Asia/Seoul"), ("대한민국", "Asia/Seoul"),
        ("korea", "Asia/Seoul"), ("한국", "Asia/Seoul"), ("uk", "Europe/London"), ("est", "America/New_York"),
        ("Beijing", "Asia/Shanghai"), ("china", "Asia/Shanghai"), ("Delhi", "Asia/Kolkata"),
        ("하노이", "Asia/Ho_Chi_Minh"), ("utc", "UTC"), ("gmt", "UTC"), ("london", "Europe/London"),
    ],
)  # fmt: skip
def test_a_city_a_country_or_a_part_of_it_is_enough(said: str, zone: str) -> None:
    """In English or Korean, by today's name or an older one."""
    assert ZONES.find(said) == (zone,)


def test_a_large_country_is_known_by_the_name_that_news_has() -> None:
    """Which is not CLDR's, in Korean and Japanese."""
    zones = load_zones(("en", "ko", "ja"))

    assert len(zones.find("호주")) > 1
    assert zones.find("호주") == zones.find("Australia")
    assert zones.find("アメリカ") == zones.find("米国") == zones.find("미국")


@pytest.mark.parametrize(
    "said", ["atlantis", "world", "ork", "", "x", "시", "+15", "-13", "UTC-03:30", "GMT9", "../etc/passwd"]
)
def test_what_is_no_timezone(said: str) -> None:
    """Nothing is guessed, no offset that no place on earth has, nor one that only holds for half of a year."""
    assert ZONES.find(said) == ()


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("UTC+9", "Etc/GMT-9"), ("GMT+9", "Etc/GMT-9"), ("+09:00", "Etc/GMT-9"), ("+9", "Etc/GMT-9"),
        ("Etc/GMT-9", "Etc/GMT-9"), ("ＵＴＣ＋９", "Etc/GMT-9"), ("utc − 3", "Etc/GMT+3"), ("-0500", "Etc/GMT+5"),
        ("UTC+05:30", "Asia/Kolkata"), ("+5:45", "Asia/Kathmandu"), ("UTC+0", "UTC"), ("-12", "Etc/GMT+12"),
        ("MSK", "Europe/Moscow"), ("BST", "Europe/London"), ("Ｓｅｏｕｌ", "Asia/Seoul"), ("서울시", "Asia/Seoul"),
        ("부산광역시", "Asia/Seoul"), ("São Paulo", "America/Sao_Paulo"), ("sao paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
    ],
)  # fmt: skip
def test_an_offset_or_a_name_on_any_keyboard(said: str, zone: str) -> None:
    """With the sign as people mean it, in full-width letters, with accents or without, as Korean calls cities."""
    assert ZONES.find(said) == (zone,)
    assert ZoneInfo(zone)


def test_a_fixed_zone_is_shown_as_people_say_it() -> None:
    """IANA's names of them have the opposite sign."""
    assert [title_of(zone) for zone in ("Etc/GMT-9", "Etc/GMT+3", "Asia/Seoul")] == ["UTC+9", "UTC-3", "Asia/Seoul"]


@pytest.mark.parametrize("said", ["２３：００-７：００", "２３：００～７：００", "23~7", "２３시～7시"])
def test_full_width_hours(said: str) -> None:
    """As keyboards of East Asia write digits, colons and tildes."""
    assert hours_of(said) == Hours(23 * 60, 7 * 60)


def test_a_full_width_time() -> None:
    """And words."""
    assert [minute_of(said) for said in ("９：００", "９　ＰＭ")] == [9 * 60, 21 * 60]


def test_every_timezone_can_be_named() -> None:
    """Each is found by its own name and exists."""
    zones = {zone for found in ZONES.names.values() for zone in found}

    assert len(zones) > 400
    assert [zone for zone in zones if ZONES.find(zone) != (zone,)] == []
    assert all(ZoneInfo(zone) for zone in zones)


async def test_digest_by_command_and_button(talk: Talk) -> None:
    """It is on at once, says by which clocks it goes and when the next one comes, and may be switched off."""
    off = await talk.say(ADA, "/digest")
    assert off.text.startswith("You have no digest: every alert comes at once.")
    assert "(UTC)" in off.text
    assert off.labels[0] == ["08:00", "12:00", "18:00", "21:00"]
    assert off.labels[2:] == [["✅ No digest"], ["◀ Settings"]]

    await talk.press(off, "18:00")
    assert off.text.startswith("Your digest comes every day at 18:00 (UTC), next: 18:00.")
    assert "✅ 18:00" in off.labels[0]
    assert (await kept(talk)).digest_at == 18 * 60
    answer = await talk.say(ADA, "/digest 9")
    assert answer.text.startswith("Your digest comes every day at 09:00 (UTC), next: Nov 25 09:00.")
    assert await talk.store.claim_digests(NOON + timedelta(hours=21, minutes=-1), LEASE, 1) == ()
    assert len(await talk.store.claim_digests(NOON + timedelta(hours=21), LEASE, 1)) == 1

    ended = await talk.say(ADA, "/digest off")
    assert ended.text.endswith("Nothing was waiting.")
    assert (await kept(talk)).digest_at is None


async def test_switching_a_digest_off_says_what_waits(talk: Talk) -> None:
    """It comes now, in a last digest: nothing is lost silently."""
    await talk.follow(ADA, "launches")
    await talk.say(ADA, "/digest 9:00")
    await tell(talk, 1)
    await tell(talk, 2)

    assert "2 alerts were waiting: they come now, in a last digest." in (await talk.say(ADA, "/digest off")).text
    (last,) = await talk.store.claim_digests(NOON, LEASE, 1)
    assert last.total == 2


async def test_who_comes_back_has_the_next_digest_at_its_hour(talk: Talk) -> None:
    """Not one of the days when it could not be reached."""
    await talk.say(ADA, "/digest 9:00")
    await talk.store.mark_gone(ADA, NOON - timedelta(days=3))
    await talk.say(ADA, "/start")

    assert await talk.store.claim_digests(NOON + timedelta(hours=20), LEASE, 1) == ()
    (digest,) = await talk.store.claim_digests(NOON + timedelta(hours=21), LEASE, 1)
    assert digest.since == NOON


async def test_quiet_by_command_and_button(talk: Talk) -> None:
    """Set, shown, changed and taken away; the reply names the clocks."""
    off = await talk.say(ADA, "/quiet")
    assert off.text.startswith("You have no quiet hours: every alert may ring.")
    assert off.labels == [["22:00–07:00", "23:00–07:00", "00:00–08:00"], ["✅ No quiet hours"], ["◀ Settings"]]

    await talk.press(off, "23:00")
    assert off.text.startswith("Quiet hours: 23:00–07:00 (UTC).")
    assert (await kept(talk)).quiet == Hours(23 * 60, 7 * 60)
    assert "22:30–06:30 (UTC)" in (await talk.say(ADA, "/quiet 22:30-6:30")).text
    assert (await kept(talk)).quiet == Hours(22 * 60 + 30, 6 * 60 + 30)
    await talk.say(ADA, "/quiet off")
    assert (await kept(talk)).quiet is None


async def test_what_is_touched_in_passing_is_chosen_by_command_and_button(talk: Talk) -> None:
    """Shown as it is, and changed in place."""
    shown = await talk.say(ADA, "/passing")
    assert shown.labels == [["Tell at once", "✅ In the digest", "Leave out"], ["◀ Settings"]]
    await talk.press(shown, "Leave out")
    assert shown.labels == [["Tell at once", "In the digest", "✅ Leave out"], ["◀ Settings"]]
    assert (await kept(talk)).passing is Passing.NEVER
    await talk.say(ADA, "/passing now")
    assert (await kept(talk)).passing is Passing.NOW
    await talk.say(ADA, "/passing digest")
    assert (await kept(talk)).passing is Passing.DIGEST


async def test_timezone_is_shown_and_set(talk: Talk) -> None:
    """By a city's name; times are told by it from then on, and a digest comes by it."""
    assert (await talk.say(ADA, "/timezone")).text.startswith("I go by UTC here, in alerts, quiet hours and digests.")
    await talk.say(ADA, "/digest 9:00")
    answer = await talk.say(ADA, "/timezone seoul")

    assert answer.text.startswith("From now on I go by Asia/Seoul here")
    assert "It is 21:00 there now" in answer.text
    assert (await kept(talk)).timezone == "Asia/Seoul"
    assert "09:00 (Asia/Seoul), next: Nov 25 09:00" in (await talk.say(ADA, "/digest")).text
    assert await talk.store.claim_digests(NOON + timedelta(hours=11), LEASE, 1) == ()
    assert len(await talk.store.claim_digests(NOON + timedelta(hours=12), LEASE, 1)) == 1
    await talk.press(answer, "Europe/London")
    assert ["✅ Europe/London" in row for row in answer.labels].count(True) == 1
    assert (await kept(talk)).timezone == "Europe/London"


async def test_a_timezone_that_was_chosen_outlives_the_language(talk: Talk) -> None:
    """Where none was chosen, it follows the language, and the digest with it."""
    await talk.say(ADA, "/digest 9:00")
    await talk.say(ADA, "/language ko")
    assert (await kept(talk)).timezone == "Asia/Seoul"
    assert len(await talk.store.claim_digests(NOON + timedelta(hours=12), LEASE, 1)) == 1

    await talk.say(ADA, "/timezone utc")
    await talk.say(ADA, "/language en")
    await talk.say(ADA, "/language ko")
    assert (await kept(talk)).timezone == "UTC"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "/digest <b>noon</b>",
            "I could not read a time of day in “<b>noon</b>”. Send one in UTC time, such as /digest 9:00",
        ),
        ("/quiet nights", "I could not read hours in “nights”. Send when they begin and end in UTC time, such as"),
        ("/timezone atlantis", "I know no timezone “atlantis”, and still go by UTC."),
        ("/timezone america", "I know no timezone “america”, and still go by UTC."),
        ("/timezone indiana/v", "Several time zones fit “indiana/v”. Choose one:"),
    ],
)
async def test_what_is_not_understood_gets_an_example(talk: Talk, command: str, said: str) -> None:
    """What was typed comes back as text, and nothing is kept."""
    assert (await talk.say(ADA, command)).text.startswith(said)
    assert await talk.store.subscriber(Address(ADA)) is None


@pytest.mark.parametrize("data", ["digest:541", "digest:x", "quiet:1-2", "quiet:x", "passing:x"])
async def test_a_button_of_another_version_says_so(talk: Talk, data: str) -> None:
    """It changes nothing."""
    message = await talk.say(ADA, "/latest")
    talk.telegram.press(ADA, message.id, data)
    await talk.telegram.wait(lambda: talk.telegram.answers)

    assert talk.telegram.answers[-1].text == "This button is out of date. Try /help."
    assert await talk.store.subscriber(Address(ADA)) is None


@pytest.mark.parametrize("command", ["/digest 9", "/quiet 23-7", "/passing now", "/timezone seoul"])
async def test_only_admins_set_a_groups_hours(talk: Talk, command: str) -> None:
    """Members are told so; an admin's word counts."""
    talk.telegram.private(77, "Member")
    group = talk.telegram.group("Desk", admins=[ADA], members=[77])

    assert "Only admins" in (await talk.say(group, command, user_id=77)).text
    assert await talk.store.subscriber(Address(group)) is None
    await talk.say(group, command, user_id=ADA)
    reader = await kept(talk, group)
    unset = replace(reader, digest_at=None, quiet=None, timezone="UTC", timezone_set_at=None, passing=Passing.DIGEST)
    assert reader != unset


async def test_status_shows_what_is_set(talk: Talk) -> None:
    """Clocks, quiet hours and digest, in the reader's language."""
    assert (await talk.say(ADA, "/status")).text.endswith("Your times: UTC · no quiet hours · no digest")
    for command in ("/timezone seoul", "/quiet 23-7", "/digest 0:30"):
        await talk.say(ADA, command)
    expected = "Your times: Asia/Seoul · quiet 23:00–07:00 · digest every day at 00:30"
    assert (await talk.say(ADA, "/status")).text.endswith(expected)
    await talk.say(ADA, "/language ko")
    assert (await talk.say(ADA, "/status")).text.endswith("조용한 시간 23:00–07:00 · 날마다 00:30에 모아 받음")

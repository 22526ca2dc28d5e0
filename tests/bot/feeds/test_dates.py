"""bot.feeds.dates: what feeds write for dates, and what it means in UTC."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import published

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEOUL_10 = datetime(2026, 11, 24, 1, tzinfo=UTC)
"""Ten in the morning in Seoul."""


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 24 Nov 2026 10:00:00 KST",
        "Tue, 24 Nov 2026 10:00:00 JST",
        "Tue, 24 Nov 2026 10:00:00 +0900",
        "Tue, 24 Nov 2026 10:00:00 +0900 (KST)",
        "Tue, 24 Nov 2026 10:00:00 GMT+9",
        "Tue, 24 Nov 2026 10:00:00 GMT+09:00",
        "Tue, 24 Nov 2026 10:00:00 Asia/Tokyo",
        "Tue, 24 Nov 2026 01:00:00 GMT",
        "Tue, 24 Nov 2026 01:00:00 UT",
        "24 Nov 26 04:00 MSK",
        "Tue, 24 Nov 2026 09:00:00 HKT",
        "Mon, 23 Nov 2026 20:00:00 EST",
        "Mon, 23 Nov 2026 20:00:00 ET",
        "Tue, 24 Nov 2026 02:00:00 CET",
        "Tue Nov 24 10:00:00 KST 2026",
        "2026-11-24T10:00:00+09:00",
        "2026-11-24T10:00:00+0900",
        "2026-11-24T10:00:00+09",
        "2026-11-24T01:00:00Z",
        "2026-11-24T01:00:00.000Z",
        "2026-11-23T20:00:00-05:00",
        "20261124T010000Z",
        "1795482000",
        "1795482000000",
    ],
)
def test_a_zone_that_is_written_is_the_zone(raw: str) -> None:
    """A date that names its zone means the same moment whatever the feed's timezone is."""
    assert published(raw, timezone="America/Lima", now=NOW) == SEOUL_10


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 24 Nov 2026 10:00:00",
        "Tue, 24 Nov 2026 10:00:00 XYZ",
        "Tue Nov 24 10:00:00 2026",
        "November 24, 2026 10:00 AM",
        "24 November 2026 10:00",
        "2026-11-24T10:00:00",
        "2026-11-24 10:00",
        "2026/11/24 10:00:00",
        "2026.11.24 10:00",
        "20261124100000",
        "24/11/2026 10:00",
        "11/24/2026 10:00:00 AM",
        "2026년 11월 24일 오전 10시 00분",
        "2026년 11월 24일 10:00",
        "2026-11-24 오전 10:00:00",
        "2026年11月24日 10:00",
        "24 ноября 2026 10:00",
        "24 de noviembre de 2026 10:00",
        "24. November 2026 10:00",
        "24 novembre 2026 10:00",
        "Τρι, 24 Νοέ 2026 10:00:00",
        "2026-november-24T10:00",
    ],
)
def test_a_date_without_a_zone_is_read_in_the_feeds_timezone(raw: str) -> None:
    """Where no zone is written, or none that is known, the catalogue's timezone is meant."""
    assert published(raw, timezone="Asia/Seoul", now=NOW) == SEOUL_10


@pytest.mark.parametrize(
    ("raw", "hour", "minute"),
    [
        ("15:04 2026-11-23", 15, 4),
        ("15:04, 23 Nov 2026", 15, 4),
        ("15:04 23.11.2026", 15, 4),
        ("15:04:05 2026/11/23", 15, 4),
        ("2026-11-23 PM 3:04:05", 15, 4),
        ("2026-11-23 AM 3:04", 3, 4),
        ("2026-11-23 p.m. 3:04", 15, 4),
        ("2026년 11월 23일 15시", 15, 0),
        ("2026년 11월 23일 15시 4분", 15, 4),
        ("2026년 11월 23일 오후 3시", 15, 0),
        ("2026년 11월 23일 오후 3시 반", 15, 30),
        ("2026년 11월 23일 밤 11시 5분", 23, 5),
        ("2026년 11월 23일 새벽 2시 5분", 2, 5),
        ("2026년 11월 23일 저녁 7시", 19, 0),
        ("2026년 11월 23일 낮 12시", 12, 0),
        ("오후 3:04 2026. 11. 23.", 15, 4),
        ("2026年11月23日 晚上11:05", 23, 5),
        ("2026年11月23日 下午3点", 15, 0),
        ("2026年11月23日 凌晨2点5分", 2, 5),
        ("2026年11月23日15时04分", 15, 4),
        ("2026年11月23日 午後3時4分", 15, 4),
        ("令和8年11月23日 15時04分", 15, 4),
        ("民國115年11月23日 下午3:04", 15, 4),
        ("November 23, 2026 3.04pm", 15, 4),
        ("November 23, 2026 3pm", 15, 0),
        ("3 p.m., November 23, 2026", 15, 0),
        ("23 novembre 2026 15h04", 15, 4),
        ("23 novembre 2026 à 15 h 04", 15, 4),
        ("23 novembre 2026 15h", 15, 0),
        ("23 ноября 2026, 15:04", 15, 4),
        ("２０２６年１１月２３日 １５：０４", 15, 4),
    ],
)
def test_a_time_of_day_is_read_as_it_is_written(raw: str, hour: int, minute: int) -> None:
    """Before or behind the date, with or without minutes, by halves of the day, and by the years of an emperor."""
    moment = published(raw, timezone="UTC", now=NOW)

    assert moment is not None
    assert (moment.day, moment.hour, moment.minute) == (23, hour, minute)


CLOCKS = (
    "{hour:02}:{minute:02} 2026-11-20", "2026-11-20 {half} {twelve}:{minute:02}",
    "2026년 11월 20일 {hour}시 {minute}분",
    "2026년 11월 20일 {korean} {twelve}시 {minute}분", "2026年11月20日 {chinese}{twelve}点{minute}分",
    "令和8年11月20日{hour}時{minute}分", "20 novembre 2026 {hour}h{minute:02}",
    "Nov 20, 2026 {twelve}.{minute:02}{half}",
)  # fmt: skip


@given(st.sampled_from(CLOCKS), st.integers(0, 23), st.integers(0, 59))
def test_a_time_that_is_written_is_read_back(form: str, hour: int, minute: int) -> None:
    """Every minute of a day, in the ways of several languages."""
    late = hour >= 12
    halves = {
        "half": "PM" if late else "AM",
        "korean": "오후" if late else "오전",
        "chinese": "下午" if late else "上午",
    }
    raw = form.format(hour=hour, minute=minute, twelve=hour % 12 or 12, **halves)

    assert published(raw, timezone="UTC", now=NOW) == datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "timezone", "expected"),
    [
        ("Tue, 24 Nov 2026 09:00:00 CST", "Asia/Shanghai", SEOUL_10),
        ("Mon, 23 Nov 2026 19:00:00 CST", "America/Chicago", SEOUL_10),
        ("Tue, 24 Nov 2026 06:30:00 IST", "Asia/Kolkata", SEOUL_10),
        ("Tue, 24 Nov 2026 03:00:00 IST", "Asia/Jerusalem", SEOUL_10),
        ("Tue, 24 Nov 2026 02:00:00 IST", "Europe/Dublin", SEOUL_10),
        ("Fri, 24 Jul 2026 21:00:00 EST", "America/New_York", datetime(2026, 7, 25, 2, tzinfo=UTC)),
        ("3/4/2026 10:00", "America/New_York", datetime(2026, 3, 4, 15, tzinfo=UTC)),
        ("3/4/2026 10:00", "Europe/Paris", datetime(2026, 4, 3, 8, tzinfo=UTC)),
        ("11/3/2026 5:00:00 AM EST", "UTC", datetime(2026, 11, 3, 10, tzinfo=UTC)),
        ("3/11/2026 10:00", "UTC", datetime(2026, 11, 3, 10, tzinfo=UTC)),
        ("12/3/2026 10:00", "UTC", datetime(2026, 3, 12, 10, tzinfo=UTC)),
        ("3.11.2026 10:00", "UTC", datetime(2026, 11, 3, 10, tzinfo=UTC)),
        ("11.3.2026 10:00", "UTC", datetime(2026, 3, 11, 10, tzinfo=UTC)),
    ],
)
def test_what_is_ambiguous_means_what_it_means_there(raw: str, timezone: str, expected: datetime) -> None:
    """A zone's name or an order of day and month that means several things is read as the feed's own country does."""
    assert published(raw, timezone=timezone, now=NOW) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("26-09-25 12:00", datetime(2026, 9, 25, 12, tzinfo=UTC)),
        ("17-09-03 12:00", datetime(2017, 9, 3, 12, tzinfo=UTC)),
        ("99-12-31", datetime(1999, 12, 31, tzinfo=UTC)),
        ("26-11-24 10:00 KST", SEOUL_10),
        ("26-13-01 12:00", None),
        ("26-09-256 12:00", None),
        ("126-09-25", None),
    ],
)
def test_a_year_of_two_digits_comes_first(raw: str, expected: datetime | None) -> None:
    """As in the feeds of the IAEA."""
    assert published(raw, timezone="UTC", now=NOW) == expected


@pytest.mark.parametrize("raw", ["2026-11-24", "24 Nov 2026", "20261124", "26-11-24", "2026년 11월 24일"])
def test_a_day_without_a_time_is_now_while_it_is_that_day(raw: str) -> None:
    """It was published at some time of that day: until its end no later than now, and then no earlier than it began."""
    day = datetime(2026, 11, 24, tzinfo=UTC)
    assert published(raw, timezone="UTC", now=NOW) == NOW
    assert published(raw, timezone="Asia/Seoul", now=NOW) == NOW
    assert published(raw, timezone="UTC", now=day + timedelta(hours=30)) == day
    assert published("2026-11-24 00:00", timezone="UTC", now=NOW) == day


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "soon",
        "5 minutes ago",
        "31 Feb 2026 10:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0000-00-00 00:00:00",
        "2026-11-24T25:00:00Z",
        "2026-13-01",
        "24 Foo 2026 10:00",
        "9" * 14,
        "²²²²²²²²²²",
    ],
)
def test_what_is_no_date_is_none(raw: str | None) -> None:
    """What cannot be read, or cannot have been, is None and never a guess."""
    assert published(raw, timezone="UTC", now=NOW) is None


def test_the_future_is_none_but_a_fast_clock_means_now() -> None:
    """Up to ten minutes ahead is now; more is no date."""
    assert published("2026-11-24T12:09:00Z", timezone="UTC", now=NOW) == NOW
    assert published("2026-11-24T12:11:00Z", timezone="UTC", now=NOW) is None


def test_a_timezone_that_does_not_exist_is_utc() -> None:
    """A mistake in the catalogue costs hours, not the feed."""
    assert published("2026-11-24 01:00", timezone="Mars/Olympus", now=NOW) == SEOUL_10
    assert published("2026-11-24 01:00", timezone="../etc/passwd", now=NOW) == SEOUL_10


PIECES = st.sampled_from(
    [
        "Tue,",
        "24",
        "31",
        "Nov",
        "2026",
        "99",
        "0001",
        "10:00:00",
        "24:60:99",
        "KST",
        "+0900",
        "-9999",
        "+99:99",
        "T",
        "Z",
        "-",
        "/",
        " ",
        "년",
        "오후",
        "GMT+",
        "Asia/",
        "a.m.",
        "\x00",
        "１",
        "²",
    ]
)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map(" ".join)
    )
)
def test_any_text_gives_a_moment_in_utc_or_none(raw: str) -> None:
    """Nothing raises, and what comes is aware, in UTC, of 1990 or later and not in the future."""
    moment = published(raw, timezone="Asia/Seoul", now=NOW)
    if moment is not None:
        assert moment.utcoffset() == timedelta()
        assert moment.year >= 1990
        assert moment <= NOW

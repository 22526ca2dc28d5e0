"""Dates and times of day in five languages, by the day of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.clock import time_of
from bot.facts.when import day_of, moments

NEAR = date(2026, 11, 20)
"""A Friday."""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("재작년 11월", "2024-11-01", "2024-11-30"), ("一昨年11月", "2024-11-01", "2024-11-30"),
        ("올해 3월", "2026-03-01", "2026-03-31"), ("今年3月", "2026-03-01", "2026-03-31"),
        ("in March", "2026-03-01", "2026-03-31"), ("в марте", "2026-03-01", "2026-03-31"),
        ("will launch in March", "2027-03-01", "2027-03-31"), ("내년 3월", "2027-03-01", "2027-03-31"),
        ("来年3月", "2027-03-01", "2027-03-31"), ("明年3月", "2027-03-01", "2027-03-31"),
        ("3 марта 2025", "2025-03-03", "2025-03-03"), ("03.03.2025.", "2025-03-03", "2025-03-03"),
        ("5-го мая", "2026-05-05", "2026-05-05"), ("5 мая", "2026-05-05", "2026-05-05"),
        ("2026. 11. 17. 오전", "2026-11-17", "2026-11-17"), ("December 5", "2026-12-05", "2026-12-05"),
        ("May 20", "2026-05-20", "2026-05-20"), ("지난 3일", "2026-11-03", "2026-11-03"),
        ("오는 30일", "2026-11-30", "2026-11-30"), ("on Tuesday", "2026-11-17", "2026-11-17"),
        ("last Friday", "2026-11-13", "2026-11-13"), ("지난 화요일", "2026-11-17", "2026-11-17"),
        ("火曜日", "2026-11-17", "2026-11-17"), ("周二", "2026-11-17", "2026-11-17"),
        ("во вторник", "2026-11-17", "2026-11-17"), ("three days ago", "2026-11-17", "2026-11-17"),
        ("사흘 전", "2026-11-17", "2026-11-17"), ("三日前", "2026-11-17", "2026-11-17"),
        ("三天前", "2026-11-17", "2026-11-17"), ("тремя днями ранее", "2026-11-17", "2026-11-17"),
        ("позавчера", "2026-11-18", "2026-11-18"), ("yesterday", "2026-11-19", "2026-11-19"),
        ("last week", "2026-11-09", "2026-11-15"), ("지난주", "2026-11-09", "2026-11-15"),
        ("先週", "2026-11-09", "2026-11-15"), ("上周", "2026-11-09", "2026-11-15"),
        ("на прошлой неделе", "2026-11-09", "2026-11-15"), ("上个月", "2026-10-01", "2026-10-31"),
        ("в прошлом месяце", "2026-10-01", "2026-10-31"), ("в прошлом году", "2025-01-01", "2025-12-31"),
        ("next month", "2026-12-01", "2026-12-31"), ("in 2029", "2029-01-01", "2029-12-31"),
        ("в 2024 году", "2024-01-01", "2024-12-31"),
    ],
)  # fmt: skip
def test_a_date_is_the_days_that_it_means(text: str, first: str, last: str) -> None:
    """Full dates, months, weekdays, and days told by their distance."""
    moment = next(moments(text, NEAR))

    assert (str(moment.first), str(moment.last)) == (first, last)


@pytest.mark.parametrize("text", ["3일간", "15日本", "올해 들어", "Mayor", "маятник", "一日中"])
def test_what_is_no_date_is_none(text: str) -> None:
    """Spans of days, and words that begin like a date."""
    assert not [moment for moment in moments(text, NEAR) if moment.first == moment.last]


WRITTEN = (
    "{y}-{m:02}-{d:02}",
    "{y}년 {m}월 {d}일",
    "{y}年{m}月{d}日",
    "{y}. {m}. {d}.",
    "{d} {ru} {y}",
    "{en} {d}, {y}",
    "{d} {en} {y}",
)
RU = [
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
]  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from(WRITTEN))
def test_a_day_that_is_written_is_read_back(day: date, form: str) -> None:
    """In each language's own order."""
    text = form.format(y=day.year, m=day.month, d=day.day, ru=RU[day.month - 1], en=f"{day:%B}")

    assert day_of(f"It rose {text}", None) == day


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("It rose at 7:10 a.m. (2210 GMT Sunday) on Monday.", "2026-11-16", "07:10"),
        ("It rose at dawn on Monday (2210 GMT Sunday).", "2026-11-15", "22:10+00:00"),
        ("It rose at 3 p.m. Monday.", "2026-11-16", "15:00"),
        ("It rose at half past three in the afternoon.", None, "15:30"),
        ("It rose at 15:30 GMT.", None, "15:30+00:00"),
        ("20일 오후 3시 반 발사됐다.", "2026-11-20", "15:30"),
        ("20일 밤 11시 5분(한국시간) 발사됐다.", "2026-11-20", "23:05+09:00"),
        ("20일午前7時10分ごろ発射した。", "2026-11-20", "07:10"),
        ("20日午後3時半に発射した。", "2026-11-20", "15:30"),
        ("20日晚上11:05发射。", "2026-11-20", "23:05"),
        ("20日下午3点发射。", "2026-11-20", "15:00"),
        ("Пуск состоялся в пятницу в 15:30 мск.", "2026-11-20", "15:30+03:00"),
        ("Пуск был в 7 часов 10 минут вечера.", None, "19:10"),
        ("3시간 동안 비행했다.", None, None),
        ("It will fly in 2029, the agency said on Monday.", None, None),
    ],
)
def test_the_day_and_the_time_of_an_event(text: str, day: str | None, time: str | None) -> None:
    """Both in one zone: a time that only repeats another in a second zone is left out, with its day."""
    told = day_of(text, NEAR)

    assert (told and str(told), time_of(text)) == (day, time)


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["en", "ko", "ja", "zh"]))
def test_a_time_that_is_written_is_read_back(hour: int, minute: int, language: str) -> None:
    """Every minute of the day."""
    late, twelve = hour >= 12, hour % 12 or 12
    forms = {
        "en": f"at {twelve}:{minute:02} {'p.m.' if late else 'a.m.'}",
        "ko": f"{'오후' if late else '오전'} {twelve}시 {minute}분",
        "ja": f"{'午後' if late else '午前'}{hour % 12}時{minute}分",
        "zh": f"{'下午' if late else '上午'}{twelve}点{minute}分",
    }

    assert time_of(forms[language]) == f"{hour:02}:{minute:02}"

"""Times of day as five languages write them, with the zone that stands beside."""

import re

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ZONE_NAMES = ("GMT", "UTC", "KST", "JST", "EST", "EDT", "IST")
_UNIVERSAL = rf"(?:{'|'.join(_ZONE_NAMES)})\b"
_CONVERTED = re.compile(
    rf"[(,]\s*(?:or |i\.e\. )?\d{{1,2}}[:.]?(?:\d{{2}})?\s?(?:[ap]\.?m\b\.?)?\s?(?:hrs?\s)?{_UNIVERSAL}"
    rf"(?:,?\s(?:on\s)?(?:{_WEEKDAY}|[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}))?\s?\)?"
)
""" "7:10 a.m. (2210 GMT Sunday)": the same moment in another zone, of perhaps another day."""
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\bhalf past (?P<past>\w+)(?: in the (?P<part>morning|afternoon|evening))?"
    r"|(?P<early>오전|새벽|아침|午前|上午|凌晨|早上|清晨|早晨|朝|未明)\s?의?\s?(?P<hour2>1\d|2[0-3]|0?\d)\s?(?:[시時时点點](?![간間])|:)"
    r"(?:\s?(?:(?P<minute2>[0-5]?\d)\s?(?:[분分]|(?!\d))|(?P<thirty2>반|半)))?"
    r"|(?P<late>오후|저녁|밤|낮|午後|下午|晚上|傍晚|夜|夕方|中午)\s?의?\s?(?P<hour3>1\d|2[0-3]|0?\d)\s?(?:[시時时点點](?![간間])|:)"
    r"(?:\s?(?:(?P<minute3>[0-5]?\d)\s?(?:[분分]|(?!\d))|(?P<thirty3>반|半)))?"
    r"|(?<![\d:])(?P<hour4>2[0-3]|[01]?\d)\s?[시時时点點]\s?(?:(?P<minute4>[0-5]?\d)\s?[분分]|(?P<thirty4>반|半))"
    r"|(?<![\d:])(?P<hour5>2[0-3]|[01]\d):?(?P<minute5>[0-5]\d)(?=\s?(?:GMT|UTC|KST|JST|мск|МСК|hours|по ))"
    r"|\b(?:at|в|около) (?P<hour6>2[0-3]|[01]?\d):(?P<minute6>[0-5]\d)(?![\d.:]|\s?[ap]\.?m)"
    r"|\bв (?P<hour7>2[0-3]|[01]?\d) час\w*(?: (?P<minute7>[0-5]?\d) минут\w*)?(?: (?P<part7>утра|дня|вечера|ночи))?"
    r"|(?P<noon>\bnoon\b|정오|正午|\bв полдень\b)|(?P<midnight>\bmidnight\b|자정|\bв полночь\b)",
)
_ZONES = (
    (re.compile(r"\b(?:GMT|UTC)\b|по Гринвичу|세계시|世界標準時"), "+00:00"),
    (re.compile(r"\b(?:KST|JST)\b|한국 ?시[간각]|日本時間|서울 ?시간"), "+09:00"),
    (re.compile(r"\b(?:мск|МСК|MSK)\b|по московскому"), "+03:00"),
    (re.compile(r"北京时间"), "+08:00"),
)
_BESIDE = 12
"""Letters before and behind a time in which its zone stands."""
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AFTERNOON = ("p", "afternoon", "evening", "дня", "вечера")


def unconverted(text: str) -> str:
    """A text with the times blanked that repeat another one in another zone."""
    if not any(zone in text for zone in _ZONE_NAMES):
        return text
    return _CONVERTED.sub(lambda found: " " * len(found[0]) if _TIME.search(text, 0, found.start()) else found[0], text)


def day_told(text: str) -> str:
    """The part of a text that tells the day of its time: where only a converted time is told, the day beside that."""
    text = unconverted(text)
    found = _CONVERTED.search(text)
    return found[0] if found and re.search(_WEEKDAY, found[0]) else text


def time_of(text: str) -> str | None:
    """The time of day that a sentence names, "HH:MM" with its offset ("+09:00") where the zone stands beside it."""
    text = unconverted(text)
    found = _TIME.search(text)
    if not found:
        return None
    hour, minute = _clock(found)
    if hour > 23:
        return None
    beside = text[max(0, found.start() - _BESIDE) : found.start()] + " " + text[found.end() : found.end() + _BESIDE]
    zone = next((name for pattern, name in _ZONES if pattern.search(beside)), "")
    return f"{hour:02}:{minute:02}{zone}"


def _clock(found: re.Match[str]) -> tuple[int, int]:
    """Hour and minute, as a day of 24 hours counts them."""
    groups = {key.rstrip("234567"): value for key, value in found.groupdict().items() if value}
    if "noon" in groups or "midnight" in groups:
        return (12 if "noon" in groups else 0), 0
    if past := groups.get("past"):
        hour, minute = (_HOURS.index(past) + 1 if past in _HOURS else 24), 30
    else:
        hour, minute = int(groups["hour"]), 30 if "thirty" in groups else int(groups.get("minute") or 0)
    half = groups.get("half") or groups.get("part") or ("p" if "late" in groups else "a" if "early" in groups else "")
    return _of_day(hour, half, night=groups.get("late") in ("밤", "夜", "晚上")), minute


def _of_day(hour: int, half: str, *, night: bool) -> int:
    if not half or hour > 12:
        return hour
    if night and hour == 12:
        return 0
    return hour % 12 + (12 if half in _AFTERNOON else 0)

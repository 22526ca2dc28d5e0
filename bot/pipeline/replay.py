"""An archive of entries through detect.py: what would have gone out. No network, no database, no clock of its own."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.errors import DataError
from bot.model import UNKNOWN, Arrival, Change, Detection, Entry, Source
from bot.model.facts import as_json as as_facts
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.web.link import canonical

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The time until an entry of the archive says one."""
_SHORT = re.compile(r"\d{4}(?P<month>-\d\d)?", re.ASCII)
_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d\d)", re.ASCII)
_ORDINAL = re.compile(r"(?P<year>\d{4})-?(?P<day>\d{3})", re.ASCII)
"""Dates of ISO 8601 that Python does not read: a year or month, a week, a day of the year."""
_SECONDS = re.compile(r"\d{10}|\d{13}", re.ASCII)
_MILLISECONDS = 1e11
"""A number from which on it counts milliseconds: as seconds it would be the year 5138."""
_NAMED_MONTH = re.compile(r"[A-Za-z]{3} ")
"""What a date in RFC 822 has and one in ISO 8601 has not."""
SWEEP = 500
"""After so many lines closed stories are dropped from memory, so that it does not grow with the archive."""


def replay(lines: Iterable[str], detector: Detector) -> Iterator[tuple[dict[str, Any], Detection]]:
    """Each line's record and detection, in order; raises DataError that names the line which is no entry.

    A record is `id, title, text, url, source, published (ISO 8601, RFC 822 or seconds), lang`; the last two may be
    null. The time of day is the latest date published so far: an entry without one came with those before it. The
    language of a detection's entry is the one that was recognised.
    """
    stories, now, next_id = OpenStories(), EPOCH, 1
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record, arrival = _arrival(number, line, now)
        now = max(now, arrival.seen_at)
        flags = detector.flags(arrival)
        detection = detector.detect(arrival, stories, now, flags=flags)
        if detection.story is not None:
            story = detection.story
            if story.id is None:
                story, next_id = replace(story, id=next_id), next_id + 1
                detection = replace(detection, story=story)
            stories.keep(story)
        if number % SWEEP == 0:
            stories.close(now)
        entry = replace(arrival.entry, language=flags.reading.language)
        yield record, replace(detection, arrival=replace(arrival, entry=entry))


def as_json(record: dict[str, Any], detection: Detection) -> dict[str, Any]:
    """One line of `bongsu replay --json`."""
    story = detection.story
    return {
        "id": record["id"],
        "lang": detection.arrival.entry.language,
        "topics": [
            {
                "key": match.topic,
                "score": round(match.score, 3),
                "evidence": [{"term": e.term, "sentence": e.sentence} for e in match.evidence],
            }
            for match in detection.matches
        ],
        "severity": story.severity if story else None,
        "facts": as_facts(detection.facts),
        "story": story.id if story else None,
        "alert": detection.change.value,
        "summary": story.summary if story and detection.change is not Change.NONE else None,
    }


def _arrival(number: int, line: str, now: datetime) -> tuple[dict[str, Any], Arrival]:
    try:
        record = json.loads(line)
        if not isinstance(record, dict) or "id" not in record:
            raise ValueError("it must be an object with an id")
        published = _published(record.get("published"), now)
        url, language = (_text_or_none(record, name) for name in ("url", "lang"))
        entry = Entry(
            guid=str(record["id"]),
            title=str(record.get("title") or ""),
            text=str(record.get("text") or ""),
            published_at=published,
            url=url,
            link=canonical(url) if url else None,
            language=language,
        )
    except (ValueError, OverflowError) as exc:
        raise DataError(f"Line {number} of the archive is no entry: {exc}.") from exc
    outlet = str(record.get("source") or UNKNOWN)
    return record, Arrival(number, Source(url=outlet, outlet=outlet), entry, published)


def _text_or_none(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name) or None
    if value is not None and not isinstance(value, str):
        raise ValueError(f"its {name} must be a text")
    return value


def _published(value: object, now: datetime) -> datetime:
    """The moment of a date: ISO 8601, RFC 822, or seconds or milliseconds since 1970; without one `now`."""
    if value is None or value == "":
        return now
    text = str(value).strip()
    if isinstance(value, int | float) or _SECONDS.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= _MILLISECONDS else seconds, UTC)
    at = parsedate_to_datetime(text) if _NAMED_MONTH.search(text) else _iso(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _iso(text: str) -> datetime:
    """The moment of a date in ISO 8601, also of a mere year, month, week or day of the year."""
    day, _, time = text.partition("T")
    if found := _SHORT.fullmatch(day):
        day = f"{day}-01" if found["month"] else f"{day}-01-01"
    elif found := _WEEK.fullmatch(day):
        day = f"{found['year']}-W{found['week']}-1"
    elif found := _ORDINAL.fullmatch(day):
        day = str(date(int(found["year"]), 1, 1) + timedelta(days=int(found["day"]) - 1))
    return datetime.fromisoformat(f"{day}T{time}" if time else day)

"""/timeline: what happened, as a picture with its totals, and as a table."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Change, Correction, Detection, Story
from bot.model.facts import Fact, Facts, LaunchFacts, SanctionsFacts
from bot.preview.chats import Message, png_size
from tests.handlers.test_queries import publish
from tests.making import NOON, match, report, story
from tests.talking import ADA, Talk

DAY = timedelta(days=1)


def fact(value: Any) -> Fact[Any]:
    """A fact with some sentence."""
    return Fact(value, "It is so.")


def launch(kind: str, far: float | None = None, high: float | None = None, **values: Any) -> Facts:
    """What a report states of a launch that happened."""
    told = LaunchFacts(
        actor=fact("North Korea"),
        kind=fact(kind),
        status=fact("happened"),
        range_km=fact(far) if far else None,
        apogee_km=fact(high) if high else None,
    )
    return Facts(launch=replace(told, **values))


def imposed(*issuers: str, act: str = "imposed") -> Facts:
    """What a report states of sanctions."""
    return Facts(sanctions=SanctionsFacts(issuer=fact(issuers), target=fact(("Russia",)), act=fact(act)))


async def tell(talk: Talk, title: str, days_ago: int, facts: Facts | None, severity: int = 3) -> Story:
    """A story of so many days ago."""
    (arrival,) = await publish(talk, title)
    topic = "sanctions" if facts and facts.sanctions else "launches"
    at = NOON - days_ago * DAY
    new = story(
        id=None,
        headline=title,
        severity=severity,
        matches=(match(topic),),
        reports=(report(title=title, facts=facts),),
        opened_at=at,
        updated_at=at,
    )
    kept = await talk.store.save_detection(Detection(arrival, new.matches, new, Change.NEW, facts=facts), at)
    assert kept
    return kept


async def shown(talk: Talk, words: str) -> Message:
    """The picture that is sent."""
    message = await talk.say(ADA, f"/timeline {words}")
    assert message.file, message.text
    return message


async def test_a_timeline_is_a_picture_with_its_totals_and_its_table(talk: Talk) -> None:
    """Drawn in a process of its own; the button sends what it shows, that which was taken back included."""
    await tell(talk, "ICBM", 3, launch("icbm", 1000, 6000, name=fact("Hwasong-18")), 5)
    await tell(talk, "=SRBM", 20, launch("srbm", 400))
    await tell(talk, "Parade", 21, None, 1)
    await tell(talk, "Long ago", 100, launch("srbm", 300))
    wrong = await tell(talk, "No launch", 4, launch("srbm", 300))
    (arrival,) = await publish(talk, "Taken back")
    back = replace(report(title="Taken back"), correction=Correction.RETRACTED)
    gone = replace(wrong, reports=(*wrong.reports, back), revision=2, retracted_at=NOON, updated_at=NOON)
    await talk.store.save_detection(Detection(arrival, (match(),), gone, Change.UPDATE), NOON)

    message = await shown(talk, "launches 30d")

    assert message.file
    assert png_size(message.file.content) is not None
    assert message.text.splitlines() == [
        "📊 Launches, Oct 26, 2026 – Nov 24, 2026: 3 events",
        "🔥🔥🔥🔥🔥 1 · 🔥🔥🔥 1 · 🔥 1",
        "Launches: 2",
        "One that was taken back is left out. The first bar is of 2 days, the others of seven.",
        "/timeline launches 2026-10-26..2026-11-24",
    ]
    await talk.press(message, "CSV")
    document = talk.telegram.messages(ADA)[-1].file
    assert document
    assert document.name == "timeline.csv"
    assert document.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(document.content.decode("utf-8-sig"))))
    assert [row["headline"] for row in rows] == ["ICBM", "No launch", "'=SRBM", "Parade"]
    assert (rows[0]["name"], rows[0]["range_km"], rows[0]["apogee_km"]) == ("Hwasong-18", "1000", "6000")
    assert rows[1]["retracted_at"]


async def test_a_topic_may_be_pressed(talk: Talk) -> None:
    """Whoever names none is offered all; the buttons stay for the next one."""
    usage = await talk.say(ADA, "/timeline")

    await talk.press(usage, "Launches")

    assert "There was no event of Launches" in talk.telegram.messages(ADA)[-1].text
    assert usage.labels[-1] == ["📊 Strikes"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Press a topic, or name one"),
        ("moonshine", "I know no topic"),
        ("launches narnia 12w", "I know no country or region ‘narnia’"),
        ("launches 0d", "I could not read a time"),
        ("launches 12 parsecs ..", "I could not read a time"),
        ("launches 2026-02-30..2026-03-01", "I could not read a time"),
        ("sanctions on Russia 1y", "/timeline sanctions on Russia 2y"),
        ("launches", "There was one event of Launches in 84 days, which makes no picture: /latest shows it."),
    ],
)
async def test_what_makes_no_picture_is_answered_in_a_sentence(talk: Talk, words: str, says: str) -> None:
    """With an example of what would."""
    await tell(talk, "SRBM", 3, launch("srbm"))

    answer = await talk.say(ADA, f"/timeline {words}")

    assert says.translate(str.maketrans("‘’", "“”")) in answer.text
    assert "/timeline" in answer.text

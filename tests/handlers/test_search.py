"""Finding in the chat: /search, /story and /today."""

from dataclasses import replace
from datetime import timedelta

from bot.model import Address, Change, Correction, Detection, Story, Tier
from tests.handlers.test_queries import publish
from tests.making import MINUTE, NOON, match, report, story
from tests.talking import ADA, Talk

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


async def open_story(talk: Talk, title: str = "North Korea fires missile", /, **values: object) -> Story:
    """A story of one report, as it is kept."""
    (arrival,) = await publish(talk, title)
    new = story(id=None, headline=title, matches=(match(),), **values)
    kept = await talk.store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOON)
    assert kept
    return kept


async def grow(talk: Talk, old: Story, title: str, outlet: str, **values: object) -> Story:
    """The story with one more report, which is an edit."""
    (arrival,) = await publish(talk, title, outlet=outlet)
    new = report(outlet, title=title, seen_at=NOON + MINUTE, **values)
    newer = replace(old, reports=(*old.reports, new), revision=old.revision + 1, updated_at=NOON + MINUTE)
    kept = await talk.store.save_detection(Detection(arrival, (match(),), newer, Change.UPDATE), NOON + MINUTE)
    assert kept
    return kept


async def test_search_shows_stories_and_entries_with_the_words_in_bold(talk: Talk) -> None:
    """The story first, with its fires and a button that opens it as a message of its own."""
    kept = await open_story(talk)
    await publish(talk, "Weather satellite watched the missile <range>", "Ferry sails")

    answer = await talk.say(ADA, "/search missile")

    assert answer.text.splitlines()[0] == "🔎 missile · 2 found"
    assert '1. 🔥🔥🔥 <a href="https://hangang.example/north-korea-fires-missile"' in answer.html
    assert ">North Korea fires <b>missile</b></a>" in answer.html
    assert "the <b>missile</b> &lt;range&gt;" in answer.html
    assert "Ferry" not in answer.text
    assert answer.labels == [["Story 1"]]
    await talk.press(answer, "Story 1")
    page = talk.telegram.messages(ADA)[-1]
    assert page.reply_to == answer.id
    assert f"Story {kept.id} · one report" in page.text


async def test_outlets_are_called_as_the_reader_calls_them(talk: Talk) -> None:
    """Each newsroom once, however it is called in the feeds."""
    await publish(talk, "Ferry sails", outlet="Yonhap News Agency")
    await talk.say(ADA, "/language 한국어")

    assert (await talk.say(ADA, "/search ferry")).text.endswith("· 연합뉴스")


async def test_search_turns_pages_in_place(talk: Talk) -> None:
    """What was searched for is read from the page, signs and all."""
    await publish(talk, *(f"Ferry <{n}> sails & sinks" for n in range(7)))

    answer = await talk.say(ADA, '/search  title:(ferry OR "<x&y>")   -steamer')
    assert answer.text.splitlines()[0] == '🔎 title:(ferry OR "<x&y>") -steamer · 7 found'
    assert answer.labels == [["More ▶"]]
    assert "5. " in answer.text
    await talk.press(answer, "More")
    assert "7. " in answer.text
    assert "5. " not in answer.text
    assert answer.labels == [["◀ Back"]]
    await talk.press(answer, "Back")
    assert "1. " in answer.text


async def test_an_excerpt_shows_words_that_the_title_lacks(talk: Talk) -> None:
    """Around the first of them, in any language."""
    (arrival,) = await publish(talk, "정부 발표")
    new = replace(story(id=None, headline="정부 발표", language="ko"), matches=(match(),))
    text = "서울에서 열린 회의에 여러 나라가 모였다. " * 3 + "이어서 대북 제재 위반 선박을 공개했다."
    read = replace(report(), title="정부 발표", lead=text, language="ko")
    told = replace(new, reports=(read,))
    await talk.store.save_detection(Detection(arrival, told.matches, told, Change.NEW), NOON)

    answer = await talk.say(ADA, "/search 제재")

    assert "…" in answer.text.splitlines()[-1]
    assert "<b>제재</b> 위반" in answer.html


async def test_search_says_what_it_cannot_read_or_find(talk: Talk) -> None:
    """A slip is shown at its place; without words it tells what one may write; nothing found is said."""
    assert "/search hwasong" in (await talk.say(ADA, "/search")).text
    assert "mark is never closed" in (await talk.say(ADA, '/search "north')).text
    assert (await talk.say(ADA, "/search zeppelin")).text == "🔎 zeppelin · nothing found"


async def test_a_story_page_tells_what_each_edit_changed(talk: Talk) -> None:
    """Reports in order with their times, and under those that changed something what that was."""
    kept = await open_story(talk)
    kept = await grow(talk, kept, "Missile fired, says Seoul", "Donghae Daily")
    kept = await grow(talk, kept, "Kill: no missile", "Defence Ministry", tier=Tier.OFFICIAL)
    kept = await grow(
        talk, kept, "Retracted: missile", "Hangang Wire", correction=Correction.RETRACTED, published_at=NOON + MINUTE
    )

    lines = (await talk.say(ADA, f"/story {kept.id}".translate(FULL_WIDTH))).text.splitlines()

    at = lines.index(f"Story {kept.id} · 4 reports · times: UTC")
    assert lines[0] == "🔥🔥🔥 North Korea fires missile"
    assert [line for line in lines[at + 1 :] if line.startswith("✏️")] == [
        "✏️ confirmed by a second source",
        "✏️ retracted",
    ]
    assert lines[at + 1] == "12:00 Hangang Wire"
    assert lines[at + 2].startswith("12:00 Donghae Daily")


async def test_an_unknown_story_is_asked_for_again(talk: Talk) -> None:
    """Whatever stands behind the command; and an old button says so."""
    for words in ("", " 99", " x", " 9" * 30):
        assert (await talk.say(ADA, f"/story{words}")).text.startswith("Which story?")


async def test_today_lists_the_gravest_first(talk: Talk) -> None:
    """Of the day by the reader's clock, not by UTC's, page by page."""
    await open_story(talk, "Yesterday in Seoul", severity=5, opened_at=NOON.replace(hour=14) - timedelta(days=1))
    for number in range(1, 7):
        await open_story(talk, f"Missile {number}", severity=1 + number % 5, opened_at=NOON + number * MINUTE)
    await talk.say(ADA, "/timezone Seoul")

    answer = await talk.say(ADA, "/today")

    assert answer.text.splitlines()[0] == "Nov 24: all topics · 6 stories"
    assert [line.partition(" ")[2] for line in answer.text.splitlines() if "🔥" in line] == [
        f"Missile {number}" for number in (4, 3, 2, 6, 1)
    ]
    await talk.press(answer, "More")
    assert "Missile 5" in answer.text
    assert "Yesterday" not in answer.text
    await talk.say(ADA, "/subscribe nuclear")
    assert (await talk.say(ADA, "/today")).text.splitlines()[0] == "Nov 24: Nuclear · no stories yet"


async def test_finding_speaks_korean(talk: Talk) -> None:
    """In the reader's language."""
    kim = talk.telegram.private(first_name="Kim", language_code="ko")
    kept = await open_story(talk)
    answer = await talk.say(kim, "/search missile")
    assert answer.text.startswith("🔎 missile · 1건 찾음")
    assert answer.labels == [["소식 1"]]
    assert f"소식 {kept.id} · 보도 1건" in (await talk.say(kim, f"/story {kept.id}")).text
    assert await talk.store.subscriber(Address(kim)) is None

"""Which entries are one story: across outlets and languages, and never yesterday's launch with today's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.facts.read import read_facts
from bot.model import Join, Reason, Report
from bot.stories.cluster import CANDIDATES, OPEN_FOR, OpenStories
from bot.stories.features import load_features
from tests.drills import TITLES
from tests.making import HOUR, MINUTE, NOON, read, report, story

LEAD = (
    "North Korea fired a ballistic missile from the Sunan area toward the East Sea early on Tuesday, South Korea's "
    "Joint Chiefs of Staff said, adding that the projectile flew about 900 kilometers before it fell into the water."
)
FIRED = "North Korea fires ballistic missile from Sunan toward East Sea"


def opened_by(first: Report, *others: Report) -> OpenStories:
    """An index that holds one story with these reports."""
    at = first.published_at
    return OpenStories.of([story(reports=(first, *others), opened_at=at, updated_at=at)])


def said(
    title: str, language: str = "en", *, outlet: str = "Pacific Desk", lead: str = "", after: timedelta = MINUTE
) -> Report:
    """What an outlet says some time after noon."""
    return report(outlet, title=title, language=language, lead=lead, published_at=NOON + after)


def launched(title: str, **values: Any) -> Report:
    """The same, of a launch, with the facts that are read from it."""
    new = said(title, **values)
    return replace(new, facts=read_facts(read(title, new.lead, new.language), new.published_at, ["launches"]))


def joins(known: Report, new: Report) -> Join | None:
    """Why the new report joins the story that the known one opened, when it is published."""
    found = opened_by(known).find(new, new.published_at)
    return found[1] if found else None


def test_the_same_page_is_the_same_story() -> None:
    """Under another title too, from another outlet, for as long as the story is open."""
    stories = opened_by(report(link="https://hangang.example/1"))
    same = report("Pacific Desk", title="Something else altogether", link="https://hangang.example/1")

    found = stories.find(same, NOON + OPEN_FOR)
    assert found is not None
    assert found[1] == Join(Reason.LINK, "Hangang Wire")
    assert stories.find(same, NOON + OPEN_FOR + MINUTE) is None


def test_a_page_that_is_written_on_tells_of_the_next_step() -> None:
    """A live page keeps its address from the countdown to the flight: those are two stories."""
    page = "https://hangang.example/live"
    before = replace(said("Orbital rocket set to launch satellite tonight"), link=page)
    after = replace(said("Orbital rocket launched satellite into orbit", after=3 * HOUR), link=page)

    assert joins(before, after) is None


def test_an_agency_text_is_a_copy() -> None:
    """Whatever title the paper gave it."""
    copy = said("Pyongyang tests weapon again", lead=f"SEOUL - {LEAD} It was a windy day.", after=HOUR)

    assert joins(said("N. Korea launch", outlet="Hangang Wire", lead=LEAD), copy) == Join(Reason.COPY, "Hangang Wire")


NOTICE = (
    "All contents are prepared by the newsroom of the Harbour Gazette and may not be published again without the "
    "written consent of the publisher, to be asked for at our offices."
)


@pytest.mark.parametrize("outlet", ["Pacific Desk", "Hangang Wire"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("US sanctions 12 Iranian banks", "India launches GSLV rocket with navigation satellite"),
        ("US sanctions 12 Iranian banks", "EU imposes sanctions on Belarus airline Belavia"),
        ("Russia launches Soyuz rocket from Baikonur", "Rocket Lab launches Electron from New Zealand"),
    ],
)
def test_a_notice_under_every_text_makes_no_copy(first: str, second: str, outlet: str) -> None:
    """Two events of which a feed tells little more than the title, and below it what it writes under everything."""
    known, new = said(first, lead=f"{first}. {NOTICE}"), said(second, lead=f"{second}. {NOTICE}", outlet=outlet)

    assert joins(known, new) is None


def test_a_form_with_other_figures_is_no_copy() -> None:
    """What is written in the same words every day differs in its figures."""
    form = (
        "The air force said that it shot down {} of {} drones that were launched at the country overnight from several "
        "directions, and that debris damaged houses, without saying where the rest of them had fallen."
    )
    first, second = (said("Overnight", lead=form.format(*figures)) for figures in ((70, 80), (31, 45)))

    found = joins(first, second)
    assert found is None or found.reason is Reason.EVENT


def test_other_words_for_the_same_event_join() -> None:
    """Titles that share few words, with the country, the act, the place and the figure in common."""
    found = joins(
        said(FIRED, outlet="Hangang Wire", lead=LEAD),
        said("Pyongyang launches missile that flies 900 km into East Sea, JCS says", after=20 * MINUTE),
    )

    assert found is not None
    assert found.reason is Reason.EVENT
    assert found.detail


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ko", "북한, 순안에서 동해상으로 탄도미사일 발사"),
        ("ja", "北朝鮮が弾道ミサイルを発射 日本海に落下か"),
        ("zh", "朝鲜向日本海发射弹道导弹"),
        ("ru", "КНДР выпустила баллистическую ракету в сторону Японского моря"),
    ],
)
def test_the_same_event_in_another_language_joins(language: str, title: str) -> None:
    """Countries, acts, weapons and seas are the same in every language."""
    assert joins(said(FIRED, outlet="Hangang Wire"), said(title, language, after=10 * MINUTE)) is not None


@pytest.mark.parametrize(
    ("known", "other", "after"),
    [
        (FIRED, "North Korea fires ballistic missile toward East Sea", 26 * HOUR),
        (FIRED, "Iran fires ballistic missile toward Gulf of Oman", 2 * HOUR),
        ("Russian strike on Odesa kills three", "Russian strike on Odesa kills five", 25 * HOUR),
        ("Israeli strike on Gaza kills six", "Israeli strike in Lebanon kills six", HOUR),
        ("US imposes sanctions on Iranian oil tankers", "US imposes sanctions on North Korean hackers", 3 * HOUR),
        ("SpaceX launches 23 Starlink satellites", "SpaceX launches astronauts to space station", 3 * HOUR),
        ("SpaceX set to launch astronauts tonight", "SpaceX launch of astronauts called off", 3 * HOUR),
        ("US imposes sanctions on Iranian oil tankers", "Why do sanctions on Iran matter?", HOUR),
        ("Canada sanctions Belarus officials", "Belarus vows to retaliate for Canada sanctions", 3 * HOUR),
    ],
)
def test_different_events_stay_apart(known: str, other: str, after: timedelta) -> None:
    """Another day, country, place, target, payload or step; an explanation is no event, an answer another one."""
    assert joins(said(known, outlet="Hangang Wire"), said(other, after=after)) is None


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (FIRED, "North Korea launches missile that lands outside Japan's economic zone"),
        ("North Korea launches spy satellite, Seoul says", "North Korea fires space rocket southward: JCS"),
        ("북한, 동해상으로 탄도미사일 발사", "North Korea fires ballistic missile into East Sea"),
    ],
)
def test_headlines_alone_tell_the_same_launch(known: str, other: str) -> None:
    """An actor's act of three hours ago, told by another outlet in other words and without a text, is no new one."""
    assert joins(said(known, outlet="Hangang Wire"), said(other, after=3 * HOUR)) is not None


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Sweden launches a spy satellite", "Norway launches a spy satellite"),
        ("Sweden launches a spy satellite", "Sweden launches a weather satellite"),
        ("Sweden fires a ballistic missile", "Sweden test-fires a cruise missile"),
        ("Iran launches missile at target in sea drill", "Iran launches satellite into orbit"),
        ("China launches rocket carrying satellites", "China fires missiles in drill near Taiwan"),
    ],
)
def test_headlines_alone_tell_different_launches(known: str, other: str) -> None:
    """Who launched and what keeps two launches of an hour apart, however rare the word that they share."""
    assert joins(said(known, outlet="Hangang Wire"), said(other, after=HOUR)) is None


@pytest.mark.parametrize("outlets", [1, 7, len(TITLES)])
def test_a_drill_has_as_many_stories_as_events(outlets: int) -> None:
    """Two hundred launches by twenty countries within minutes are two hundred stories, by however many outlets."""
    stories = OpenStories()
    for number, title in enumerate(TITLES):
        new = launched(title, outlet=f"Outlet {number % outlets}", after=number * MINUTE)
        assert stories.find(new, new.published_at) is None, title
        stories.keep(story(id=number, reports=(new,), opened_at=new.published_at, updated_at=new.published_at))


@pytest.mark.parametrize(
    ("known", "other", "together"),
    [
        ("Iran fires a ballistic missile", "China fires a ballistic missile", False),
        ("Iran fires a ballistic missile", "Iran fires a ballistic missile, Japan says", True),
        ("South Korea says North Korea fired a ballistic missile", "북한, 탄도미사일 발사", True),
        (
            "Russian Soyuz rocket launches Iranian satellites into orbit",
            "Iran launches two satellites from Russia",
            True,
        ),
        ("Japan condemns a ballistic missile that North Korea fired", "North Korea fired a ballistic missile", True),
    ],
)
def test_who_launched_keeps_launches_apart(known: str, other: str, *, together: bool) -> None:
    """Two countries' launches are two events though all other words agree; who only speaks of one launches nothing."""
    language = "ko" if "가" <= other[0] <= "힣" else "en"
    new = launched(other, language=language, after=HOUR)
    assert (joins(launched(known, outlet="Hangang Wire"), new) is not None) is together


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("North Korea and Japan: a year of silence", "일본·북한 축구 대표팀 도쿄서 만난다"),
        (
            "Council committee adds six ships to North Korea sanctions list",
            "정부, 대북 독자제재 발표…개인 8명·기관 3곳 지정",
        ),
    ],
)
def test_countries_alone_are_no_event(known: str, other: str) -> None:
    """Nor is one act with them: two languages need more in common, since much happens to the same country."""
    assert joins(said(known, outlet="Hangang Wire"), said(other, "ko", after=HOUR)) is None


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Israel strikes Iran", "이스라엘, 이란 공습"),
        ("Russia hits drone demonstration near Kyiv", "러, 탄도미사일로 키이우 인근 무기전시회 타격"),
    ],
)
def test_who_did_what_to_whom_is_an_event(known: str, other: str) -> None:
    """In two languages two countries and one act of theirs, or the place, are enough."""
    assert joins(said(known, outlet="Hangang Wire"), said(other, "ko", after=HOUR)) is not None


def test_stories_that_closed_take_no_room() -> None:
    """An entry is set beside those that are open, however many older ones are more like it and were not let go yet."""
    stories = OpenStories()
    for number in range(1, 1 + 2 * CANDIDATES):
        stories.keep(story(id=number, reports=(said(f"{FIRED}, {number}"),), opened_at=NOON, updated_at=NOON))
    known = said("North Korean missile falls into sea", after=72 * HOUR)
    stories.keep(story(id=1000, reports=(known,), opened_at=NOON + 72 * HOUR, updated_at=NOON + 72 * HOUR))
    new = said(f"{FIRED}, falls into sea", outlet="Donghae News", after=72 * HOUR + MINUTE)

    pairs = stories.pairs(new, stories.compared(load_features().of(new.title, "", "en")), new.published_at)
    assert [pair.known.story.id for pair in pairs] == [1000]


def test_what_only_says_that_it_is_urgent_is_nothing_in_common() -> None:
    """The marks that agencies put before a title are on every title of the hour."""
    known = said("[속보] 러시아 유조선 나포", "ko", outlet="Hangang Wire")

    def weights(told: Report) -> Mapping[str, float]:
        return load_features().of(told.title, told.lead, told.language).weights

    assert weights(known) == weights(replace(known, title="러시아 유조선 나포"))


def test_a_tanker_that_was_intercepted_yesterday_is_the_same_tanker() -> None:
    """Unlike drones, of which more are intercepted every night."""
    known = said("Spanish navy intercepts sanctioned tanker off Canary Islands", outlet="Hangang Wire")

    assert joins(known, said("Spain intercepts sanctioned tanker near Canary Islands", after=20 * HOUR)) is not None


def test_an_older_story_that_grows_hides_no_page_of_a_newer_one() -> None:
    """A page was written on and so tells of two stories; which of them grew last, or was read last, does not matter."""
    page = "https://hangang.example/live"
    before = replace(said("Orbital rocket set to launch satellite tonight"), link=page)
    flown = replace(said("Orbital rocket launched satellite into orbit", after=3 * HOUR), link=page)
    old, new = (
        story(id=number, reports=(one,), opened_at=one.published_at, updated_at=one.published_at)
        for number, one in enumerate((before, flown), 1)
    )
    again = replace(said("Orbital rocket launched satellite into orbit: highlights", after=4 * HOUR), link=page)

    for order in ((old, new), (new, old), (old, new, old)):
        found = OpenStories.of(order).find(again, again.published_at)
        assert found is not None
        assert (found[0].id, found[1].reason) == (2, Reason.LINK)


def test_sanctions_of_the_same_parties_join_though_told_in_other_words() -> None:
    """Who imposes them and on whom says more than the words; a day later it is the next round."""
    known = said(
        "Canada imposes sanctions on Belarus over crackdown on protesters",
        outlet="Hangang Wire",
        lead="Ottawa froze the accounts of nine officials, the foreign ministry said.",
    )
    title = "Canada sanctions judges and police chiefs of Belarus for beatings"
    lead = "The measures bar them from travel; exporters of machines are warned."

    assert joins(known, said(title, lead=lead, after=HOUR)) is not None
    assert joins(known, said(title, lead=lead, after=25 * HOUR)) is None


def test_an_alert_goes_to_the_story_that_is_most_like_it() -> None:
    """Yesterday's launch is open beside today's."""
    yesterday = said(FIRED, outlet="Hangang Wire", after=-26 * HOUR)
    today = said(FIRED, outlet="Hangang Wire")
    stories = OpenStories.of(
        story(id=number, reports=(one,), opened_at=one.published_at, updated_at=one.published_at)
        for number, one in enumerate((yesterday, today), 1)
    )

    found = stories.find(said(FIRED, after=HOUR), NOON + HOUR)
    assert found is not None
    assert found[0].id == 2


def test_a_retraction_finds_what_it_takes_back() -> None:
    """Though it speaks of the launch as of something else."""
    assert joins(said(FIRED, outlet="Hangang Wire"), said(f"RETRACTED: {FIRED}", outlet="Hangang Wire", after=HOUR))


def test_closed_stories_are_let_go() -> None:
    """Memory holds open stories only, whatever they were found by."""
    stories = opened_by(said(FIRED, outlet="Hangang Wire", lead=LEAD))
    stories.close(NOON + OPEN_FOR + HOUR)

    assert len(stories) == 0
    assert (stories._by_address, stories._by_shingle, stories._by_feature) == ({}, {}, {})
    assert stories.find(said(FIRED, lead=LEAD), NOON) is None


def test_a_story_that_grew_is_found_by_its_new_report() -> None:
    """`keep` learns of the reports that came since, from whichever process."""
    stories = opened_by(said(FIRED, outlet="Hangang Wire"))
    other = report("Donghae News", title="Something else altogether", link="https://donghae.example/9")
    stories.keep(story(reports=(said(FIRED, outlet="Hangang Wire"), other)))

    assert stories.find(replace(other, outlet="Pacific Desk"), NOON) is not None


def test_a_story_without_an_id_is_not_kept() -> None:
    """What is not stored yet cannot be joined."""
    with pytest.raises(ValueError, match="id"):
        OpenStories().keep(story(id=None))


def test_what_happens_every_day_is_the_next_days() -> None:
    """The same words join for a day, and are another event's the next morning, though reports came all the time."""
    stories = OpenStories()
    found: list[int] = []
    for hours in range(0, 48, 3):
        new = said(FIRED, outlet=f"Outlet {hours}", after=hours * HOUR)
        joined = stories.find(new, new.published_at)
        known = joined[0] if joined else story(id=1 + len(set(found)), reports=(), opened_at=new.published_at)
        found.append(known.id or 0)
        stories.keep(replace(known, reports=(*known.reports, new), updated_at=new.published_at))
    assert found == [1] * 7 + [2] * 7 + [3] * 2

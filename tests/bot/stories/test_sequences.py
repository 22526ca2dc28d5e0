"""Short sequences of reports, and what a subscriber gets of each: a new alert, a ring, or nothing; and the fires."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.model import Arrival, Change, Story
from bot.stories.cluster import OpenStories
from tests.making import NOON, arrival, detector, source

NEW, RING, SAME = "new", "ring", "same"
"""A message of its own; an edit that rings, since it is graver or taken back; at most an edit without a sound."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report, minutes after noon, by an outlet of its own unless named, and what comes of it with how many fires."""

    after: int
    title: str
    gets: str
    fires: int
    language: str = "en"
    outlet: str = ""
    text: str = ""


SEQUENCES: dict[str, Sequence[Told]] = {
    "a missile turns out to be an ICBM": (
        Told(0, "North Korea fires ballistic missile toward East Sea", NEW, 3, outlet="Hangang Wire"),
        Told(9, "(LEAD) North Korea fires ICBM toward East Sea", RING, 5, outlet="Hangang Wire"),
    ),
    "미사일이 ICBM으로 밝혀진다": (
        Told(0, "북한, 동해상으로 탄도미사일 발사", NEW, 3, "ko", outlet="Hangang Wire"),
        Told(9, '[속보] 합참 "북한, 동해상으로 ICBM 발사"', RING, 5, "ko", outlet="Hangang Wire"),
    ),
    "another country sees more": (
        Told(0, "North Korea fires ballistic missile toward sea, Seoul says", NEW, 3),
        Told(20, "North Korea missile was ICBM-class and flew 73 minutes, Japan says", RING, 5),
    ),
    "two missiles on two days": (
        Told(0, "North Korea fires short-range ballistic missile into East Sea", NEW, 3),
        Told(20 * 60, "North Korea fires ICBM into East Sea", NEW, 5),
    ),
    "two countries test in one quarter of an hour": (
        Told(0, "India test-fires ballistic missile off Odisha coast", NEW, 3),
        Told(14, "Pakistan test-fires ballistic missile off Balochistan coast", NEW, 3),
    ),
    "인도와 파키스탄이 15분 사이에 시험한다": (
        Told(0, "인도, 탄도미사일 시험발사", NEW, 3, "ko"),
        Told(14, "파키스탄, 탄도미사일 시험발사", NEW, 3, "ko"),
    ),
    "two launches of one constellation from two coasts": (
        Told(0, "SpaceX launches Starlink satellites from Cape Canaveral, Florida", NEW, 1),
        Told(300, "SpaceX launches Starlink satellites from Vandenberg, California", NEW, 1),
    ),
    "two rockets of one minute in one outlet": (
        Told(0, "Rocket with satellite lifts off from Sohae launch site", NEW, 2, outlet="Hangang Wire"),
        Told(1, "Iran launches Simorgh rocket with satellite", NEW, 2, outlet="Hangang Wire"),
    ),
    "a nuclear test is told by many": (
        Told(0, "North Korea carries out seventh nuclear test", NEW, 5),
        Told(5, "North Korea conducts seventh nuclear test, magnitude 6.1 quake detected", SAME, 5),
        Told(7, "북한, 7차 핵실험 감행…규모 6.1 지진", SAME, 5, "ko"),
    ),
    "a test is feared, then comes": (
        Told(0, "North Korea prepares for seventh nuclear test at Punggye-ri, Seoul says", NEW, 2),
        Told(26 * 60, "North Korea carries out seventh nuclear test at Punggye-ri", NEW, 5),
    ),
    "a report is withdrawn": (
        Told(0, "North Korea fires missile toward East Sea", NEW, 3, outlet="Hangang Wire"),
        Told(30, "(Withdrawn) North Korea fires missile toward East Sea", RING, 3, outlet="Hangang Wire"),
    ),
    "보도가 취소된다": (
        Told(0, "북한, 동해상으로 미사일 발사", NEW, 3, "ko", outlet="Hangang Wire"),
        Told(30, "[정정] 북한, 동해상으로 미사일 발사하지 않아", RING, 3, "ko", outlet="Hangang Wire"),
    ),
    "a daily war": (
        Told(0, "Russian drone strike on Kharkiv injures two", NEW, 2),
        Told(26 * 60, "Russian drone strike on Odesa injures three", NEW, 2),
    ),
    "a war opens and goes on": (
        Told(0, "US launches strikes on Iranian nuclear sites", NEW, 5),
        Told(26 * 60, "US strikes Iranian missile depots on second day", NEW, 2),
    ),
    "a round of sanctions is told by two": (
        Told(0, "US imposes sanctions on North Korean hackers", NEW, 3),
        Told(40, "Treasury sanctions North Korean hackers over crypto theft", SAME, 3),
    ),
    "a launch is announced, then flown": (
        Told(0, "North Korea to launch spy satellite next week, Japan says", NEW, 2),
        Told(4 * 24 * 60, "North Korea launches spy satellite", NEW, 4),
    ),
    "two cities are struck within the hour": (
        Told(0, "Russian drones strike Kharkiv, wounding four", NEW, 2),
        Told(35, "Russian drones strike Odesa, wounding six", NEW, 2),
        Told(45, "러시아 드론, 오데사 공습…6명 부상", SAME, 2, "ko"),
        Told(50, "Дроны атаковали Харьков, четверо раненых", SAME, 2, "ru"),
    ),
    "два города за час": (
        Told(0, "Ракетный удар по Сумам: погибли трое", NEW, 2, "ru"),
        Told(30, "Ракетный удар по Полтаве: погибли двое", NEW, 2, "ru"),
    ),
    "a part of a place that was struck": (
        Told(0, "Israeli airstrike on Gaza kills nine", NEW, 2),
        Told(20, "Israeli airstrike on Rafah kills nine, medics say", SAME, 2),
        Told(60, "Israeli airstrike on Nuseirat kills five", NEW, 2),
    ),
    "two companies launch from one cape": (
        Told(0, "ULA's Atlas 5 rocket launches from Cape Canaveral", NEW, 2),
        Told(300, "SpaceX's Falcon 9 rocket launches from Cape Canaveral", NEW, 2),
    ),
    "two rockets of one company": (
        Told(0, "SpaceX launches Falcon 9 with satellites from Florida", NEW, 2),
        Told(420, "SpaceX launches Falcon Heavy with satellites from Florida", NEW, 2),
    ),
    "two programmes of one country": (
        Told(0, "我国成功发射国网低轨卫星", NEW, 2, "zh"),
        Told(400, "我国成功发射遥感卫星", NEW, 2, "zh"),
        Told(405, "China launches Yaogan remote sensing satellite", SAME, 2),
    ),
    "one more missile of the day": (
        Told(0, "North Korea fires ballistic missile toward East Sea", NEW, 3),
        Told(240, "North Korea fires second ballistic missile of the day toward East Sea", NEW, 3),
        Told(250, "북한, 동해상으로 탄도미사일 또 발사", SAME, 3, "ko"),
    ),
    "one more missile within the hour": (
        Told(0, "North Korea fires ballistic missile toward East Sea", NEW, 3),
        Told(20, "North Korea fires ballistic missile, Japan says", SAME, 3),
        Told(60, "North Korea fires another ballistic missile toward East Sea", NEW, 3),
        Told(65, "북한, 동해상으로 탄도미사일 추가 발사", SAME, 3, "ko"),
    ),
    "再び発射、一時間以内": (
        Told(0, "北朝鮮が弾道ミサイルを発射", NEW, 3, "ja"),
        Told(50, "北朝鮮がまた弾道ミサイルを発射", NEW, 3, "ja"),
    ),
    "what a strike did": (
        Told(0, "Russia strikes Kyiv", NEW, 2),
        Told(120, "Nine killed in strikes on Kyiv", SAME, 2),
        Told(130, "키이우 공습으로 9명 사망", SAME, 2, "ko"),
    ),
    "что сделал удар": (
        Told(0, "Россия нанесла удар по Киеву", NEW, 2, "ru"),
        Told(120, "При ударе по Киеву погибли девять человек", SAME, 2, "ru"),
    ),
    "ещё одна ракета": (
        Told(0, "КНДР запустила баллистическую ракету в сторону Японского моря", NEW, 3, "ru"),
        Told(240, "КНДР запустила ещё одну баллистическую ракету в сторону Японского моря", NEW, 3, "ru"),
    ),
    "再び発射": (
        Told(0, "北朝鮮が弾道ミサイルを発射", NEW, 3, "ja"),
        Told(240, "北朝鮮が再び弾道ミサイルを発射", NEW, 3, "ja"),
    ),
    "one side's missile is the other's satellite": (
        Told(0, "北朝鮮が弾道ミサイルの可能性があるものを発射 防衛省", NEW, 3, "ja"),
        Told(6, '합참 "북한, 군사정찰위성 주장 우주발사체 발사"', RING, 4, "ko"),
        Told(20, "North Korea launches reconnaissance satellite, state media says", SAME, 4),
    ),
    "a quake is felt before the test is told": (
        Told(0, "북한 길주서 규모 5.6 인공지진 감지", NEW, 5, "ko"),
        Told(8, '대통령실 "북한 핵실험 가능성 분석"', SAME, 5, "ko"),
        Told(60, "North Korea says it exploded hydrogen bomb", SAME, 5),
    ),
    "a war opens in three languages": (
        Told(0, "China attacks Taiwan, explosions heard", NEW, 5),
        Told(7, "Китай нанес удар по Тайваню", SAME, 5, "ru"),
        Told(12, "中国が台湾を攻撃", SAME, 5, "ja"),
    ),
    "a launch is told of as done, then fails": (
        Told(0, "India's PSLV lifts off with satellite from Sriharikota", NEW, 2),
        Told(25, "PSLV rocket mission fails to put satellite into orbit, India says", SAME, 2),
    ),
    "somebody answers, and somebody meets": (
        Told(0, "North Korea fires ICBM into East Sea", NEW, 5),
        Told(90, "Japan condemns North Korea's ICBM launch", SAME, 5),
        Told(240, "Security Council to meet on North Korea's ICBM launch", SAME, 5),
    ),
    "state media tell of it the next day": (
        Told(0, "North Korea fires cruise missiles into Yellow Sea", NEW, 3),
        Told(1300, "Missile Drill Held", SAME, 3, text="The DPRK fired cruise missiles on November 24."),
    ),
    "another launch is told by another time of day": (
        Told(0, "북한, 동해로 탄도미사일 발사", NEW, 3, "ko", text="북한이 오전 6시 20분 탄도미사일을 발사했다."),
        Told(60, "북한, 탄도미사일 또 발사", NEW, 3, "ko", text="북한이 오전 7시 20분 탄도미사일을 또 발사했다."),
    ),
    "each title names whose missile it is": (
        Told(0, "India test-fires ballistic missile", NEW, 3),
        Told(14, "Pakistan test-fires ballistic missile amid tensions with India", NEW, 3),
    ),
    "a newsroom takes back in other words": (
        Told(0, "快訊／以色列空襲伊朗", NEW, 5, "zh", outlet="Hangang Wire"),
        Told(20, "更正／以色列未空襲伊朗 爆炸為意外", RING, 5, "zh", outlet="Hangang Wire"),
    ),
    "two states sanction the same on one day": (
        Told(0, "US sanctions 8 individuals over North Korean hacking", NEW, 3),
        Told(240, "South Korea sanctions 4 individuals over North Korean hacking", NEW, 3),
    ),
    "a death toll rises": (
        Told(0, "Russian missile strike on Kharkiv kills eight", NEW, 2),
        Told(150, "Death toll in Kharkiv strike rises to 13", RING, 3),
    ),
    "who asks tells of no event": (Told(0, "[Q&A] 북한은 왜 위성을 발사하나", NEW, 2, "ko"),),
    "one decision told in three ways": (
        Told(0, "UAE halts trade with Iran after new missile fire", NEW, 2),
        Told(20, "UAE says trade with Iran is halted after missile fire", SAME, 2),
        Told(40, "UAE stops all trade with Iran as missiles land off its coast", SAME, 2),
    ),
}


def played(sequence: Sequence[Told]) -> list[tuple[str, int]]:
    """What a subscriber to everything gets of each report, and the story's fires then."""
    known, stories, got = detector(), OpenStories(), []
    shown: dict[int | None, Story] = {}
    for number, told in enumerate(sequence, 1):
        at = NOON + timedelta(minutes=told.after)
        stories.close(at)
        detection = known.detect(_arrival(number, told), stories, at)
        assert detection.story is not None, told.title
        story = replace(detection.story, id=detection.story.id or number)
        stories.keep(story)
        before = shown.get(story.id)
        rings = before is not None and (
            story.severity > before.severity or (story.retracted_at is not None and before.retracted_at is None)
        )
        got.append((NEW if detection.change is Change.NEW else RING if rings else SAME, story.severity))
        shown[story.id] = story
    return got


def _arrival(number: int, told: Told) -> Arrival:
    at = NOON + timedelta(minutes=told.after)
    made = arrival(told.title, text=told.text, language=told.language, published_at=at, url=None, link=None)
    outlet = source(told.outlet or f"Outlet {number}", language=told.language)
    return replace(made, id=number, source=outlet, seen_at=at)


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_sequence_as_a_subscriber_would_judge_it(name: str) -> None:
    """One alert an event, as grave as it is, and a ring for what one must not sleep through."""
    sequence = SEQUENCES[name]

    assert played(sequence) == [(told.gets, told.fires) for told in sequence]

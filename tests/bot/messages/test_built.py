"""Headlines that are built of facts: as newspapers have them, in each language, and none where facts do not suffice."""

import pytest

from bot.facts.merge import StoryFacts, merge
from bot.facts.read import read_facts
from bot.messages.built import MARK, Built
from bot.messages.i18n import load_speech
from bot.messages.naming import Naming
from bot.messages.render import Renderer
from bot.model import Tier
from bot.topics.definitions import load_topics
from tests.making import NOON, read, report, story, subscriber

BUILT = Built(load_speech(), Naming(load_speech()))
RENDERER = Renderer(load_speech(), {topic.key: topic for topic in load_topics()})
TOPICS = ("launches", "sanctions", "nuclear", "strikes")


def told(title: str, language: str) -> StoryFacts:
    """The facts of a report of this title."""
    return merge([("Wire", Tier.PRESS, read_facts(read(title, "", language), NOON, TOPICS))])


@pytest.mark.parametrize(
    ("title", "language", "english", "korean", "japanese"),
    [
        (
            "北, 단거리 탄도미사일 여러 발 동해상으로 발사",
            "ko",
            "North Korea fires several short-range ballistic missiles toward the East Sea (Sea of Japan)",
            "북한, 동해상으로 단거리 탄도미사일 여러 발 발사",
            "北朝鮮、日本海に向け短距離弾道ミサイル数発を発射",
        ),
        (
            "КНДР запустила баллистическую ракету",
            "ru",
            "North Korea fires a ballistic missile",
            "북한, 탄도미사일 1발 발사",
            "北朝鮮、弾道ミサイル1発を発射",
        ),
        (
            "北朝鮮が弾道ミサイルの可能性があるものを発射",
            "ja",
            "North Korea carries out suspected ballistic missile launch",
            "북한, 탄도미사일 추정 발사체 발사",
            "北朝鮮、弾道ミサイルの可能性があるものを発射",
        ),
        ("神舟二十号载人飞船发射取得圆满成功", "zh", "Shenzhou-20 launched", "선저우 20호 발사", "神舟20号を打ち上げ"),
        (
            "中 창정 7A호 로켓 발사 실패",
            "ko",
            "China Long March 7A launch fails",
            "중국, 창정 7A호 발사 실패",
            "中国、長征7A号の打ち上げに失敗",
        ),
        (
            "美, 이란·베네수엘라 무기거래 제재",
            "ko",
            "United States imposes sanctions related to Iran and Venezuela",
            "미국, 이란 및 베네수엘라 관련 제재 부과",
            "米国、イラン、ベネズエラ関連の制裁を発動",
        ),
        (
            "美, 벨라루스 제재 완화",
            "ko",
            "United States eases sanctions related to Belarus",
            "미국, 벨라루스 관련 제재 완화",
            "米国、ベラルーシ関連の制裁を緩和",
        ),
        (
            '이란 "美 제재 해제시 양보 가능"',
            "ko",
            "About sanctions: Iran, United States",
            "제재 관련 소식: 이란, 미국",
            "制裁関連のニュース：イラン、米国",
        ),
        (
            "КНДР провела ядерное испытание",
            "ru",
            "North Korea carries out nuclear test",
            "북한, 핵실험 실시",
            "北朝鮮、核実験を実施",
        ),
        (
            "朝鲜准备第七次核试验",
            "zh",
            "North Korea prepares nuclear test",
            "북한, 핵실험 준비",
            "北朝鮮、核実験を準備",
        ),
        (
            "以色列空袭伊朗核设施",
            "zh",
            "Israel strikes nuclear target in Iran",
            "이스라엘, 이란 핵시설 공격",
            "イスラエル、イランの核施設を攻撃",
        ),
        (
            "Израиль атаковал Иран ракетами",
            "ru",
            "Israel strikes Iran",
            "이스라엘, 이란 공격",
            "イスラエル、イランを攻撃",
        ),
    ],
)
def test_a_headline_is_built_in_each_language(
    title: str, language: str, english: str, korean: str, japanese: str
) -> None:
    """What the title plainly tells, and nothing else."""
    facts = told(title, language)

    assert [BUILT.headline(facts, TOPICS, reader) for reader in ("en", "ko", "ja")] == [english, korean, japanese]


def test_a_step_goes_before_what_is_only_spoken_of() -> None:
    """Of two reports, the one that tells something plainly is told."""
    both = merge(
        [
            ("A", Tier.PRESS, read_facts(read('이란 "美 제재 해제시 양보 가능"', "", "ko"), NOON, TOPICS)),
            ("B", Tier.PRESS, read_facts(read("美, 이란 추가 제재", "", "ko"), NOON, TOPICS)),
        ]
    )

    assert BUILT.headline(both, TOPICS, "en") == "United States imposes sanctions related to Iran"


def test_facts_that_do_not_suffice_make_no_headline() -> None:
    """Then the original stands alone."""
    assert BUILT.headline(StoryFacts(), TOPICS, "en") is None
    assert BUILT.headline(told("민간 주도 우주 시대", "ko"), TOPICS, "en") is None
    assert BUILT.headline(told("美, 벨라루스 제재 완화", "ko"), ("strikes",), "en") is None


def test_an_alert_of_foreign_reports_has_a_built_headline_above_the_original() -> None:
    """Marked, and the original with its link and language below; a report that the reader can read ends that."""
    title = "北, 탄도미사일 2발 발사"
    facts = read_facts(read(title, "", "ko"), NOON, TOPICS)
    korean = report("연합뉴스", title=title, language="ko", facts=facts, newsroom="Yonhap")
    foreign = story(headline=title, summary="", language="ko", reports=(korean,))

    english = RENDERER.alert(foreign, subscriber(), NOON).text
    assert english.startswith(f"🔥🔥🔥 <b>North Korea fires 2 ballistic missiles</b> {MARK}\n")
    assert f'<a href="https://hangang.example/1">{title}</a> <i>(in Korean)</i>' in english
    assert "Reported by Yonhap <tg-time" in english
    assert "North Korea fires 2 ballistic missiles" in RENDERER.ring(foreign, subscriber()).text
    at_home = RENDERER.alert(foreign, subscriber(language="ko"), NOON).text
    assert MARK not in at_home
    assert "보도: 연합뉴스 <tg-time" in at_home
    both = story(headline=title, summary="", language="ko", reports=(korean, report(title="Pyongyang tests missiles")))
    assert "<b>Pyongyang tests missiles</b>" in RENDERER.alert(both, subscriber(), NOON).text


def test_a_list_has_the_english_original_rather_than_what_it_is_about() -> None:
    """Where there is room for one line, that tells more; in letters that few can read, it tells less."""
    for title, language, shown in (
        ("Why North Korea fired a missile", "en", "Why North Korea fired a missile"),
        ("North Korea fires ballistic missile", "en", f"북한, 탄도미사일 1발 발사 {MARK}"),
        ("金正恩宣布停止導彈發射", "zh", f"미사일 발사 관련 소식: 북한 {MARK}"),
    ):
        facts = read_facts(read(title, "", language), NOON, ["launches"])
        one = report(title=title, language=language, facts=facts)
        made = story(headline=title, summary="", language=language, reports=(one,))

        assert shown in RENDERER.ring(made, subscriber(language="ko")).text


@pytest.mark.parametrize("language", BUILT.speech.languages)
def test_help_explains_the_mark(language: str) -> None:
    """Whoever sees it can ask."""
    assert MARK in BUILT.speech.say(language, "help", feeds=1, commands="")

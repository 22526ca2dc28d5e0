"""One to five fires: what each sort of event gets, and why."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from bot.errors import DataError
from bot.facts.read import read_facts
from bot.model import Tier
from bot.model.facts import Facts
from bot.stories.severity import TOPIC, judge, parse_rules, rules, severity
from bot.stories.wars import placed
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


SCALE = [
    # Five: the exceptional.
    (5, "nuclear-test", "nuclear", "en", "North Korea carries out seventh nuclear test"),
    (5, "nuclear-test", "nuclear", "ko", "북한, 7차 핵실험 감행"),
    (5, "nuclear-test", "nuclear", "ja", "北朝鮮が7回目の核実験を実施"),
    (5, "nuclear-test", "nuclear", "zh", "朝鲜进行第七次核试验"),
    (5, "nuclear-test", "nuclear", "ru", "КНДР провела седьмое ядерное испытание"),
    (5, "nuclear-test", "nuclear", "en", "Magnitude 5.6 quake in North Korea: nuclear test suspected"),
    (5, "nuclear-test", "nuclear", "en", "(URGENT) North Korea conducts nuclear test"),
    (5, "nuclear-test", "nuclear", "ko", "함경북도 길주서 규모 5.5 인공지진"),
    (5, "nuclear-test", "nuclear", "ja", "北朝鮮で人工地震を観測"),
    (5, "nuclear-test", "nuclear", "zh", "朝鲜进行核试验"),
    (5, "icbm", "launches", "en", "North Korea fires ICBM"),
    (5, "icbm", "launches", "ko", "북한, 대륙간탄도미사일 발사"),
    (5, "icbm", "launches", "ja", "北朝鮮がICBMを発射"),
    (5, "icbm", "launches", "zh", "朝鲜发射洲际弹道导弹"),
    (5, "icbm", "launches", "ru", "КНДР запустила межконтинентальную баллистическую ракету"),
    (5, "war", "strikes", "en", "US strikes Iranian nuclear sites"),
    (5, "war", "strikes", "en", "India launches missiles at Pakistan"),
    (5, "war", "strikes", "ko", "미국, 이란 핵시설 공습"),
    (5, "war", "strikes", "ja", "イスラエルがイランを空爆"),
    (5, "war", "strikes", "zh", "美军空袭伊朗核设施"),
    (5, "war", "strikes", "ru", "Израиль нанес удары по Ирану"),
    # Four: grave, and rare.
    (4, "many-killed", "strikes", "en", "Israeli airstrike kills 120 in Gaza"),
    (4, "leader", "strikes", "en", "Israeli airstrike kills president of Yemen, 15 others killed"),
    (4, "long-range", "launches", "en", "North Korea fires intermediate-range missile"),
    (4, "satellite-north", "launches", "ko", "북한, 정찰위성 발사"),
    (4, "satellite-north", "launches", "ko", "북, 정찰위성 발사 진행"),
    (4, "long-range", "launches", "ko", "북, 신형중장거리탄도미싸일시험발사 진행"),
    (4, "salvo", "launches", "en", "North Korea fires 10 short-range missiles"),
    (4, "major-round", "sanctions", "en", "UN Security Council adopts sanctions on North Korea"),
    (4, "major-round", "sanctions", "en", "US imposes sanctions on 40 companies"),
    # Three: what one wants to know at once.
    (3, "short-range", "launches", "en", "North Korea fires ballistic missile"),
    (3, "short-range", "launches", "ja", "北朝鮮が弾道ミサイルを発射"),
    (3, "sanctions", "sanctions", "en", "US imposes sanctions on Belarus"),
    (3, "killed", "strikes", "en", "Russia launches 50 missiles at Ukraine, kills 12"),
    (3, "killed", "strikes", "ko", "이스라엘군 가자 공습…30명 사망"),
    (3, "killed", "strikes", "en", "Death toll from Russian missile strike on Poltava climbs to 13"),
    (3, "killed", "strikes", "ru", "Число погибших при ударе по Полтаве выросло до 13"),
    # Two: the daily course of wars, routine in space, what is announced or proposed.
    (2, "strike", "strikes", "en", "Russian drone strike on Kharkiv injures two"),
    (2, "strike", "strikes", "ko", "러시아, 우크라이나 키이우 공습…3명 사망"),
    (2, "strike", "strikes", "ru", "Удар по Харькову: двое раненых"),
    (2, "strike", "strikes", "en", "Pakistan shells Indian border posts, killing 3"),
    (2, "satellite", "launches", "en", "China launches satellite"),
    (2, "satellite", "launches", "en", "NASA launches astronauts to space station"),
    (2, "planned", "launches", "en", "Japan to launch satellite"),
    (2, "drill", "launches", "en", "North Korea tests engine for new ICBM"),
    (2, "drill", "launches", "ko", "북한, ICBM용 고체연료 엔진 시험"),
    (2, "proposal", "sanctions", "en", "EU proposes sanctions on Belarus"),
    (2, "nuclear-step", "nuclear", "en", "North Korea prepares for seventh nuclear test"),
    (2, "planned", "launches", "ko", "북한, 연내 ICBM 발사 가능성"),
    (2, "nuclear-step", "nuclear", "ko", "북한 7차 핵실험 임박"),
    # One: what is said, and what happens every day.
    (1, "constellation", "launches", "en", "SpaceX launches 24 Starlink satellites"),
    (1, "constellation", "launches", "en", "Falcon 9 launches Starlink satellites"),
    (1, "strike-averted", "strikes", "en", "Ukraine shoots down 40 Russian drones overnight"),
    (1, "reaction", "launches", "en", "UN condemns North Korea's ICBM launch"),
    (1, "reaction", "launches", "en", "Security Council to meet on North Korea's missile launch"),
    (1, "reaction", "launches", "ko", "군, 북한 위성 발사체 잔해 인양"),
    (1, "statement", "nuclear", "ko", '북한 "핵실험 계획 없다"'),
    (1, "statement", "sanctions", "en", "Iran condemns US sanctions"),
    (1, "statement", "strikes", "en", "Trump threatens to strike Iran"),
    (1, "statement", "nuclear", "en", "South Korea condemns North's nuclear test"),
    (1, "statement", "nuclear", "en", "North Korea did not conduct nuclear test, Seoul says"),
    (1, "statement", "nuclear", "en", "Victims of nuclear tests demand compensation"),
]


@pytest.mark.parametrize(("fires", "rule", "topic", "language", "title"), SCALE)
def test_how_many_fires(fires: int, rule: str, topic: str, language: str, title: str) -> None:
    """Each sort of event has its fires in whatever language it is told, and the rule that decided is known."""
    facts = placed(read_facts(read(title, "", language), AT, [topic]), ())
    verdict = judge([topic], facts, Tier.AGENCY)

    assert (verdict.fires, verdict.rule) == (fires, rule)
    assert severity([topic], facts, Tier.AGENCY) == fires


def test_what_only_an_aggregator_tells_is_not_yet_five() -> None:
    """The highest alarm waits for a source of its own."""
    facts = read_facts(read("North Korea fires ICBM", "", "en"), AT, ["launches"])

    assert severity(["launches"], facts, Tier.AGGREGATOR) == 4


def test_without_facts_the_topic_decides() -> None:
    """A subscriber's own query has the severity that it was given."""
    assert judge(["own"], Facts(), Tier.PRESS, otherwise=2) == judge(["own"], Facts(), Tier.OFFICIAL, otherwise=2)
    assert judge(["own"], Facts(), Tier.PRESS, otherwise=2).rule == TOPIC


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_every_rule_has_its_text(language: str) -> None:
    """Whichever rule decides, "Why?" can name it."""
    catalogue = (files("bot.messages") / "data" / "locales" / f"{language}.ftl").read_text("utf-8")

    assert [
        name for name in {TOPIC, *(rule.name for rule in rules())} if f"\nseverity-{name} = " not in catalogue
    ] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule]", "not TOML"),
        ('[[rule]]\nname = "a"\nfires = 6\ntopics = ["x"]', "fires must be"),
        ('[[rule]]\nname = "a"\nfires = 1', "topic or a fact"),
        ('[[rule]]\nname = "a"\nfires = 1\nlaunch = { colour = ["red"] }', "launch.colour is no fact"),
        ('[[rule]]\nname = "a"\nfires = 1\ntopics = ["x"]\nwhen = 1', "when is not known"),
    ],
)
def test_a_wrong_rule_is_named(text: str, says: str) -> None:
    """An editor is told which rule to mend."""
    with pytest.raises(DataError, match=says):
        parse_rules(text)


def test_a_missile_that_is_only_spoken_of_has_not_flown() -> None:
    """What the text behind the title says is not done makes no event of a title that names no launch."""
    title = "정보당국 “북한, 여건 되면 미국과 만날 소지”"
    text = "국회 보고에서 당국은 대미 비난과 ICBM 시험발사 자제 “후계자 내정 단계”라는 판단도 밝혔다."
    launch = read_facts(read(title, text), datetime(2026, 11, 24, tzinfo=UTC), ["launches"]).launch
    assert launch is None or launch.status is None or launch.status.value == "unclear"

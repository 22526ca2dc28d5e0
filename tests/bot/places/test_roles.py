"""Who launches, who sanctions whom: sentences in five languages where it is said, and where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.model import Concern, Evidence, Match, Role
from bot.places.roles import RoleReader, Roles, grammars, load_role_reader
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.text.reading import Sentence
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import NOON, arrival, match, read

LAUNCHES = [
    ("North Korea fires ballistic missile toward the East Sea", "kp"),
    ("Seoul says North Korea launched two missiles", "kp"),
    ("Japan condemns North Korea's missile launch", "kp"),
    ("Seoul's military detects launch of unidentified projectile", ""),
    ("Missile launched by Iran passes over Iraq", "ir"),
    ("SpaceX launches South Korean spy satellite", "us"),
    ("India, in a first, test-fires hypersonic missile", "in"),
    ("China says it has launched a crew to its station", "cn"),
    ("Launch of Iranian satellite fails", "ir"),
    ("Rocket lifts off from a pad in Kazakhstan", ""),
    ("SpaceX's Starship explodes minutes into flight", "us"),
    ('합참 "북, 동해상으로 탄도미사일 발사"', "kp"),
    ("북한이 일본 상공으로 미사일 발사", "kp"),
    ("日, 北 미사일 발사에 항의", "kp"),
    ("미사일을 발사한 이란", "ir"),
    ("인도, 달 탐사선 발사 성공", "in"),
    ("한국 상공에서 유성 관측", ""),
    ("北朝鮮が弾道ミサイルを発射", "kp"),
    ("日本政府は北朝鮮のミサイル発射を非難", "kp"),
    ("中国、宇宙飛行士3人を乗せたロケットを打ち上げ", "cn"),
    ("朝鲜向日本海方向发射导弹", "kp"),
    ("韩国谴责朝鲜试射导弹", "kp"),
    ("中國發射遙感衛星", "cn"),
    ("КНДР запустила баллистическую ракету", "kp"),
    ("Запуск Ираном спутника прошел успешно", "ir"),
    ("Сеул заявил, что КНДР выпустила ракету", "kp"),
]
SANCTIONS = [
    ("U.S. sanctions Russian firms", "us", "ru"),
    ("US sanctions on Iran", "us", "ir"),
    ("China sanctions 30 Canadians", "cn", "ca"),
    ("Japan imposes asset freeze on Pyongyang hackers", "jp", "kp"),
    ("EU agrees new Russia sanctions", "eu", "ru"),
    ("Iran sanctions bite", "", "ir"),
    ("Iran urges US to lift sanctions", "us", ""),
    ("Beijing condemns US sanctions", "us", ""),
    ("North Korea evades UN sanctions", "un", "kp"),
    ("Belarus faces fresh EU sanctions", "eu", "by"),
    ("Britain and Canada slap sanctions on Myanmar generals", "gb ca", "mm"),
    ("Syrian bank sanctioned by Washington", "us", "sy"),
    ("Tanker crews blacklisted by Tokyo", "jp", ""),
    ("UN extends arms embargo against South Sudan", "un", "ss"),
    ("Sanctions imposed by Australia on Russian oil", "au", "ru"),
    ("US eases Venezuela sanctions", "us", "ve"),
    ("New US sanctions hit Russian oil giants", "us", "ru"),
    ("Treasury targets sanctions-hit Iran's tankers", "us", "ir"),
    ("UK Treasury freezes assets under Russia sanctions", "gb", "ru"),
    ("Oil climbs as traders brace for sanctions on Iran", "", "ir"),
    ("Canada joins EU in imposing sanctions on Belarus", "ca eu", "by"),
    ("Talks in Oslo, sanctions unmentioned", "", ""),
    ("유엔 안보리의 대북 제재", "un", "kp"),
    ("한국, 북한 해커 제재", "kr", "kp"),
    ("미 재무부, 러 은행 제재", "us", "ru"),
    ("EU, 러시아 추가 제재 합의", "eu", "ru"),
    ("러시아, 美 제재 비난", "us", ""),
    ("중국, 미국 방산업체 제재", "cn", "us"),
    ("이란 제재 복원", "", "ir"),
    ("미국이 북한에 대한 제재를 연장했다", "us", "kp"),
    ('이란 "美 제재 해제하면 양보"', "us", "ir"),
    ("日, 대북 독자제재 단행", "jp", "kp"),
    ("日本政府、ロシアへの追加制裁を決定", "jp", "ru"),
    ("米、対北朝鮮制裁を強化", "us", "kp"),
    ("EUの対ロ制裁", "eu", "ru"),
    ("国連の制裁決議", "un", ""),
    ("北朝鮮が米国の制裁を非難", "us", ""),
    ("対イラン制裁が復活", "", "ir"),
    ("美国对俄罗斯实施制裁", "us", "ru"),
    ("美国制裁俄罗斯企业", "us", "ru"),
    ("联合国对朝制裁", "un", "kp"),
    ("中方反对美国制裁伊朗", "us", "ir"),
    ("歐盟對俄羅斯追加制裁", "eu", "ru"),
    ("对朝制裁", "", "kp"),
    ("Россия ввела санкции против японских компаний", "ru", "jp"),
    ("санкции США против России", "us", "ru"),
    ("антироссийские санкции ЕС", "eu", "ru"),
    ("Евросоюз продлил санкции в отношении Белоруссии", "eu", "by"),
    ("Иран попал под санкции США", "us", "ir"),
]


def one_sentence(text: str, language: str | None = None) -> Sentence:
    """A text that is one sentence."""
    return read("", "", language).sentence(text)


@pytest.fixture(scope="module")
def reader() -> RoleReader:
    """The reader that ships."""
    return load_role_reader()


@pytest.mark.parametrize(("sentence", "actor"), LAUNCHES)
def test_who_launched(reader: RoleReader, sentence: str, actor: str) -> None:
    """Not who tells of it, not over whom it flew; nobody where the sentence does not say."""
    assert reader.roles(one_sentence(sentence)).actor == tuple(actor.split())


@pytest.mark.parametrize(("sentence", "issuer", "target"), SANCTIONS)
def test_who_sanctions_whom(reader: RoleReader, sentence: str, issuer: str, target: str) -> None:
    """Not who condemns it; unsaid is unknown."""
    roles = reader.roles(one_sentence(sentence))
    assert (" ".join(roles.issuer), " ".join(roles.target)) == (issuer, target)


def test_the_rest_are_concerned(reader: RoleReader) -> None:
    """Each country has one place in the answer."""
    roles = reader.roles(one_sentence("China condemns US sanctions on Iran over drones for Russia", "en"))
    assert roles == Roles(issuer=("us",), target=("ir",), concerned=("cn", "ru"))


def test_a_matchs_countries_are_of_its_topic(reader: RoleReader) -> None:
    """The title says it first, then the evidence; regions come along; a topic without roles has the concerned."""
    told = read("US sanctions North Korea after Iran's launch")
    evidence = (Evidence("sanctions", "Tokyo sanctions Pyongyang too."),)
    assert reader.concerns(told, Match("sanctions", 1, evidence)) == (
        Concern("us", Role.ISSUER, ("americas", "northamerica", "usandcanada")),
        Concern("kp", Role.TARGET, ("korea", "asia", "eastasia")),
        Concern("ir", Role.CONCERNED, ("mideast", "asia", "southasia")),
        Concern("jp", Role.CONCERNED, ("asia", "eastasia")),
    )
    assert {concern.role for concern in reader.concerns(told, match("nuclear"))} == {Role.CONCERNED}


def test_a_detection_names_the_countries_of_its_matches() -> None:
    """And the story that it opens has them too."""
    topics = {topic.key: topic for topic in load_topics()}
    detector = Detector(topics, Matcher(tuple(topics.values())))
    detection = detector.detect(arrival("North Korea fires ballistic missile over Japan"), OpenStories(), NOON)

    (found,) = detection.matches
    assert found.countries == (
        Concern("kp", Role.ACTOR, ("korea", "asia", "eastasia")),
        Concern("jp", regions=("asia", "eastasia")),
    )
    assert detection.story
    assert detection.story.matches == detection.matches


def test_places_follow_from_the_countries() -> None:
    """Codes, regions, and targets by themselves; bystanders only while no target is known."""
    hit = Match("sanctions", 1, (), (Concern("us", Role.ISSUER), Concern("kp", Role.TARGET, ("korea",)), Concern("jp")))
    assert hit.places == ("us", "kp", "korea", "target:kp", "target:korea")
    launched = (Concern("kp", Role.ACTOR, ("korea",)), Concern("jp"))
    assert Match("launches", 1, (), launched).places == ("kp", "korea", "jp")


@given(st.text(), st.sampled_from(["en", "ko", "ja", "zh", "ru", "fr", None]))
def test_any_sentence_is_read(sentence: str, language: str | None) -> None:
    """A country is in one role only, whatever the words."""
    roles = load_role_reader().roles(one_sentence(sentence, language))
    assert not set(roles.concerned) & {*roles.actor, *roles.issuer, *roles.target}


def test_an_editors_slip_is_named() -> None:
    """A pattern that is no pattern says where it stands."""
    with pytest.raises(DataError, match=r"en.toml: launch: the pattern '\(a' cannot be read"):
        list(grammars({"joints": [], "launch": {"patterns": ["(a"], "words": {"L": ["launch"]}}}, "en"))

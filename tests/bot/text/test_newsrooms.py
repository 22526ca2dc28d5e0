"""Whose report a text is: names of one newsroom in any language, and how agencies sign their copy in five of them."""

import pytest

from bot.errors import DataError
from bot.model import Tier
from bot.text.newsrooms import credit, newsroom, newsroom_name, newsroom_of, parse_newsrooms

TITLE = "North Korea fires missile"

SIGNED = [
    ("(서울=연합뉴스) 홍길동 기자 = 북한이 탄도미사일을 발사했다.", "Yonhap"),
    ("[속보] (서울=연합뉴스) 홍길동 기자 = 북한이 탄도미사일을 발사했다.", "Yonhap"),
    ("[서울=뉴시스] 북한이 탄도미사일을 발사했다.", "Newsis"),
    ("【서울=뉴시스】북한이 탄도미사일을 발사했다.", "Newsis"),
    ("(서울=뉴스1) 김정은 국무위원장이", "News1"),
    ("(도쿄 교도=연합뉴스) 북한이 탄도미사일을", "Kyodo"),
    ("(평양 11월 3일발 조선중앙통신) 김정은동지께서", "KCNA"),
    ("북한이 탄도미사일을 발사했다. (연합뉴스)", "Yonhap"),
    ("북한이 탄도미사일을 발사했다. (끝)\n<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap"),
    ("TOKYO (Kyodo) North Korea fired a missile.", "Kyodo"),
    ("TOKYO (Kyodo) -- North Korea fired a missile.", "Kyodo"),
    ("SEOUL, Nov. 3 (Yonhap) -- North Korea fired a missile.", "Yonhap"),
    ("SEOUL, South Korea (AP) — North Korea fired a missile.", "AP"),
    ("Seoul (AFP) – North Korea fired a missile.", "AFP"),
    ("Tokyo, Nov. 3 (Jiji Press)--North Korea fired a missile.", "Jiji"),
    ("(Reuters) - North Korea fired a missile.", "Reuters"),
    ("MOSCOW, November 3. /TASS/. North Korea fired a missile.", "TASS"),
    ("Tehran, IRNA – North Korea fired a missile.", "IRNA"),
    ("AFP - North Korea fired a missile.", "AFP"),
    ("North Korea fired a missile. (Reuters, AFP)", "Reuters"),
    ("North Korea fired a missile. (FRANCE 24 with AFP)", "AFP"),
    ("North Korea fired a missile. (Yonhap)\n(END)", "Yonhap"),
    ("North Korea fired a missile.\nXinhua", "Xinhua"),
    ("МОСКВА, 3 ноя - РИА Новости. КНДР запустила ракету.", "RIA Novosti"),
    ("МОСКВА, 3 ноя — РИА Новости, Иван Петров. КНДР запустила ракету.", "RIA Novosti"),
    ("МОСКВА, 3 ноября. /ТАСС/. КНДР запустила ракету.", "TASS"),
    ("Москва. 3 ноября. INTERFAX.RU - КНДР запустила ракету.", "Interfax"),
    ("ТАСС, 3 ноября. КНДР запустила ракету.", "TASS"),
    ("КНДР запустила ракету. — РИА Новости", "RIA Novosti"),
    ("【共同】北朝鮮が弾道ミサイルを発射した。", "Kyodo"),
    ("【ソウル共同】北朝鮮が弾道ミサイルを発射した。", "Kyodo"),
    ("【ワシントン＝共同】北朝鮮が弾道ミサイルを発射した。", "Kyodo"),
    ("【ワシントン時事】北朝鮮が弾道ミサイルを発射した。", "Jiji"),
    ("【AFP=時事】北朝鮮が弾道ミサイルを発射した。", "AFP"),
    ("【ソウル聯合ニュース】北朝鮮が弾道ミサイルを発射した。", "Yonhap"),
    ("［東京 3日 ロイター］ - 北朝鮮が弾道ミサイルを発射した。", "Reuters"),
    ("北朝鮮が弾道ミサイルを発射した。（共同）", "Kyodo"),
    ("（新华社北京11月3日电）朝鲜发射弹道导弹。", "Xinhua"),
    ("新华社平壤11月3日电（记者张三）朝鲜发射弹道导弹。", "Xinhua"),
    ("据新华社电 朝鲜发射弹道导弹。", "Xinhua"),
    ("（中央社記者王大明首爾3日專電）北韓發射彈道飛彈。", "Central News Agency"),
    ("朝鲜发射弹道导弹。（路透社）", "Reuters"),
    ("朝鲜发射弹道导弹。（新华社电）", "Xinhua"),
    ("朝鲜发射弹道导弹。\n来源：新华社", "Xinhua"),
]

UNSIGNED = [
    "North Korea fired a missile, Yonhap said.",
    "Reuters, citing officials, said North Korea fired a missile.",
    "North Korea's state media (KCNA) said on Monday that a missile was fired.",
    "Kim Jong Un at a launch. (AP Photo/Ahn Young-joon)",
    "AP-led investigation finds more",
    "[한국신문=홍길동 기자] 북한이 탄도미사일을 발사했다.",
    "(사진=연합뉴스) 북한이 탄도미사일을 발사했다.",
    "연합뉴스는 북한이 탄도미사일을 발사했다고 보도했다.",
    "据新华社报道，朝鲜发射弹道导弹。",
    "共同声明を発表した。",
    "Связь с ТАСС прервана.",
    "",
]


@pytest.mark.parametrize(("text", "agency"), SIGNED)
def test_an_agency_signs_its_copy(text: str, agency: str) -> None:
    """A dateline or a credit at the start or the end of a text names the agency, in the manner of its language."""
    assert credit(TITLE, text) == agency


@pytest.mark.parametrize("text", UNSIGNED)
def test_a_text_that_speaks_of_an_agency_is_not_signed_by_it(text: str) -> None:
    """To cite an agency, or to print its photograph, is a report of one's own."""
    assert credit(TITLE, text) is None


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("North Korea fires missile - Reuters", "Reuters"),
        ("КНДР запустила ракету — ТАСС", "TASS"),
        ("北朝鮮が弾道ミサイル発射（共同）", "Kyodo"),
        ("North Korea fires missile - The Guardian", None),
        ("KCNA: Kim visits a farm", None),
    ],
)
def test_a_title_is_signed_at_its_end(title: str, agency: str | None) -> None:
    """Where the text says nothing, an agency's name behind the title does."""
    assert credit(title, "") == agency


def test_the_middle_of_a_text_signs_nothing() -> None:
    """Only the ends are read: a dateline within an article is a quotation."""
    assert credit(TITLE, f"{'Seoul said so. ' * 20}\nSEOUL (Yonhap) -- It did.\n{'Tokyo said so too. ' * 20}") is None


@pytest.mark.parametrize(
    "names",
    [
        ("Yonhap", "연합뉴스", "연합뉴스TV", "Yonhap News Agency"),
        ("NHK", "NHK World", "NHK WORLD-JAPAN"),
        ("TASS", "ТАСС"),
        ("Hankyoreh", "한겨레"),
        ("KBS", "KBS World"),
        ("Kyodo", "共同", "共同通信", "교도통신"),
        ("Mainichi", "毎日新聞", "The Mainichi"),
        ("Xinhua", "新华社", "新華社"),
        ("Guardian", "THE GUARDIAN"),
    ],
)
def test_one_newsroom_has_many_names(names: tuple[str, ...]) -> None:
    """Whatever language a newsroom's name is in, and however it is written, it is the same newsroom."""
    assert {newsroom_name(name) for name in names} == {names[0]}


def test_a_name_that_nobody_knows_is_a_newsroom_of_its_own() -> None:
    """And one that means two newsrooms is neither."""
    assert (newsroom("Hangang Wire"), newsroom_name("Hangang Wire")) == (None, "Hangang Wire")
    assert newsroom("CNA") is None


def test_what_the_catalogue_declares_goes_before_the_outlets_name() -> None:
    """`newsroom` says whose an outlet is; an outlet that is called as its newsroom needs no other name."""
    assert newsroom_of("Beacon Extra", "연합뉴스") == "Yonhap"
    assert newsroom_of("Beacon Extra", "Beacon") == "Beacon"
    assert newsroom_of("연합뉴스TV") == "Yonhap"
    assert newsroom_of("Yonhap") is newsroom_of("Hangang Wire") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[newsroom]]\nnames = [", "not TOML"),
        ("[[newsroom]]\nnames = 'A'", "newsroom 1: write its names"),
        ("[[newsroom]]\nnames = ['A']\ntier = 'rumour'", "newsroom 1: it has names and a tier"),
        ("[[newsroom]]\nnames = ['A']\nhost = 'a'", "newsroom 1: it has names and a tier"),
        (
            "[[newsroom]]\nnames = ['A']\n[[newsroom]]\nnames = ['B', 'The a']",
            "newsroom 2: another one is called 'The a'",
        ),
    ],
)
def test_a_wrong_entry_is_named(text: str, complaint: str) -> None:
    """Who keeps the file is told which entry is wrong, and how."""
    with pytest.raises(DataError, match=complaint):
        parse_newsrooms(text)


def test_press_is_the_tier_of_who_has_none() -> None:
    """Agencies and those who publish what they do themselves are marked; the others are press."""
    assert [one.tier for name in ("Yonhap", "IAEA", "BBC") if (one := newsroom(name))] == [
        Tier.AGENCY,
        Tier.OFFICIAL,
        Tier.PRESS,
    ]

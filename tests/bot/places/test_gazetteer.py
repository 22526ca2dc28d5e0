"""Which countries texts name: hard sentences in five languages, and what must hold of any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.places.names import load_places, names_of, territories, title_of
from tests.making import read

NAMED = [
    # English: capitals, longest names, other things of the same name
    ("en", "Tell us about the US", "us"),
    ("en", "The U.S., the U.K. and the U.N. agreed", "us gb un"),
    ("en", "US$4 billion for the US Open", ""),
    ("en", "Michael Jordan opens museum in Atlanta, Georgia", ""),
    ("en", "Jordan and Israel reopen the crossing", "jo il"),
    ("en", "Jordan wins the long jump", ""),
    ("en", "Georgia arrests activists near the Russian border", "ge ru"),
    ("en", "Georgia runoff heads to recount", ""),
    ("en", "Turkey shoots down drone as turkey prices soar", "tr"),
    ("en", "Best china for your wedding", ""),
    ("en", "Ivory Coast, Niger and Nigeria meet in Guinea-Bissau", "ci ne ng gw"),
    ("en", "Papua New Guinea signs pact; Equatorial Guinea does not", "pg gq"),
    ("en", "Dominican Republic closes the border with Haiti", "do ht"),
    ("en", "Chad's army crosses into Sudan", "td sd"),
    ("en", "Chad Smith joins the board", ""),
    ("en", "Sea of Japan or East Sea: a name in dispute", ""),
    ("en", "Tensions on the Korean Peninsula", "korea"),
    ("en", "Seoul and Pyongyang trade barbs", "kr kp"),
    ("en", "Korea to launch homegrown rocket", "kr"),
    ("en", "North Korea and South Korea restore hotline", "kp kr"),
    ("en", "DPRK's KCNA carries statement on JCS drill", "kp kp kr"),
    ("en", "North Koreans cross into the South", "kp kr"),
    ("en", "ISRO and JAXA plan a lunar mission with NASA", "in jp us"),
    ("en", "SpaceX sends up satellites", "us"),
    ("en", "The Kremlin, the White House and Zhongnanhai", "ru us cn"),
    ("en", "Washington Post sues; Washington says no", "us"),
    ("en", "New Mexico fires spread", ""),
    ("en", "South American leaders meet", ""),
    ("en", "Indian Ocean tsunami drill", ""),
    ("en", "NATO and the G7 back the EU", "nato g7 eu"),
    ("en", "Houthis fire at Israel from Yemen", "ye il ye"),
    ("en", "Polish minister: polish the plan", "pl"),
    ("en", "Bosnia and Herzegovina votes", "ba"),
    ("en", "Côte d'Ivoire and Türkiye sign", "ci tr"),
    ("en", "Russian-Iranian trade grows", "ru ir"),
    ("en", "South Sudan is not Sudan", "ss sd"),
    ("en", "DR Congo accuses Rwanda", "cd rw"),
    # Korean: particles, compounds, single letters
    ("ko", "북한이 이란과 손잡았다", "kp ir"),
    ("ko", "탄도미사일이란 무엇인가", ""),
    ("ko", "'비핵화'이란 말의 뜻, ICBM이란 무엇인가", ""),
    ("ko", "이란은 제재 해제를 요구", "ir"),
    ("ko", "회의 중 일부 의원이 퇴장", ""),
    ("ko", "25일, 그런 일, 이번 중, 미안하다", ""),
    ("ko", "한미일 정상, 북러 밀착 규탄", "kr us jp kp ru"),
    ("ko", "한·미·일 공조 속 미·중 회담", "kr us jp us cn"),
    ("ko", "미-중 무역협상", "us cn"),
    ("ko", "대북 제재와 대러 제재, 대이란 제재", "kp ru ir"),
    ("ko", "대한 추위에 대한 대비", ""),
    ("ko", '北, 동해상으로 미사일 발사…美 "규탄"', "kp us"),
    ("ko", "日정부 '발사 탐지', 中은 침묵", "jp cn"),
    ("ko", "회의中 (中) 中企 지원", ""),
    ("ko", "북 외무성 담화, 러 국방장관 방북", "kp ru kp"),
    ("ko", "총리, 내달 방러 뒤 방중 검토", "ru cn"),
    ("ja", "外相、訪朝の前に訪ロへ", "kp ru"),
    ("zh", "外长访俄，随后访朝", "ru kp"),
    ("ko", "북부 지방에 눈, 북 콘서트 열려", ""),
    ("ko", "미 재무부, 러 은행 제재", "us ru"),
    ("ko", "미사일 미확인 미래", ""),
    ("ko", "모든 수단과 방법을 동원", ""),
    ("ko", "수단 내전에 이집트 개입", "sd eg"),
    ("ko", "인도적 지원과 범죄인 인도 절차", ""),
    ("ko", "인도, 위성 발사 성공… 인도네시아 축하", "in id"),
    ("ko", "인도양과 인도·태평양 전략", ""),
    ("ko", '대통령실 "한반도 비핵화"', "kr korea"),
    ("ko", "백악관·크렘린 통화", "us ru"),
    ("ko", "유엔 안보리, 영국 소집", "un un gb"),
    ("ko", "저지하다 막힌 사람을 건지다", ""),
    ("ko", "남북 회담 재개", "kr kp"),
    ("ko", "북미 시장 진출", ""),
    ("ko", "북미 정상회담", "kp us"),
    ("ko", "러·우 전쟁 4년", "ru ua"),
    ("ko", "조지아주 공장 준공", ""),
    ("ko", "미국흰불나방 방제", ""),
    ("ko", "대중적인 일러스트, 미러리스 카메라, 조미료, 대미를 장식", ""),
    ("ko", "대중 수출 규제와 대미 투자, 미·러 통화", "cn us us ru"),
    ("ko", "호주 정부, 靑과 통화", "au kr"),
    ("ko", "2026 북중미 월드컵 조 추첨, 북미서 대박 난 음료", ""),
    ("ko", "북미 정상회담 추진, 북·미 접촉", "kp us kp us"),
    # Japanese: no spaces; katakana words have edges
    ("ja", "タイトル戦でタイ代表が勝利", "th"),
    ("ja", "スタイル、ネクタイ、インテリア", ""),
    ("ja", "北朝鮮が弾道ミサイルを発射、日米韓が非難", "kp jp us kr"),
    ("ja", "米、ロシアに追加制裁", "us ru"),
    ("ja", "米の価格が高騰、米価は最高", ""),
    ("ja", "対北朝鮮制裁と対ロ制裁", "kp ru"),
    ("ja", "日中の気温は30度", ""),
    ("ja", "日中首脳会談、台湾を協議", "jp cn tw"),
    ("ja", "アメリカン航空の株価", ""),
    ("ja", "朝鮮半島情勢をめぐり国連安保理が会合", "korea un un"),
    ("ja", "インドネシアとインド", "id in"),
    ("ja", "防衛省は北朝鮮の発射を確認", "jp kp"),
    # Chinese, both scripts: no spaces
    ("zh", "其中美国对朝制裁占多数", "us kp"),
    ("zh", "中美俄三方会谈", "cn us ru"),
    ("zh", "美韩军演，朝方谴责", "us kr kp"),
    ("zh", "美拟制裁俄企", "us ru"),
    ("zh", "印度洋海域与印度尼西亚、印度", "id in"),
    ("zh", "北韓發射飛彈，南韓與美國譴責", "kp kr us"),
    ("zh", "聯合國安理會討論對俄制裁", "un un ru"),
    ("zh", "克里姆林宫回应白宫", "ru us"),
    ("zh", "朝鲜半岛局势紧张", "korea"),
    ("zh", "马里兰州与中美洲", ""),
    ("zh", "反对单边制裁，法院认为以为", ""),
    ("zh", "今日美股，以美元结算，道德法庭，以军事手段", ""),
    ("zh", "集中方面军，面对美好生活，陆军中将", ""),
    # Russian: cases, adjectives, capitals
    ("ru", "Россия ввела санкции против японских компаний", "ru jp"),
    ("ru", "Ирану и Китаю пригрозили в Вашингтоне", "ir cn us"),
    ("ru", "Северной Кореей запущена ракета, Южная Корея ответила", "kp kr"),
    ("ru", "КНДР, США, ООН и ЕС", "kp us un eu"),
    ("ru", "мы ес ли сша", ""),
    ("ru", "Кремлю ответили из Пхеньяна", "ru kp"),
    ("ru", "антироссийские санкции Евросоюза", "ru eu"),
    ("ru", "Соединенными Штатами и Великобританией", "us gb"),
    ("ru", "на Корейском полуострове", "korea"),
    ("ru", "московское метро в новогоднюю ночь", ""),
    (None, "Израиль нанёс удар по Сирии", "il sy"),
    (None, "이스라엘, 시리아 공습", "il sy"),
    (None, "Israel strikes Syria", "il sy"),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return load_gazetteer()


@pytest.mark.parametrize(("language", "text", "codes"), NAMED)
def test_countries_are_told_from_what_looks_like_them(
    gazetteer: Gazetteer, language: str | None, text: str, codes: str
) -> None:
    """In order of the text, each mention once, and nothing that merely sounds so."""
    assert [mention.code for mention in gazetteer.find(text, language)] == codes.split()


def test_spans_are_those_of_the_original_text(gazetteer: Gazetteer) -> None:
    """Behind letters that folding makes longer, shorter or none."""
    text = "ﬁre­storm: Ｎorth Korea — Côte d’Ivoire, 한·미"
    assert [text[m.start : m.end] for m in gazetteer.find(text, "en")] == ["Ｎorth Korea", "Côte d’Ivoire"]
    assert [text[m.start : m.end] for m in gazetteer.find(text, "ko")][-2:] == ["한", "미"]


def test_towards_is_said_by_the_word(gazetteer: Gazetteer) -> None:
    """대북, 対ロ, 对华 name a country as the one that something is done to."""
    for text, language in (("대북 제재", "ko"), ("대러시아 제재", "ko"), ("対ロ制裁", "ja"), ("对华制裁", "zh")):
        assert [mention.towards for mention in gazetteer.find(text, language)] == [True], text


def test_company_may_come_from_around(gazetteer: Gazetteer) -> None:
    """A sentence alone does not say which Jordan; what the text names elsewhere does."""
    assert gazetteer.find("Jordan closes its airspace", "en") == ()
    assert [m.code for m in gazetteer.find("Jordan closes its airspace", "en", {"il"})] == ["jo"]


def test_the_title_comes_first(gazetteer: Gazetteer) -> None:
    """Then the lead; further down only what is named often."""
    text = (
        "Tokyo protested. "
        + "Nothing more was known. " * 15
        + "Fiji and Malta watched. Peru, Peru's president, Peruvians."
    )
    assert gazetteer.countries_of(read("North Korea fires over Guam", text)) == ("kp", "gu", "jp", "pe")


@pytest.mark.parametrize("language", ["en", "ko", "ja", "zh", "ru"])
def test_every_country_of_the_united_nations_is_found_by_its_name(gazetteer: Gazetteer, language: str) -> None:
    """CLDR's own name of each, beside a neighbour for those that need company; few mean something else."""
    others = ["KP", "US", "IL", "RU", "SD", "EG", "FJ", "ML", "GH", "NP", "TT", "LC", "WS", "BO", "BJ", "NE"]
    names = territories(language)
    beside = {code.lower() for code in others}
    missed = [
        code
        for code, name in names.items()
        if code not in {mention.code for mention in gazetteer.find(name, language, beside)}
    ]
    assert len(missed) < 26, missed
    assert not {"kp", "kr", "us", "ru", "cn", "jp", "ir", "in", "il", "ua", "gb", "fr", "de"} & set(missed)


@given(st.text(), st.sampled_from(["en", "ko", "ja", "zh", "ru", "fr", None]))
def test_any_text_is_read(text: str, language: str | None) -> None:
    """Mentions lie within the text, in order, none over another."""
    found = load_gazetteer().find(text, language)
    edges = [edge for mention in found for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


def test_places_have_titles_in_the_readers_language() -> None:
    """Countries from CLDR, bodies and regions from their file, in English where a language is not there."""
    places = load_places()
    assert title_of(places, "kp", "ko") == "북한"
    assert title_of(places, "korea", "ko") == "한반도"
    assert title_of(places, "korea", "ja") == "Korean peninsula"
    assert title_of(places, "nato", "en") == "NATO"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"locales": ["en"], "nmes": {}}, "nmes is not known here"),
        ({"locales": ["en"], "names": {"xx": ["Atlantis"]}}, "no country or body has the code xx"),
        ({"locales": ["en"], "unsure": {"Chad": "qq"}}, "no country or body has the code qq"),
        ({"locales": ["ko"], "together": ["한몽"], "letters": {"한": "kr"}}, "no country or body has the code 몽"),
    ],
)
def test_an_editors_slip_is_named(table: dict[str, object], says: str) -> None:
    """With the file and what is wrong, so that it can be mended."""
    with pytest.raises(DataError, match=says):
        names_of(table, "en.toml", {}, frozenset())

"""bot.pages.article: a page's bytes -> the article's own words, whatever stands around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pages.article import Article, read, tells

LEAD = "The northern navy fired two ballistic missiles into the eastern sea on Tuesday morning, the joint staff said."
SECOND = "They flew about 400 kilometres and fell outside the economic zone, and no ship reported damage of any kind."
THIRD = "The government called a meeting of its security council and asked its partners for talks within the week."
PARAGRAPHS = f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(body: str, head: str = "") -> bytes:
    """A page around a body."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(html: bytes, **kwargs: str) -> list[str]:
    """The lines of the article of a page."""
    article = read(html, **kwargs)
    assert article is not None
    return article.text.split("\n")


def test_an_article_has_text_and_title() -> None:
    """Both are found."""
    head = '<meta property="og:title" content="Navy fires missiles">'
    found = read(page(f"<main><h1>Navy fires missiles</h1>{PARAGRAPHS}</main>", head))

    assert found == Article(f"{LEAD}\n{SECOND}\n{THIRD}", "Navy fires missiles")


FURNITURE = {
    "a caption for eyes and for ears": "<figure><figcaption>The pier</figcaption></figure><p>The pier</p>",
    "a stamp": "<p>Posted on : Nov.24,2026 07:12 KST Modified on : Nov.24,2026 07:12 KST</p>",
    "a row of buttons": "<p>facebook &nbsp; twitter &nbsp; print &nbsp; font size + &nbsp; -</p>",
    "a way back": "<p>Back To Top</p>",
    "a button": "<p>button that move to original korean article (클릭시 원문으로 이동하는 버튼)</p>",
    "a list": "<h2>Most viewed articles</h2><ul><li>Lanterns at the palace</li><li>A new ferry</li></ul>",
    "a newsletter": "<p>Sign up for our morning letter and get the best of the harbour in your inbox.</p>",
    "cookies": "<p>We use cookies to make this site work better for you.</p>",
    "rights": "<p>© Harbour Media. All rights reserved.</p>",
    "a byline": "<p>By Jane Doe, Harbour correspondent</p>",
    "a byline by markup": '<div class="byline">words of Jane, pictures of John</div>',
    "a byline in capitals": "<p>JANE DOE</p>",
    "a Korean byline": "<p>홍길동 기자 gildong@harbour.example</p>",
    "a post": '<blockquote class="twitter-tweet"><p>I saw it from my boat.</p>— Jo (@jo_boat) May 1</blockquote>',
    "a box": '<div class="factbox"><h4>What we know</h4><p>The navy has eleven ships of this class.</p></div>',
    "a teaser": '<p>READ | <a href="/7">Ferry adds an evening service as commuters return to work</a></p>',
    "a paywall": "<p>この記事は会員限定です。</p>",
}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE.keys())
@pytest.mark.parametrize("at", ["above", "within", "below"])
def test_no_furniture_survives(furniture: str, at: str) -> None:
    """Captions, stamps, buttons, lists, notices, bylines: the article alone is left, wherever they stand."""
    parts = [f"<p>{LEAD}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>"] + [f"<p>{word} {THIRD}</p>" for word in "ABC"]
    parts.insert({"above": 0, "within": 2, "below": len(parts)}[at], furniture)
    whole = [LEAD, SECOND, THIRD, *(f"{word} {THIRD}" for word in "ABC")]

    assert lines(page(f"<main><h1>Navy fires missiles</h1>{''.join(parts)}</main>")) == whole


def test_an_agency_s_mark_goes_and_its_sentence_stays() -> None:
    """The dateline of an agency is no part of the sentence."""
    assert lines(page(f"<p>SEOUL, Nov. 24 (Yonhap) -- {LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"))[0] == LEAD


def test_markup_that_would_take_the_whole_article_is_not_believed() -> None:
    """An article inside what looks like a box is read all the same."""
    assert lines(page(f'<div class="newsletter-layout">{PARAGRAPHS}</div>')) == [LEAD, SECOND, THIRD]


KOREAN = "북한이 동해상으로 탄도미사일 두 발을 발사했다고 합동참모본부가 화요일 오전에 밝혔다."
JAPANESE = "防衛省は火曜日の朝、弾道ミサイルの可能性があるものが日本海に発射されたと発表した。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type", "language"),
    [
        (KOREAN, "cp949", "euc-kr", "text/html", "ko"),
        (KOREAN, "cp949", "euc-kr", "text/html", None),
        (KOREAN, "cp949", None, "text/html; charset=EUC-KR", None),
        (KOREAN, "cp949", "utf-8", "text/html; charset=utf-8", "ko"),
        (KOREAN, "utf-8", "euc-kr", "text/html", "ko"),
        (JAPANESE, "cp932", "Shift_JIS", "text/html", None),
        (JAPANESE, "euc_jp", None, "text/html", "ja"),
        ("Ракета упала в море во вторник утром, сообщил штаб флота в коротком заявлении.", "cp1251", None, "", "ru"),
    ],
)
def test_every_encoding_is_read(
    text: str, encoding: str, declared: str | None, content_type: str, language: str | None
) -> None:
    """Declared in the page, in the header, wrongly or not at all."""
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}</head><body><p>{text}</p><p>{text} {text}</p><p>{text}</p></body></html>"

    found = read(html.encode(encoding), content_type=content_type, language=language)

    assert found is not None
    assert text in found.text


@pytest.mark.parametrize("html", [b"", b"\0", b"<", b"plain words", b"<html></html>", page("<p>Too short.</p>")])
def test_a_page_without_an_article_has_none(html: bytes) -> None:
    """Nothing is made of nothing."""
    assert read(html) is None


def test_a_page_that_is_on_something_else_does_not_tell_the_story() -> None:
    """A wall, a notice, a list: a text in the article's place that shares no words with the headline."""
    title = "Navy fires two ballistic missiles into eastern sea"

    assert not tells("Before you continue, choose how we may use your data. " * 5, title)
    assert tells(LEAD, title)
    assert tells(KOREAN, "북한, 동해로 탄도미사일 발사")
    assert tells(LEAD, "")


TITLES = {
    "en": "Navy fires two ballistic missiles into eastern sea",
    "de": "Marine feuert zwei ballistische Raketen ins östliche Meer",
    "ja": "海軍が弾道ミサイル2発を日本海に発射",
    "ko": "해군, 동해상으로 탄도미사일 두 발 발사",
    "zh": "海军向东部海域发射两枚弹道导弹",
    "ru": "Флот выпустил две баллистические ракеты в восточное море",
}
STORIES = {
    "en": (LEAD, SECOND),
    "de": (
        "Die Marine hat am Dienstagmorgen zwei ballistische Raketen ins östliche Meer gefeuert, teilte der Stab mit.",
        "Sie flogen rund 400 Kilometer weit und fielen ins Wasser; kein Schiff meldete Schäden.",
    ),
    "ja": (
        "海軍は火曜日の朝、弾道ミサイル2発を日本海に向けて発射したと統合参謀本部が発表した。",
        "ミサイルは約400キロ飛行して落下し、船舶の被害は報告されていない。",
    ),
    "ko": (
        "해군이 화요일 오전 동해상으로 탄도미사일 두 발을 발사했다고 합동참모본부가 밝혔다.",
        "미사일은 약 400킬로미터를 날아가 바다에 떨어졌으며 선박 피해는 보고되지 않았다.",
    ),
    "zh": (
        "海军周二上午向东部海域发射了两枚弹道导弹，联合参谋本部发布消息说。",
        "导弹飞行约400公里后落入海中，没有船只报告损失。",
    ),
    "ru": (
        "Флот выпустил две баллистические ракеты в восточное море во вторник утром, сообщил объединённый штаб.",
        "Они пролетели около 400 километров и упали в воду, суда о повреждениях не сообщали.",
    ),
}
WALLS = {
    "en": (
        "We and our 850 partners store and access information on a device, such as unique identifiers, to process "
        "personal data. You may accept or manage your choices at any time on this page, which all of them respect.",
        "To continue reading, log in or choose one of our offers. You can cancel anytime, and the first month is free.",
        "Please enable JavaScript to view this page. It works with every recent browser that is set up in this way.",
    ),
    "de": (
        "Wir und unsere 850 Partner speichern und greifen auf Informationen auf einem Gerät zu, zum Beispiel auf "
        "eindeutige Kennungen, um Daten zu verarbeiten. Sie können dem zustimmen oder Ihre Präferenzen verwalten.",
        "Um weiterzulesen, melden Sie sich an oder wählen Sie eines unserer Angebote. Es ist monatlich kündbar.",
        "Bitte aktivieren Sie JavaScript in Ihrem Browser, damit diese Seite angezeigt werden kann. Vielen Dank.",
    ),
    "ja": (
        "当社と850のパートナーは、お客様のデバイスに情報を保存し、"
        "または情報にアクセスします。クッキーの使用に同意するか、設定を管理することができます。",
        "この記事の続きを読むには、ログインまたは会員登録が必要です。初月は無料で、いつでも解約できます。",
        "このページを表示するには、JavaScriptを有効にしてください。お使いのブラウザの設定をご確認ください。",
    ),
    "ko": (
        "당사와 850개 파트너는 기기에 정보를 저장하거나 "
        "접근하여 개인정보를 처리합니다. "
        "쿠키 사용에 동의하거나 선택을 관리할 수 있습니다.",
        "이 기사를 계속 읽으려면 로그인하거나 구독 상품 중 하나를 선택하세요. 첫 달은 무료입니다.",
        "이 페이지를 보려면 자바스크립트를 활성화해야 합니다. 브라우저 설정을 확인한 뒤 다시 시도해 주세요.",
    ),
    "zh": (
        "我们和850个合作伙伴会在您的设备上存储信息，并使用cookies。您可以接受，也可以管理您的选择，并随时更改。",
        "如需继续阅读，请登录后继续，或选择一种订阅方式。首月免费，您可以随时取消，无需任何手续。",
        "请启用JavaScript以查看此页面。您的浏览器可能需要更新，请检查设置后再试一次。",
    ),
    "ru": (
        "Мы и наши 850 партнёров храним информацию на устройстве и используем файлы cookie. Вы можете принять это или "
        "изменить настройки в любое время.",
        "Чтобы продолжить чтение, войдите или оформите подписку. Первый месяц бесплатно, отменить можно в любое время.",
        "Пожалуйста, включите JavaScript, чтобы увидеть эту страницу. Возможно, ваш браузер нужно обновить.",
    ),
}
PLACES = {
    "behind the article": "<article><h1>{title}</h1>{story}</article><div>{wall}</div>",
    "before the article": "<div class='c1'>{wall}</div><article><h1>{title}</h1>{story}</article>",
    "in the article": "<article><h1>{title}</h1>{story}<div>{wall}</div></article>",
    "behind a text without markup": "<h1>{title}</h1><div>{story}</div><div>{wall}</div>",
}


@pytest.mark.parametrize("language", WALLS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("long", [1, 3])
def test_a_short_article_goes_before_a_long_wall(language: str, place: str, long: int) -> None:
    """Consent, subscription, JavaScript: none of it survives, wherever it stands, and the article does."""
    title = TITLES[language]
    head = f'<meta property="og:title" content="{title}">'
    story = "".join(f"<p>{sentence}</p>" for sentence in STORIES[language])
    wall = "".join(f"<p>{sentence}</p>" for sentence in WALLS[language]) * long

    found = read(page(PLACES[place].format(title=title, story=story, wall=wall), head))

    assert found is not None
    assert found.text.split("\n") == list(STORIES[language])


@pytest.mark.parametrize("language", WALLS)
@pytest.mark.parametrize("number", range(3))
def test_a_wall_in_the_article_s_place_tells_nothing(language: str, number: int) -> None:
    """Though the page's own title is the headline, and the article is hidden where nobody looks."""
    title, wall = TITLES[language], WALLS[language][number]
    head = f'<meta property="og:title" content="{title}"><title>{title}</title>'
    hidden = "".join(f"<p>{sentence}</p>" for sentence in STORIES[language])
    for body in (f"<h1>{title}</h1><div><p>{wall}</p></div>", f"<aside>{hidden}</aside><div><p>{wall}</p></div>"):
        found = read(page(body, head))
        assert found is None or not tells(found.text, title)


UNKNOWN = (
    "Choose below which of the purposes you agree to. Your choice is kept for half a year, then you are asked again."
)


@pytest.mark.parametrize("place", ["behind the article", "before the article"])
def test_a_wall_in_words_that_nobody_knows_goes_where_the_page_marks_its_article(place: str) -> None:
    """What stands outside and is on something else is not the article's, however long."""
    title, wall = TITLES["en"], "".join(f"<p>{n}. {UNKNOWN}</p>" for n in "123456")
    html = PLACES[place].format(title=title, story=f"<p>{LEAD}</p><p>{SECOND}</p>", wall=wall)

    assert lines(page(html, f'<meta property="og:title" content="{title}">')) == [LEAD, SECOND]


def test_an_article_that_goes_on_outside_its_markup_is_read_whole() -> None:
    """Where the element that is called article has the beginning only."""
    beginning = f"<article><h1>Navy fires ballistic missiles</h1><p>{LEAD}</p></article>"

    assert SECOND in lines(page(f"{beginning}<div><p>{SECOND}</p><p>{LEAD[:-1]} again.</p></div>"))


TAGS = st.sampled_from(
    ["<p>", "</p>", "<a href='//[x'>", "</a>", "<table>", "<li>", "<!--", "<h1>", "<title>", "<meta charset=utf-16>",
     '<meta property="og:image" content="\x01//">', "<figcaption>", "<div class=caption>", "]]>", "&#0;", "&#xd800;"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=2000), st.lists(st.one_of(TAGS, st.text(max_size=60)), max_size=60)), st.text())
def test_nothing_that_a_page_holds_raises(body: bytes | list[str], content_type: str) -> None:
    """Any bytes, and any heap of tags, give an article or none."""
    html = body if isinstance(body, bytes) else "".join(body).encode("utf-8", "replace")

    found = read(html, content_type=content_type)

    assert found is None or found.text

"""Prose: the page's furniture goes, every sentence of the article stays, and sentences are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.text.prose import PIECE, clean, parse_furniture, sentences

VETO = """Two permanent members veto sanctions on North Korea
Posted on : Nov.24,2026 09:12 KST
Modified on : Nov.24,2026 09:30 KST
facebook
twitter
Envoys raise their hands as the Security Council votes on North Korea in New York
Envoys raise their hands as the Security Council votes on North Korea in New York
By Hong Gil-dong, staff reporter
A draft to tighten oil limits on North Korea failed in the Security Council on Monday after two vetoes.
Sign up for our weekly newsletter
Thirteen members voted in favour. "The council has let itself down," three foreign ministers said in a joint statement.
The foreign ministers of South Korea, the US and Japan speak by phone. (Yonhap)
They promised to go on with sanctions of their own.
Read more
Please direct questions or comments to [english@example.kr]
button that move to original korean article (클릭시 원문으로 이동하는 버튼)
Original Korean article
Back To Top
Most viewed articles
1 Pop group announces tour
"""
VETO_PROSE = """A draft to tighten oil limits on North Korea failed in the Security Council on Monday after two vetoes.
Thirteen members voted in favour. "The council has let itself down," three foreign ministers said in a joint statement.
They promised to go on with sanctions of their own."""

CONFERENCE = """입력 : 2026.11.24 09:12
공유하기
글자크기
외교장관이 24일 서울 청사에서 기자회견을 하고 있다. [사진=연합뉴스]
(서울=연합뉴스) 홍길동 김철수 기자 = 외교장관은 24일 "북한이 도발하면 추가 제재를 논의할 수밖에 없다"고 말했다.
그는 대화의 문도 열려 있다고 덧붙였다. 홍길동 기자 hong@example.kr
<저작권자(c) 어느통신, 무단 전재-재배포 금지>
관련기사
다른 소식
"""
CONFERENCE_PROSE = """외교장관은 24일 "북한이 도발하면 추가 제재를 논의할 수밖에 없다"고 말했다.
그는 대화의 문도 열려 있다고 덧붙였다."""


def test_a_page_about_a_veto_keeps_its_article_only() -> None:
    """Title, dates, buttons, doubled caption, byline, newsletter, credit and widgets go; three paragraphs stay."""
    assert clean(VETO, "Two permanent members veto sanctions on North Korea") == VETO_PROSE


def test_a_korean_page_keeps_its_article_only() -> None:
    """Dates, buttons, caption, agency tag, signature, copyright and related articles go; two paragraphs stay."""
    assert clean(CONFERENCE, "외교장관 기자회견") == CONFERENCE_PROSE


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("SEOUL, Nov. 24 (Yonhap) -- The minister resigned.", "The minister resigned."),
        ("Nov 24 (Reuters) - The minister resigned.", "The minister resigned."),
        ("WASHINGTON (AP) — The minister resigned.", "The minister resigned."),
        ("[어느신문=홍길동 기자] 장관이 물러났다.", "장관이 물러났다."),
        ("【서울=뉴시스】장관이 물러났다.", "장관이 물러났다."),
        ("[어느경제] 장관이 물러났다.", "장관이 물러났다."),
        ("장관의 모습 [사진=연합뉴스] 장관이 물러났다.", "장관이 물러났다."),
        ("장관이 손을 흔들고 있다. (사진 제공=외교부) 장관이 물러났다.", "장관이 물러났다."),
        (
            "장관이 물러났다. 후임은 미정이다. [사진=연합뉴스] 회의는 열린다.",
            "장관이 물러났다. 후임은 미정이다. 회의는 열린다.",
        ),
        ("장관이 물러났다. ⓒ 어느통신", "장관이 물러났다."),
        ("장관이 물러났다. 홍길동 특파원 hong@example.kr", "장관이 물러났다."),
        ("Posted on : Nov.24,2026 09:12 KST The minister resigned.", "The minister resigned."),
        ("The minister  waves. (AP Photo/Jane Doe)", "The minister waves."),
    ],
)
def test_marks_around_a_line_go(line: str, left: str) -> None:
    """Agency tags, credits and signatures are cut from a line that has news in it."""
    assert clean(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "Posted on : Nov.24,2026 09:12 KST",
        "Subscribe to our daily briefing",
        "Continue reading...",
        "By Jane Doe",
        "By JANE DOE and John Roe, correspondents",
        "jane.doe@example.com",
        "홍길동 기자 hong@example.kr",
        "워싱턴=홍길동 특파원",
        "Copyright © 2026 Some Paper. All rights reserved.",
        "무단전재 및 재배포 금지",
        "This site uses cookies to serve you better.",
        "Share",
        "Photo: Reuters",
        "Reporting by Jane Doe; Editing by John Roe",
    ],
)
def test_a_line_of_furniture_goes(line: str) -> None:
    """What is no news is dropped as a whole, above or below the article."""
    assert clean(f"{line}\nThe minister resigned.\n{line}") == "The minister resigned."


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the council will have voted on sanctions.",
        "Most viewed the vote as a defeat for those who had hoped for a common answer to the tests.",
        "Share prices of arms makers rose after the launch.",
        "Subscribers of the bank's fund lost money, prosecutors said.",
        "Copyright law was not the issue, the ministry said.",
        "The ship (Yonhap first reported its name) was seized off Busan.",
        "The End of sanctions is near, he said.",
        "Photographs show the launch pad.",
        "관련 기관을 제재하기로 했다고 외교부가 밝혔다.",
        "기자회견에서 장관은 제재를 언급했다.",
        "Readers may write to press@example.org, the ministry said. It closes its office on Friday.",
    ],
)
def test_a_sentence_of_news_stays(line: str) -> None:
    """Rules are tight: news that begins like furniture is kept whole."""
    assert clean(f"The minister resigned.\n{line}") == f"The minister resigned.\n{line}"


def test_a_caption_that_repeats_goes() -> None:
    """A line said twice in a row is a caption; one that begins the next line or repeats the first is no news either."""
    assert clean("A ship at sea\nA ship at sea\nThe ship was seized.") == "The ship was seized."
    assert clean("The ship was...\nThe ship was seized off Busan.") == "The ship was seized off Busan."
    assert (
        clean("The ship was seized off Busan.\nIt is empty.\nThe ship was seized")
        == "The ship was seized off Busan.\nIt is empty."
    )


def test_a_text_of_captions_keeps_them() -> None:
    """Where nothing else is there, a caption is better than nothing."""
    assert clean("The minister waves. (Yonhap)\nThe minister waves. (Yonhap)") == "The minister waves."


def test_a_line_of_nothing_but_marks_goes() -> None:
    """Credits nested in credits have no end; such a line is given up rather than peeled forever."""
    assert clean("The minister resigned.\n" + "[사진" * 5000 + "=x]" * 5000) == "The minister resigned."


def test_a_widget_above_the_article_does_not_end_it() -> None:
    """The marks of the end count only after something that came before."""
    assert clean("Most viewed\nThe minister resigned.") == "The minister resigned."


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            'He said "We will act. Now." and left. It rained.',
            "en",
            ('He said "We will act. Now." and left.', "It rained."),
        ),
        ("The U.S. acted on Jan. 5. No one knew.", "en", ("The U.S. acted on Jan. 5.", "No one knew.")),
        ("그는 “제재해야 한다.”고 말했다. 비가 왔다.", "ko", ("그는 “제재해야 한다.”고 말했다.", "비가 왔다.")),
        ("外相は「制裁を科す。」と述べた。雨だった。", None, ("外相は「制裁を科す。」と述べた。", "雨だった。")),
        ("部长说制裁无效。天在下雨。", None, ("部长说制裁无效。", "天在下雨。")),
        (
            "2026. 11. 30. 오전 7시 10분 발사됐다. 비가 왔다.",
            "ko",
            ("2026. 11. 30. 오전 7시 10분 발사됐다.", "비가 왔다."),
        ),
        ("훈련은 11. 30. 새벽에 끝났다. 비가 왔다.", "ko", ("훈련은 11. 30. 새벽에 끝났다.", "비가 왔다.")),
        ("発射は2026. 11. 30. に行われた。雨だった。", "ja", ("発射は2026. 11. 30. に行われた。", "雨だった。")),
        ("Пуск 30. 11. 2026 г. сорван. Шёл дождь.", "ru", ("Пуск 30. 11. 2026 г. сорван.", "Шёл дождь.")),
        ("It rose at 3 p.m. Monday. It rained.", "en", ("It rose at 3 p.m. Monday.", "It rained.")),
        ("It rose at 3 p.m. Nov. 30. It rained.", "en", ("It rose at 3 p.m. Nov. 30.", "It rained.")),
        ("It rose at 3 p.m. Seoul time. It rained.", "en", ("It rose at 3 p.m. Seoul time.", "It rained.")),
        ("It rose at 3 p.m. The army saw it.", "en", ("It rose at 3 p.m.", "The army saw it.")),
        ("It rose at 3 p.m. Monday is a holiday.", "en", ("It rose at 3 p.m.", "Monday is a holiday.")),
        ("Министр ушёл. Шёл дождь.", "ru", ("Министр ушёл.", "Шёл дождь.")),
        ("One line\nAnother line", None, ("One line", "Another line")),
        ("", None, ()),
    ],
)
def test_sentences_are_whole(text: str, language: str | None, expected: tuple[str, ...]) -> None:
    """Abbreviations end nothing, and a quotation stays with who said it."""
    assert sentences(text, language) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("end", "this is not TOML"),
        ("end = []", "whole must be a list"),
        ('end = "x"', "end must be a list"),
    ],
)
def test_wrong_furniture_is_said(text: str, says: str) -> None:
    """A wrong data file is answered with its name, the key, and what to do."""
    with pytest.raises(DataError, match=f"furniture.toml: {says}"):
        parse_furniture(text)


def test_an_unknown_kind_of_furniture_is_said() -> None:
    """A misspelt list is not passed over."""
    keys = ("end", "whole", "begins", "holds", "agencies", "outlets", "outlet_endings", "ends")
    with pytest.raises(DataError, match="ends is not known here"):
        parse_furniture("\n".join(f"{key} = []" for key in keys))


PIECES = st.sampled_from(
    [*VETO.splitlines(), *CONFERENCE.splitlines(), "[사진=x]", "(Yonhap)", "SEOUL (AP) -- ", "A.", "ⓒ", "」と", " "]
)
PAGES = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=12).map("\n".join),
    st.lists(PIECES, max_size=6).map("".join),
)


@given(PAGES, st.one_of(st.just(""), PIECES))
def test_cleaning_twice_changes_nothing(text: str, title: str) -> None:
    """Whatever the text: no exception, and what is clean stays as it is."""
    once = clean(text, title)
    assert clean(once, title) == once


@given(PAGES, st.sampled_from([None, "en", "ko", "ja", "zh", "ru", "xx", ""]))
def test_sentences_stand_in_their_text(text: str, language: str | None) -> None:
    """Whatever the text: no exception, no empty sentence, and each in its order as it stands there."""
    at = 0
    for sentence in sentences(text, language):
        assert sentence
        at = text.index(sentence, at) + len(sentence)


def test_a_list_within_the_article_does_not_end_it() -> None:
    """Where paragraphs enough stand below an end mark, its lines go and the article goes on."""
    paragraphs = [f"The minister said on day {day} that the talks had moved on and would end soon." for day in range(8)]
    within = [*paragraphs[:4], "Most read in World", "Lanterns at the palace", *paragraphs[4:]]
    below = [*paragraphs, "Most read in World", "Lanterns at the palace", paragraphs[0].replace("minister", "mayor")]

    assert clean("\n".join(within)) == clean("\n".join(below)) == "\n".join(paragraphs)


HARD = st.lists(st.sampled_from("\"'«»“”‘’「」『』()[].!?。！？…AБ가 \u00a0\u2003\t1"), min_size=1, max_size=6).map(
    "".join
)


@given(HARD, st.sampled_from(["en", "ko", "ja", "zh", "ru"]))
def test_whatever_the_punctuation_nothing_is_lost(part: str, language: str) -> None:
    """Marks and spaces of every kind, more than a piece of them: the sentences are the text without spaces."""
    text = part * (PIECE // len(part) + 3)
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


def test_a_sentence_across_pieces_is_whole() -> None:
    """Where a long line is read piece by piece shows nowhere."""
    said = [f"The navy fired a missile over the sea on day {day} of its drill." for day in range(200)]
    assert sentences(" ".join(said), "en") == tuple(said)

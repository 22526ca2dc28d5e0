"""Matching: what counts as a word, what is near, what is refused, and the evidence that is shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Match
from bot.text.reading import Reading
from bot.text.words import fold
from bot.topics.definitions import Rule, Topic, Weights
from bot.topics.matcher import Matcher
from tests.making import matcher as built_in
from tests.making import read

BUILT_IN = built_in()


def _read(title: str, text: str = "", language: str | None = None) -> Reading:
    return read(title, text, language)


def _topic(look: Rule, refuse: tuple[Rule, ...] = (), doubt: tuple[Rule, ...] = ()) -> Topic:
    weights = Weights(threshold=0.5, title=1.0, lead=0.75, tail=0.3)
    return Topic("t", {"en": "T"}, {"en": "A topic."}, ("t",), 3, weights, (look,), refuse, doubt)


def _rule(*words: str, near: tuple[str, ...] = (), then: tuple[str, ...] = (), weight: float = 1.0) -> Rule:
    return Rule(frozenset(words), frozenset(near), frozenset(then), within=20, weight=weight)


def _found(rule: Rule, title: str, refuse: tuple[Rule, ...] = (), doubt: tuple[Rule, ...] = ()) -> tuple[str, ...]:
    """The terms that were found in a title, as they stand there."""
    matches = Matcher([_topic(rule, refuse, doubt)]).match(_read(title))
    return tuple(evidence.term for match in matches for evidence in match.evidence)


@pytest.mark.parametrize(
    ("word", "title", "term"),
    [
        ("rocket", "A ROCKET rises", "ROCKET"),
        ("rocket", "A Rocket's path", "Rocket"),
        ("rocket*", "Two rockets rise", "rockets"),
        ("*rocket", "A skyrocket rises", "rocket"),
        ("test fir*", "It was test-fired again", "test-fired"),
        ("test fir*", "It was test\u2011fired again", "test\u2011fired"),
        ("rocket", "A ro\u00adcket rises", "rocket"),
        ("chang'e", "Chang’e lands", "Chang’e"),
        ("sao paulo", "In São  Paulo", "São  Paulo"),
        ("sao paulo", "In Sa\u0303o Paulo", "São Paulo"),
        ("icbm", "an ＩＣＢＭ flies", "ＩＣＢＭ"),
        ("eu", "EU가 합의", "EU"),
        ("제재", "대북 제재를 논의", "제재"),
        ("제재", "美제재 해제", "제재"),
        ("*제재", "대북제재를 논의", "제재"),
        ("북 ", "북, 발사", "북"),
        ("화성 1*", "화성-18형 공개", "화성-18형"[:5]),
        ("制裁", "追加制裁を科す", "制裁"),
        ("制裁", "實施制裁", "制裁"),
        ("导弹", "試射飛彈與導彈", "導彈"),
        ("導彈", "试射导弹", "导弹"),
        ("санкци*", "новые санкции против", "санкции"),
    ],
)
def test_a_word_is_found_as_it_stands(word: str, title: str, term: str) -> None:
    """Case, accents, widths and hyphens do not matter, particles may follow, and the evidence is the text's own."""
    assert _found(_rule(word), title) == (term,)


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("rocket", "Prices skyrocket"),
        ("rocket", "Two rockets"),
        ("rocket", "rocket2 is out"),
        ("제재", "경제재건 논의"),
        ("제재", "대북제재 논의"),
        ("발사", "고발사건 처리"),
        ("북 ", "북극 항로"),
        ("санкци", "санкции"),
    ],
)
def test_a_part_of_another_word_is_not_found(word: str, title: str) -> None:
    """A word has edges in scripts that have them: on both sides, in Korean on the left."""
    assert _found(_rule(word), title) == ()


def test_near_is_either_side_and_then_is_behind() -> None:
    """`near` does not mind the order, `then` does; the evidence reaches from one word to the other."""
    near, then = _rule("launch", near=("rocket",)), _rule("launch", then=("rocket",))
    assert _found(near, "They launch a rocket now") == ("launch a rocket",)
    assert _found(near, "The rocket they launch now") == ("rocket they launch",)
    assert _found(then, "They launch a rocket now") == ("launch a rocket",)
    assert _found(then, "The rocket they launch now") == ()


def test_near_ends_with_its_letters_and_with_the_sentence() -> None:
    """Words further apart than `within`, or in two sentences of the text, are not near each other."""
    rule = _rule("launch", near=("rocket",))
    matcher = Matcher([_topic(rule)])
    assert _found(rule, "They launch, after a very long debate, a rocket") == ()
    assert matcher.match(_read("", "They launch it. A rocket flew.")) == ()
    assert matcher.match(_read("", "They launch a rocket. It flew."))


def test_one_near_pair_among_many_words_is_enough() -> None:
    """A text whose words stand far apart is passed over early, one that has them near each other anywhere is not."""
    matcher = Matcher([_topic(_rule("launch", near=("rocket",)))])
    far = "A launch. " + "Nothing to be seen here. " * 20 + "A rocket."
    assert matcher.match(_read("", far)) == ()
    assert matcher.match(_read("", f"They launch the rocket. {far}"))
    assert matcher.match(_read("A launch of the rocket", far))


def test_a_word_is_not_near_itself() -> None:
    """A rule whose words are near themselves needs two of them."""
    rule = _rule("fire", near=("fire",))
    assert _found(rule, "A fire burns") == ()
    assert _found(rule, "A fire meets fire") == ("fire meets fire",)


def test_what_is_refused_does_not_count() -> None:
    """A refused phrase takes back the words inside it, and no others."""
    phrase = (_rule("houston rockets"),)
    assert _found(_rule("rockets"), "Houston Rockets win", phrase) == ()
    assert _found(_rule("rockets"), "Houston Rockets watch rockets", phrase) == ("rockets",)
    paired = (_rule("launch", then=("phone",)),)
    assert _found(_rule("launch"), "They launch a phone", paired) == ()
    assert _found(_rule("launch"), "Phone maker to launch a rocket", paired) == ("launch",)


def test_a_doubt_lowers_the_score() -> None:
    """A doubt takes its weight off the whole entry: in full in the title, less in the lead, not at all in the tail."""
    matcher = Matcher([_topic(_rule("rocket"), doubt=(_rule("film", weight=0.8),))])
    assert matcher.match(_read("A rocket")) != ()
    assert matcher.match(_read("A rocket film")) == ()
    assert matcher.match(_read("A rocket", "A film of it was shown.")) == ()
    assert matcher.match(_read("A rocket", "It rose and rose. " * 30 + "A film of it was shown.")) != ()


def test_a_rule_is_for_texts_in_its_language() -> None:
    """Rules of an entry's language and of none are looked at; where the language has no rules of its own, all are."""
    ours, theirs, anyones = (Rule(frozenset({"rocket"}), language=language) for language in ("en", "de", None))
    matcher = Matcher([_topic(ours), replace(_topic(theirs), key="u"), replace(_topic(anyones), key="v")])

    def found(language: str | None) -> set[str]:
        return {match.topic for match in matcher.match(_read("A rocket", language=language))}

    assert found("en") == {"t", "v"}
    assert found("de") == {"u", "v"}
    assert found("fr") == found(None) == {"t", "u", "v"}


def test_an_undeclared_language_is_told_by_its_script() -> None:
    """Where nothing is declared, or what cannot be, the letters say whose rules are asked."""
    kana, han = (Rule(frozenset({"制裁"}), language=language) for language in ("ja", "zh"))
    matcher = Matcher([_topic(kana), replace(_topic(han), key="u")])
    assert [match.topic for match in matcher.match(_read("追加制裁を科す"))] == ["t"]
    assert [match.topic for match in matcher.match(_read("實施制裁"))] == ["u"]
    assert [match.topic for match in matcher.match(_read("追加制裁を科す", language="en"))] == ["t"]
    assert [match.topic for match in matcher.match(_read("追加制裁", language="ja-JP"))] == ["t"]


def test_the_place_weighs() -> None:
    """The title counts most, then the lead; in the tail alone a word is background."""
    matcher = Matcher([_topic(_rule("rocket"))])
    tail = "Nothing to be seen here. " * 20 + "A rocket rose."
    scores = [
        match.score for text in (("A rocket", ""), ("News", "A rocket rose.")) for match in matcher.match(_read(*text))
    ]
    assert scores == [1.0, 0.75]
    assert matcher.match(_read("News", tail)) == ()


def test_findings_add_up() -> None:
    """Two rules together say more than either; the strongest evidence comes first, and none twice."""
    weights = Weights(0.5, 1.0, 0.75, 0.3)
    rules = (_rule("rocket", weight=0.4), _rule("orbit", weight=0.5))
    topic = Topic("t", {"en": "T"}, {"en": "."}, ("t",), 3, weights, rules)
    (match,) = Matcher([topic]).match(_read("A rocket in orbit"))
    assert match.score == 0.7
    assert [evidence.term for evidence in match.evidence] == ["orbit", "rocket"]


def test_the_surest_topic_comes_first() -> None:
    """An entry about two subjects has both matches, the surer one first, with their sentences."""
    entry = _read(
        "Council votes on sanctions against Pyongyang", "The ballistic missile launch was its third.\nNobody spoke."
    )
    first, second = BUILT_IN.match(entry)
    assert (first.topic, second.topic) == ("sanctions", "launches")
    assert first.score > second.score
    assert first.evidence[0].sentence == entry.title
    assert second.evidence[0].sentence == "The ballistic missile launch was its third."


def test_the_pages_furniture_does_not_match() -> None:
    """A widget below the article is not the article."""
    text = "The mayor opened a bridge.\nMost viewed articles\nNorth Korea launches a missile"
    assert BUILT_IN.match(_read("Bridge opened", text)) == ()


def test_korean_text_is_matched_in_its_lead() -> None:
    """Korean prose with glued particles is found where the title is silent."""
    text = "(서울=연합뉴스) 홍길동 기자 = 정부는 24일 북한의 불법 자금 조달에 관여한 기관을 제재했다고 밝혔다."
    (match,) = BUILT_IN.match(_read("정부 발표 요지", text, "ko"))
    assert match.topic == "sanctions"
    assert match.evidence[0].sentence.startswith("정부는 24일")


def test_folding_leads_back() -> None:
    """Every folded letter knows where it came from."""
    source = "ＵＮ  São—Paulo ﬁx 제재"
    folded = fold(source)
    assert folded.text == "un sao paulo fix 제재"
    start = folded.text.index("sao paulo")
    assert folded.original(source, (start, start + 9)) == "São—Paulo"
    assert folded.original(source, (start + 10, start + 13)) == "ﬁx"


WORDS = st.sampled_from(
    ["launch", "missile", "sanctions", "제재", "북한", "발사", "미사일", "US", "on", ".", "\n", "🚀", "é", "위성락"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join))


@given(title=TEXTS, text=TEXTS, language=st.sampled_from([None, "en", "ko", "xx"]))
def test_anything_can_be_matched(title: str, text: str, language: str | None) -> None:
    """No text raises; scores stay within 0 and 1, and a term stands in its sentence."""
    matches: tuple[Match, ...] = BUILT_IN.match(_read(title, text, language))
    for match in matches:
        assert 0.5 <= match.score <= 1
        assert match.evidence
        assert all(evidence.term in evidence.sentence for evidence in match.evidence)
    assert list(matches) == sorted(matches, key=lambda match: -match.score)

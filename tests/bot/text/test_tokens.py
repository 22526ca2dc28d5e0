"""The tokens by which an index finds texts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.tokens import LONGEST, tokens, tokens_of
from bot.text.words import Term, folded

LETTERS = st.text("ab1 가나북-'_あアー々北朝的é\u0301", max_size=12)


def found(term: Term, text: str) -> bool:
    """Whether the tokens of a text have all that a term asks for."""
    has = tokens(folded(text))
    return all(
        any(one.startswith(token.text) for one in has) if token.begins else token.text in has
        for token in tokens_of(term)
    )


def term(text: str, *, left: bool = False, right: bool = False) -> Term:
    """A term as a query has it."""
    return Term(folded(text), left, right, closed=False)


def test_words_are_tokens_and_syllables_are_taken_singly_and_in_pairs() -> None:
    """Whatever stands between words is in no token."""
    korean, japanese = {"북", "한", "이", "북한", "한이"}, {"発", "射", "発射"}
    assert tokens(folded("Hwasong-18's 북한이 発射")) == {"hwasong", "18", "s"} | korean | japanese


def test_two_letters_are_found_within_a_sentence() -> None:
    """In Korean inside a compound, in Japanese and Chinese where no space is; also in the other characters."""
    assert found(term("제재"), "정부, 대북제재 발표")
    assert found(term("発射"), "北朝鮮がミサイルを発射した")
    assert found(term("制裁"), "美國宣布新制裁措施")
    assert found(term("弹道"), "彈道導彈")
    assert not found(term("제재"), "제주의 재판")


def test_one_letter_is_found() -> None:
    """At the end of a run, too."""
    assert found(term("북"), "대북")
    assert found(term("핵"), "핵")
    assert not found(term("핵"), "해군")


def test_a_word_is_found_whole_or_by_its_beginning() -> None:
    """Not by its end, of which no index knows: that is left to whoever reads the text."""
    assert found(term("missile"), "A missile.")
    assert not found(term("missil"), "A missile.")
    assert found(term("missil", right=True), "A missile.")
    assert list(tokens_of(term("issile", left=True))) == []
    assert found(term("x" * 90), "x" * 90)
    assert max(map(len, tokens("x" * 90))) == LONGEST


@given(LETTERS, LETTERS.filter(lambda text: any(map(str.isalnum, folded(text)))), st.booleans(), st.booleans())
def test_what_stands_in_a_text_is_found(text: str, said: str, left: bool, right: bool) -> None:
    """However it is written: no entry for which a query holds is missed for its tokens."""
    wanted = term(said, left=left, right=right)

    assert found(wanted, text) or not wanted.stands_in(folded(text))

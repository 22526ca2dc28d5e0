"""Folding: the quick way says what the careful one does, and a term is found where it stands."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import Term, fold, folded

LETTERS = st.sampled_from("aZ9 -\t’“…–—·、가힣一鿿ぁゖァヺーАяЙйЁёéÉΣςßＡｶﾞ\u00ad\u200b\u0301\u1100\u1161½ﬁ")
TEXTS = st.one_of(st.text(max_size=30), st.text(LETTERS, max_size=20))


@given(text=TEXTS)
def test_the_quick_way_is_the_careful_way(text: str) -> None:
    """Whatever the text, without the way back it is the same but for spaces at its ends."""
    assert folded(text) == " ".join(fold(unicodedata.normalize("NFKC", text)).text.split())


@given(text=TEXTS)
def test_an_even_text_is_folded_as_among_odd_letters(text: str) -> None:
    """A letter that asks for the careful way changes nothing before it, and the way back is the same."""
    quick, careful = fold(text), fold(f"{text}ß")
    assert careful.text == f"{quick.text}ss"
    assert list(careful.origin) == [*quick.origin, len(text), len(text)]


def test_every_letter_is_folded_alike() -> None:
    """Each letter by itself, so that no range of the quick way holds one that it should not."""
    for point in (*range(0xD800), *range(0xE000, 0x30000)):
        char = unicodedata.normalize("NFKC", f"a{chr(point)}b")
        assert folded(char) == " ".join(fold(char).text.split()), hex(point)


def test_a_term_stands_where_its_edges_are() -> None:
    """The first place may be inside another word, and a later one not."""
    term = Term.of("sail")
    assert term.stands_in("assail, sailor, sail")
    assert not term.stands_in("assail, sailor")

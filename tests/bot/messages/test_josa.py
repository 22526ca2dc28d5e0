"""Korean particles behind names that are filled in."""

import pytest

from bot.messages.i18n import load_speech
from bot.messages.josa import josa


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        *((word, True) for word in ("북한", "서울", "Seoul", "Iran", "3", "2028", "KN", "<b>부산</b>", "(북한)")),
        *((word, False) for word in ("아틀란티스", "korea", "2", "US", "제재", "x", "", "!")),
    ],
)
def test_a_particle_fits_the_last_sound(word: str, ends: bool) -> None:
    """Of Hangul, of digits and abbreviations as they are read, of English words as they sound."""
    assert josa(word, "이라는", "라는") == ("이라는" if ends else "라는")


def test_a_text_takes_the_form_that_fits() -> None:
    """In the catalogue itself."""
    said = [load_speech().say("ko", "topic-unknown", name=name) for name in ("아틀란티스", "부산")]
    assert ["라는 주제" in said[0] and "이라는" not in said[0], "’이라는 주제" in said[1]] == [True, True]

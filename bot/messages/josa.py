"""Which of two forms a Korean particle (josa) takes behind a word that is filled in: by the word's last sound."""

import re
from typing import Any

_DIGITS = frozenset("013678")
"""Digits whose Korean names end in a consonant: 영, 일, 삼, 육, 칠, 팔."""
_LETTERS = frozenset("lmnr")
"""Latin letters whose Korean names do: 엘, 엠, 엔, 알."""
_ENDS = re.compile("(?:[lmnbkpt]|ng|ck)$")
"""How English words end that do: 서울(Seoul), 이란(Iran), 홍콩(Hong Kong)."""
_TAG = re.compile("<[^>]*>")


def josa(*values: Any) -> str:
    """`JOSA($name, "이라는", "라는")`: the form that fits behind the word, whose marks and tags do not count."""
    word, behind_consonant, behind_vowel = map(str, values)
    return behind_consonant if _ends_in_consonant(_TAG.sub("", word)) else behind_vowel


def _ends_in_consonant(word: str) -> bool:
    letters = [char for char in word if char.isalnum()]
    if not letters:
        return False
    last = letters[-1]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 > 0
    if last.isdigit():
        return last in _DIGITS
    spelled = re.split(r"[\W_]+", word.strip())[-1] or word
    if len(spelled) < 2 or spelled.isupper():  # an abbreviation is read letter by letter
        return last.casefold() in _LETTERS
    return _ENDS.search(spelled.casefold()) is not None

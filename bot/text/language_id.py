"""Which language a text is in: told by its script, and by what is declared where several languages share one."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Each script with how much a letter of it weighs: a syllable or an ideograph says what two or three letters do.
_SCRIPTS = (
    ("hangul", re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]"), 3),
    ("kana", re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]"), 3),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"), 3),
    ("cyrillic", re.compile("[\u0400-\u052f]"), 1),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]"), 1),
    ("hebrew", re.compile("[\u05d0-\u05ea]"), 1),
    ("greek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), 1),
    ("thai", re.compile("[\u0e01-\u0e5b]"), 1),
    ("devanagari", re.compile("[\u0900-\u097f]"), 1),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]"), 1),
)
_WRITTEN_IN = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), "cyrillic"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd"), "arabic"),
    **dict.fromkeys(("he", "yi"), "hebrew"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "devanagari"),
    "ko": "hangul",
    "ja": "kana",
    "zh": "han",
    "el": "greek",
    "th": "thai",
    **dict.fromkeys(("bn", "ta", "te", "ka", "hy", "am", "km", "lo", "my", "si"), "other"),
}
_MOST_LIKELY = {
    "hangul": "ko",
    "kana": "ja",
    "han": "zh",
    "cyrillic": "ru",
    "hebrew": "he",
    "greek": "el",
    "thai": "th",
}
_MISNAMED = {
    "kr": "ko",
    "jp": "ja",
    "cn": "zh",
    "tw": "zh",
    "iw": "he",
    "gr": "el",
    "ua": "uk",
    "kor": "ko",
    "eng": "en",
}
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_LEAST_KANA = 0.1
_ENOUGH = 2_000


def code(declared: str | None) -> str | None:
    """The ISO 639-1 code in a declared language such as `ko-KR`, `en_us` or (wrongly) `kr`; None if there is none."""
    name = re.split(r"[-_\s]", (declared or "").strip().lower()[:20])[0]
    name = _MISNAMED.get(name, name)
    return name if re.fullmatch("[a-z]{2}", name) else None


def language_of(text: str, declared: Iterable[str | None]) -> str | None:
    """The language of `text` (ISO 639-1): the first declared one that is written in its script, else the usual one.

    A text without letters is in the first declared language; None where nothing tells.
    """
    named = [name for name in map(code, declared) if name]
    script = _script(text[:_ENOUGH])
    if script is None:
        return named[0] if named else None
    fitting = [name for name in named if _fits(name, script)]
    language = fitting[0] if fitting else _MOST_LIKELY.get(script)
    return "uk" if language == "ru" and _UKRAINIAN.search(text[:_ENOUGH]) else language


def _fits(language: str, script: str) -> bool:
    """Whether the language is written in this script; a Japanese headline may well be without a single kana."""
    return _WRITTEN_IN.get(language, "latin") == script or (language, script) == ("ja", "han")


def _script(text: str) -> str | None:
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else None
    weights = {name: weight * len(letters.findall(text)) for name, letters, weight in _SCRIPTS}
    if weights["kana"] >= _LEAST_KANA * (weights["kana"] + weights["han"]):
        weights["kana"] += weights["han"]
    script = max(weights, key=weights.__getitem__)
    return script if weights[script] else None

"""Bytes of a feed or a page -> text, whatever encoding is declared, not declared or wrongly declared.

What is valid UTF-8 is UTF-8, whatever is declared. Else the declaration is believed unless the text that it gives is
not what the feed's language looks like and another encoding gives that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first character of a feed is "<" or "{": how many zero bytes stand around it tells the width.
_WIDE = (
    (re.compile(rb"[<{\s]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\0[^\0]"), "utf-16-le"),
    (re.compile(rb"\0[<{\s]\0[^\0]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:\-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:\-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
"""Bytes in which a page declares its encoding: browsers look in 1024, and pages rely on more."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:\-]{1,40})", re.IGNORECASE)

# What publishers declare -> the encoding that they write, which holds more characters (as the WHATWG's table has it).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
_NICKNAMES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
}

_HANGUL, _KANA = "[가-힣]", "[ぁ-んァ-ヶー]"
_HAN = (
    "[的一是不在了有和中国國日年月上人大美会會报報发發为為这這个個对對将將时時来來说說他她它们們我"
    "要出到地以于於与與及从從后後前其被已所就都也而但由因事行方新公司政府部长長外交主民经經济濟总總"
    "统統实實施宣布制高成军軍市区區台湾灣香港]"
)
_ACCENTED = r"(?<![À-ž])[à-žß]{1,2}(?![À-ž])|[\u2010-\u2026€«»©®°·£\xa0]"
# What a text in an encoding is full of if it is in that encoding, and the least share that it has of what is not ASCII.
_PROOFS = {
    "cp949": (_HANGUL, 0.5),
    "cp932": (_KANA, 0.2),
    "euc_jp": (_KANA, 0.2),
    "gb18030": (_HAN, 0.12),
    "big5hkscs": (_HAN, 0.12),
    "cp1251": ("[а-яёіїєґ]", 0.6),
    "koi8-u": ("[а-яёіїєґ]", 0.6),
    "koi8-r": ("[а-яё]", 0.6),
    "iso8859-5": ("[а-яё]", 0.6),
    "cp866": ("[а-яё]", 0.6),
    "cp1253": ("[ά-ώ]", 0.6),
    "cp1255": ("[\u05d0-\u05ea]", 0.6),
    "cp1256": ("[\u0621-\u064a]", 0.6),
    "cp874": ("[ก-๛]", 0.6),
    "cp1250": (_ACCENTED, 0.6),
    "cp1252": (_ACCENTED, 0.6),
}
_LANGUAGES = {
    "ko": ("cp949",),
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5hkscs"),
    **dict.fromkeys(("ru", "be", "bg", "sr", "mk"), ("cp1251", "koi8-r")),
    "uk": ("cp1251", "koi8-u"),
    "el": ("cp1253",),
    "he": ("cp1255",),
    **dict.fromkeys(("ar", "fa"), ("cp1256",)),
    "th": ("cp874",),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl"), ("cp1250",)),
}
_ANY = ("cp949", "cp932", "euc_jp", "cp1252", "gb18030", "big5hkscs", "cp1251", "koi8-r")
_ESCAPED = {b"\x1b$)C": "iso2022_kr", b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp"}
_SAMPLE = 200_000
"""How many bytes of a body are looked at to tell its encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a feed, and what was wrong with its encoding, a clause without an end, or None."""

    text: str
    damage: str | None


def decode(body: bytes, *, content_type: str = "", languages: Iterable[str | None] = ()) -> Decoded:
    """The text of `body`; `languages` are those that it may be in, the likeliest first. Never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], encoding, None)
    for pattern, encoding in _WIDE:
        if pattern.match(body):
            return _read(body, encoding, None)
    declared = _declared(body, content_type)
    for escape, encoding in _ESCAPED.items():
        if escape in body and _clean(body, encoding):
            return _read(body, encoding, None)
    if _is_utf8(body):
        return _read(body, "utf-8", declared[0] if declared else None)
    chosen = _chosen(body[:_SAMPLE], declared, [name for name in languages if name])
    return _read(body, chosen, declared[0] if declared else None)


def _declared(body: bytes, content_type: str) -> list[str]:
    """The encodings that the document and the server name and that there are, in the widened form."""
    inside, outside = _DECLARED.match(body[:1000]), _CHARSET.search(content_type)
    meta = None if inside else _META.search(body[:_META_WITHIN])
    names = [inside[1].decode("ascii", "ignore")] if inside else []
    names += [outside[1]] if outside else []
    names += [meta[1].decode("ascii", "ignore")] if meta else []
    known: list[str] = []
    for name in names:
        try:
            encoding = codecs.lookup(_NICKNAMES.get(name.lower(), name)).name
            b"<".decode(encoding)  # Not every codec makes text of bytes.
        except (LookupError, ValueError):
            continue
        known.append(_WIDER.get(encoding, encoding))
    return known


def _is_utf8(body: bytes) -> bool:
    """Whether it is UTF-8, a few damaged characters forgiven: other encodings make one of every second character."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged == 0 or damaged * 20 < sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", text))


def _chosen(sample: bytes, declared: list[str], languages: list[str]) -> str:
    likely = [encoding for name in languages for encoding in _LANGUAGES.get(name, ("cp1252",))]
    scripts = {_PROOFS[name][0] for name in likely}
    likely += [name for name in declared if name in _PROOFS and name not in likely and _PROOFS[name][0] in scripts]
    # Russian read as Latin looks like accented Latin, so a language that is known goes before a declaration.
    # A declaration that nothing here can prove wrong stands before a guess.
    unprovable = [name for name in declared if name not in _PROOFS and name != "utf-8"]
    groups = ([name for name in declared if name in likely], likely, declared, [] if unprovable else _ANY)
    for group in groups:
        proven = [encoding for encoding in group if _proof(sample, encoding) >= 1]
        if proven:
            return max(proven, key=lambda encoding: _proof(sample, encoding))
    return next((name for name in declared if _clean(sample, name) and name != "utf-8"), "cp1252")


def _proof(sample: bytes, encoding: str) -> float:
    """How far a text in this encoding has what such texts have: 1 and more is a proof."""
    characters, least = _PROOFS.get(encoding, ("(?!)", 1.0))
    text = sample.decode(encoding, "replace")
    foreign = len(re.findall(r"[^\x00-\x7f]", text))
    # A broken character is a broken character; many are another encoding.
    if not foreign or text.count("\ufffd") * 20 > foreign:
        return 0.0
    return len("".join(re.findall(characters, text))) / foreign / least


def _clean(body: bytes, encoding: str) -> bool:
    try:
        # Its end may have been cut within a character.
        codecs.getincrementaldecoder(encoding)("strict").decode(body)
    except (ValueError, LookupError):
        return False
    return True


def _read(body: bytes, encoding: str, declared: str | None) -> Decoded:
    text = body.decode(encoding, "replace")
    if declared is not None and declared != encoding and not body.isascii():
        return Decoded(text, f"it says that it is in {declared} and is in {encoding}")
    if "\ufffd" in text and b"\xef\xbf\xbd" not in body:
        return Decoded(text, f"some of its characters are not {encoding}")
    return Decoded(text, None)

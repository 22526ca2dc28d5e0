"""What an alert says in words: a headline without the outlet's marks, and the sentences that say what happened."""

import re
import unicodedata

from bot.choose import choose
from bot.prose import clean, furniture, sentences

READ = 2_000
"""Letters of a title that are read."""
HEADLINE = 200
"""Letters of a headline at most."""
OUTLET = 40
"""Letters of an outlet's name behind a headline at most."""
SENTENCES = 80
"""Sentences of a text that are weighed."""

_BEFORE = re.compile(
    r"\(?(?:\d(?:st|nd|rd|th) )?(?:LEAD|LD|URGENT|News Focus|Yonhap Feature|EDITORIAL from [^)]{1,30})\)\s*"
    r"|\[(?:속보|단독|종합|긴급|1보|2보|상보|포토|사진|영상|특징주)[^\[\]]{0,6}\]\s*"
    r"|(?:UPDATE|WRAPUP|REFILE|CORRECTED)(?: ?\d{1,2})?(?:-| - |: )\s*"
    r"|(?:BREAKING(?: NEWS)?|Breaking(?: news)?|URGENT): "
)
_BEHIND = re.compile(r"\s*\((?:LEAD|종합\d?보?|상보|\d보)\)$")


def headline(title: str, text: str, language: str | None) -> str:
    """The title without outlet and agency marks, or the text's first sentence; at most 200 letters, cut at a word."""
    bare = " ".join(unicodedata.normalize("NFC", title[:READ]).split())
    bare = _unmarked(bare) or bare
    if not bare:
        bare = next(iter(sentences(clean(text), language)), "")
    return cut(bare, HEADLINE)


def summarize(title: str, text: str, language: str | None, limit: int = 400) -> str:
    """The sentences that say what happened, in their order, within `limit` letters.

    '' where none goes beyond the title. Where the best one alone does not fit, its beginning, cut at a word.
    """
    told = sentences(clean(text, title), language)[:SENTENCES]
    chosen = choose(told, headline(title, text, language), limit)
    return cut(" ".join(told[at] for at in chosen), limit)


def cut(text: str, limit: int) -> str:
    """The text within `limit` letters: where it is longer, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit // 2, limit)  # writing that has none is cut between letters
    beginning = text[: space if space > 0 else max(limit - 1, 0)]
    return f"{beginning.rstrip(' ,;:')}…"[:limit]


def _unmarked(title: str) -> str:
    """A title without the marks around it, however many there are."""
    while True:
        bare = title
        if mark := _BEFORE.match(bare):
            bare = bare[mark.end() :]
        bare = _BEHIND.sub("", bare)
        outlet = _outlet_at(bare)
        bare = bare[:outlet].strip()
        if bare == title:
            return title
        title = bare


def _outlet_at(title: str) -> int:
    """Where the outlet's name behind a title begins, or the title's length."""
    at = max(title.rfind(f" {mark} ") for mark in "-–—|:")
    name = title[at + 3 :].strip()
    # A bar always sets off a name; a dash may as well set off the end of the sentence.
    known = at > len(name) / 2 and (title[at + 1 : at + 2] == "|" or _is_outlet(name))
    return at if at > 0 and len(name) <= OUTLET and known else len(title)


def _is_outlet(name: str) -> bool:
    low = name.casefold()
    known = furniture()
    a_name = name[:1].isupper() or not name[:1].isascii()
    return low in known.outlets or (a_name and low.endswith(known.outlet_endings))

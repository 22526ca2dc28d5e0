"""HTML as feeds carry it -> plain text: of any string whatever, without recursion, in time linear to its length."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import groupby

from lxml import etree

_MOST_HTML = 400_000
"""Characters of markup that are read; an article is a tenth of it."""
_MOST_LINE = 5_000
_ROUNDS = 3
"""How often markup that was escaped once too often is unwrapped again."""

# Controls, soft hyphens, zero-width and bidirectional marks, lone surrogates, noncharacters, tags; then joiners that
# join nothing: in emoji and between Indic or Arabic letters they carry meaning, beside ASCII they never do.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""The characters that XML cannot hold (XML 1.0, section 2.2)."""
_EMPTY_LINE = re.compile(r"\n\s*\n")
_SPACE = re.compile(r"\s+")

_BLOCK = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "tfoot thead tr ul"
)
_UNREAD = "button figcaption iframe math noscript object script select style svg template textarea title"
_INLINE = (
    "a abbr acronym audio b bdi bdo big cite code col dfn em embed font head i img input ins kbd label link mark meta "
    "picture q s samp small source span strike strong sub sup td th time tt u var video wbr"
)
_BLOCKS, _UNREADS = frozenset(_BLOCK.split()), frozenset(_UNREAD.split())
_TAG = re.compile(rf"</?({'|'.join(f'{_BLOCK} {_UNREAD} {_INLINE}'.split())})(?=[\s/>])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def plain_text(html: str) -> str:
    """The text of HTML (or of plain text) in paragraphs, a line each; no markup, no control characters, NFC."""
    text = html[:_MOST_HTML]
    for _ in range(_ROUNDS):
        text = _paragraphs(text)
        if not _TAG.search(text):
            break
    return text


def plain_line(html: str) -> str:
    """The text of HTML in one line, as a title needs it: entities decoded, also those that were encoded twice."""
    line = html[:_MOST_LINE]
    for _ in range(_ROUNDS):
        decoded = unescape(_TAG.sub(_gap, _HIDDEN.sub(" ", _CDATA.sub("", line))))
        if decoded == line:
            break
        line = decoded
    return clean_line(line)


def clean_line(text: str) -> str:
    """A text in one line: whitespace folded, characters that nobody sees removed, NFC."""
    # Removed first, for what hides between two spaces must not leave both; normalised last, on what is left.
    return unicodedata.normalize("NFC", _SPACE.sub(" ", _UNSEEN.sub("", text)).strip())


def seen(text: str) -> str:
    """A text without the characters that nobody sees, such as joiners of words."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[1].lower() in _BLOCKS else ""


def _paragraphs(text: str) -> str:
    text = _UNSEEN.sub("", _CDATA.sub("", text))
    lines = _lines(text) if _MARKUP.search(text) else _plain_lines(unescape(text))
    return "\n".join(filter(None, map(clean_line, lines)))


def _plain_lines(text: str) -> list[str]:
    """The paragraphs of a text without markup: where it has empty lines, single line ends are only wrapping."""
    paragraphs = _EMPTY_LINE.split(text.strip())
    return paragraphs if len(paragraphs) > 1 else text.split("\n")


def _lines(html: str) -> list[str]:
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8")
    parser.feed(html.encode("utf-8"))
    lines: list[str] = parser.close()
    return lines


class _Reader:
    """Receives the events of lxml's parser, which builds no tree then: nesting of any depth costs nothing."""

    def __init__(self) -> None:
        self._pieces: list[str | None] = []
        """Texts, and None where a line ends."""
        self._unread = 0

    def start(self, tag: str, _attributes: object) -> None:
        if tag in _UNREADS:
            self._unread += 1
        elif tag in _BLOCKS:
            self._pieces.append(None)
        elif tag in {"td", "th"}:
            self._pieces.append(" ")

    def end(self, tag: str) -> None:
        if tag in _UNREADS:
            self._unread -= 1
        elif tag in _BLOCKS:
            self._pieces.append(None)

    def data(self, text: str) -> None:
        if not self._unread:
            self._pieces.append(text)

    def comment(self, _text: str) -> None:
        """Comments, conditional ones of old browsers included, are not read."""

    def pi(self, _target: str, _text: str) -> None:
        """Neither are processing instructions."""

    def close(self) -> list[str]:
        runs = groupby(self._pieces, key=lambda piece: piece is None)
        return ["".join(filter(None, run)) for ends, run in runs if not ends]

"""Telegram's HTML: markup -> plain text and entities, and back to HTML that a page may show.

The rules and the words of the errors are those of td's MessageEntity.cpp. Offsets and lengths of entities are in UTF-16
units, offsets in errors in UTF-8 bytes of the markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from bot.preview.links import LinkError, checked_link

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}
_END = "\0"  # as in C, the text ends in a character that no rule expects: every scan stops there
_SPACE = " \t\r\n\v\0"
_PLAIN = re.compile(r"[^<&\0]+")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
_SPACES = re.compile(r"[ \t\r\n\v]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v\0=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSHOWN = {code: " " for code in range(32) if code != 10}


class FormatError(ValueError):
    """The markup cannot be parsed; `str()` of it is Telegram's reason."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning: its type as the Bot API names it, and where it is, in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.offset + self.length

    def json(self) -> dict[str, str | int]:
        """The MessageEntity of the Bot API."""
        found: dict[str, str | int] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
            if (value := getattr(self, name)) is not None:
                found[name] = value
        return found


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(markup: str, *, times: bool = True) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities of a message in parse_mode HTML; FormatError where Telegram refuses it.

    `times`: whether the server knows date-time entities.
    """
    if "\0" in markup:
        raise FormatError("Text must not contain null bytes")
    parser = _Parser(markup + _END, times)
    parser.run()
    text = "".join(parser.text)
    if _SURROGATE.search(text):
        raise FormatError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    # A language belongs to a `pre`; a `code` alone forgets it.
    entities = (replace(one, language=None) if one.type == "code" and one.language else one for one in parser.entities)
    return text, tuple(sorted(entities, key=lambda one: (one.offset, -one.length)))


def trim(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """What is kept of a message: no white space around it (before the first entity), no control characters."""
    text = text.translate(_UNSHOWN).rstrip(" \n")
    first = entities[0].offset if entities else len(text)
    left = min(len(text) - len(text.lstrip(" \n")), first)
    text = text[left:]
    size = utf16_length(text)
    if left:
        entities = [replace(one, offset=one.offset - left) for one in entities]
    kept = (one if one.end <= size else replace(one, length=size - one.offset) for one in entities)
    return text, tuple(one for one in kept if one.length > 0)


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    piece: int


@dataclass(slots=True)
class _Parser:
    """One walk over the markup; `at` is the character it looks at."""

    markup: str
    times: bool = True
    at: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def run(self) -> None:
        """Read it all, or raise FormatError."""
        while (char := self.markup[self.at]) != _END:
            if char == "<":
                self._tag()
            elif char == "&":
                self._emit(self._reference() or self._take(1))
            else:
                self._emit(self._match(_PLAIN))
        if self.open:
            raise FormatError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _emit(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += utf16_length(piece)

    def _take(self, count: int) -> str:
        self.at += count
        return self.markup[self.at - count : self.at]

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.markup, self.at)
        return self._take(len(match[0])) if match else ""

    def _reference(self) -> str:
        """The character that a reference stands for, or nothing where it stands for itself."""
        match = _REFERENCE.match(self.markup, self.at)
        if match is None:
            return ""
        if match[3]:
            char = _NAMED[match[3]]
        else:
            # td gives up on references of ten characters and more, without the semicolon.
            digits = match[0].removesuffix(";")
            code = int(match[1], 16) if match[1] else int(match[2][:10])
            if len(digits) >= 10 or not 0 < code < 0x10FFFF:
                return ""
            char = chr(code)
        self.at = match.end()
        return char

    def _error(self, words: str, at: int, more: str = "") -> FormatError:
        return FormatError(f"{words} at byte offset {len(self.markup[:at].encode())}{more}")

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.markup[self.at] == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._match(_TAG_NAME).lower()
        if self.markup[self.at] == _END:
            raise self._error("Unclosed start tag", begin)
        if tag not in _TYPES or (tag == "tg-time" and not self.times):
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while True:
            self._match(_SPACES)
            if self.markup[self.at] == ">":
                break
            found = self._attribute(tag, begin)
            argument = f"{argument} {found}" if tag == "tg-time" else found or argument
        if tag == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(_Open(tag, argument, self.offset, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> str:
        """Read one attribute; what it tells about the entity, or nothing."""
        name = self._match(_ATTRIBUTE_NAME)
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self._match(_SPACES)
        value = ""
        if self.markup[self.at] == "=":
            self.at += 1
            self._match(_SPACES)
            if self.markup[self.at] != _END:
                value = self._value()
                if self.markup[self.at] == _END:
                    raise self._error("Unclosed start tag", begin)
        if self.markup[self.at] == _END:
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        return _argument(tag, name, value)

    def _value(self) -> str:
        quote = self.markup[self.at]
        begin = self.at
        if quote not in "'\"":
            token = self._match(_NAME_TOKEN).lower()
            if self.markup[self.at] not in _SPACE + ">":
                raise self._error("Unexpected end of name token", begin)
            return token
        self.at += 1
        value: list[str] = []
        while (char := self.markup[self.at]) not in (quote, _END):
            value.append((char == "&" and self._reference()) or self._take(1))
        self.at += char == quote
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at += 1
        found = self._match(_TAG_NAME).lower()
        self._match(_SPACES)
        if self.markup[self.at] != ">":
            raise self._error("Unclosed end tag", begin)
        expected = self.open[-1].tag
        if found and found != expected:
            raise self._error("Unmatched end tag", begin, f', expected "</{expected}>", found "</{found}>"')
        self.at += 1
        closed = self.open.pop()
        if self.offset > closed.offset:
            self._close(closed)

    def _close(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        entity = Entity(_TYPES[tag.tag], tag.offset, length)
        inner = self.entities[-1] if self.entities else None
        around = inner is not None and (inner.offset, inner.length) == (tag.offset, length)
        if tag.tag == "a":
            self._close_link(tag, entity)
        elif tag.tag == "tg-emoji":
            self.entities.append(replace(entity, custom_emoji_id=_emoji_id(tag.argument)))
        elif tag.tag == "tg-time":
            self.entities.append(_time(entity, tag.argument))
        elif tag.tag == "blockquote" and tag.argument:
            self.entities.append(replace(entity, type="expandable_blockquote"))
        elif tag.tag == "pre" and inner and around and inner.type == "code" and inner.language:
            self.entities[-1] = replace(inner, type="pre")
        elif tag.tag == "code" and inner and around and inner.type == "pre" and tag.argument:
            self.entities[-1] = replace(inner, language=tag.argument)
        else:
            language = tag.argument if tag.tag == "code" else ""
            self.entities.append(replace(entity, language=language) if language else entity)

    def _close_link(self, tag: _Open, entity: Entity) -> None:
        try:
            url = checked_link(tag.argument or "".join(self.text[tag.piece :]))
        except LinkError:
            return  # a link that Telegram does not take is dropped without a word; its text stays
        self.entities.append(replace(entity, url=url))


def _argument(tag: str, name: str, value: str) -> str:
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "tg-time" and name in ("unix", "format"):
        return f"{name}={value}"
    if tag == "tg-emoji" and name == "emoji-id":
        return value
    return "1" if tag == "blockquote" and name == "expandable" else ""


def _emoji_id(argument: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,19}", argument) or not 0 < abs(int(argument)) < 2**63:
        raise FormatError("Invalid custom emoji identifier specified")
    return argument


def _time(entity: Entity, argument: str) -> Entity:
    """A date-time entity from its attributes, as the documentation of date-time entity formatting describes them."""
    given = dict(one.partition("=")[::2] for one in argument.split())
    if not re.fullmatch("[0-9]{1,10}", given.get("unix", "")):
        raise FormatError("Invalid Unix time specified")
    if not re.fullmatch("r|w?[dD]?[tT]?", given.get("format", "")):
        raise FormatError("Invalid date-time format specified")
    return replace(entity, unix_time=int(given["unix"]), date_time_format=given.get("format", ""))


_SHOWN = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
}


def to_html(text: str, entities: Sequence[Entity]) -> str:
    """HTML made of nothing but escaped text and known tags; links open in a new page."""
    units = text.encode("utf-16-le")
    shown: list[str] = []
    open_: list[tuple[int, str]] = []
    at = 0

    def advance(to: int) -> None:
        nonlocal at
        shown.append(escape(units[2 * at : 2 * to].decode("utf-16-le", "replace")))
        at = to

    for entity in entities:
        while open_ and open_[-1][0] <= entity.offset:
            advance(open_[-1][0])
            shown.append(open_.pop()[1])
        advance(entity.offset)
        start, end = _tags(entity)
        shown.append(start)
        # An entity never reaches out of the one that it stands in.
        open_.append((min(entity.end, open_[-1][0]) if open_ else entity.end, end))
    while open_:
        advance(open_[-1][0])
        shown.append(open_.pop()[1])
    advance(len(units) // 2)
    return "".join(shown)


def _tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link" and entity.url:
        return f'<a href="{escape(entity.url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    if entity.type == "date_time" and entity.unix_time is not None:
        return f'<time data-unix="{entity.unix_time}" data-format="{escape(entity.date_time_format or "")}">', "</time>"
    return _SHOWN.get(entity.type, ("", ""))

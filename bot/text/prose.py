"""Plain text -> the article's own sentences: the page's furniture taken away, the rest split.

Phrases live in `data/furniture.toml`; what has a fixed shape instead (agency tags, bylines, credits) is a pattern here.
Lines are judged by themselves, so that cleaning twice changes nothing; patterns are bounded, against hostile text.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise

import sentencex

from bot.errors import DataError

READ = 50_000
"""Letters of a text that are read; no article is longer."""
ROUNDS = 8
"""How often a line is stripped of what stands around it; lines of news need two or three."""
MARK = 60
"""A line that ends the article is at most this long: longer ones are sentences that begin so by chance."""
BUTTON = 160
"""The same for the other lines of furniture."""
PARAGRAPHS = 4
"""So many paragraphs below an end mark, and half of those above it, and it was none."""
OUTLET = 40
"""Letters of an outlet's name behind a title at most."""
CAPTION = 300
"""A picture's caption is at most this long; a longer line with a credit behind it is a paragraph."""
DATELINE = 61
"""Letters within which the bracket of an agency's dateline opens."""
TAIL = 24
"""Letters at the end of a piece by which one sees that a date was cut apart."""

_NAMES = r"[가-힣]{2,4}(?:[·, ]{1,2}[가-힣]{2,4}){0,3} ?[가-힣]{0,4}(?:기자|특파원)"
_EMAIL = r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}"
_TAG = re.compile(
    rf"\([가-힣A-Z·, ]{{1,30}}=[^()]{{1,20}}\)\s*(?:{_NAMES}\s*=)?"  # (서울=연합뉴스) 홍길동 기자 =
    r"|[\[【][^\[\]【】=]{1,20}=[^\[\]【】]{0,20}(?:기자|특파원|뉴시스|뉴스1|연합뉴스)[\]】]"  # [한국신문=홍길동 기자]
    r"|\[[^\[\]=]{1,12}(?:뉴스|신문|경제|일보|투데이|데일리|닷컴)\]"
    r"|(?:Posted|Modified|Updated|Published) on ?:.{0,40}?KST"
    r"|button that move to original korean article ?(?:\([^()]{0,40}\))?"
)
_CREDIT = re.compile(
    r"\s*[\[(<](?:사진|이미지|그래픽|자료|영상|photo|image) ?(?:제공|출처|설명)? ?[=:][^\[\]()<>]{1,60}[\])>]\s*",
    re.I,
)
_BYLINE = re.compile(
    r"(?:[Bb]y|BY) (?:[Ss]taff (?:[Rr]eporter|[Ww]riter|[Cc]orrespondent)s?|[A-Z][\w.'’-]+)"
    r"(?: [A-Z][\w.'’-]*| and| de| van){0,6}(?:,[\w ,()]{1,60})?"
    rf"|(?:[\[(]?[가-힣]{{2,8}} ?= ?)?{_NAMES}[\])]?(?: ?[(\[]?{_EMAIL}[)\]]?)?"
    rf"|[^.!?@]{{0,60}}{_EMAIL}[)\]>]?\.?"
    r"|[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){1,4}"  # a name or a label, in capitals
    r"|[—–-] ?[^()]{1,60}\(@\w{1,30}\).{0,40}"  # whose post it is
)
_SIGNED = re.compile(rf"\s+[/|]? ?{_NAMES} ?[(\[]?{_EMAIL}[)\]]?$")
_RIGHTS = re.compile(r"\s*[<(\[]?(?:(?:저작권자|copyright ?(?:ⓒ|©|\(c\)|20\d\d)).{0,200}|[ⓒ©].{0,60})$", re.I)
_SENTENCE_END = re.compile(r"[.!?。！？…]")
_BEFORE = re.compile(
    r"\(?(?:\d(?:st|nd|rd|th) )?(?:LEAD|LD|URGENT|News Focus|Yonhap Feature|EDITORIAL from [^)]{1,30})\)\s*"
    r"|\[(?:속보|단독|종합|긴급|1보|2보|상보|포토|사진|영상|특징주)[^\[\]]{0,6}\]\s*"
    r"|(?:UPDATE|WRAPUP|REFILE|CORRECTED)(?: ?\d{1,2})?(?:-| - |: )\s*"
    r"|(?:BREAKING(?: NEWS)?|Breaking(?: news)?|URGENT): "
)
_BEHIND = re.compile(r"\s*\((?:LEAD|종합\d?보?|상보|\d보)\)$")
PIECE, MARKS = 4_000, 200
"""Letters and quotation marks that are split into sentences at a time: sentencex 1.0 takes more than linear time."""
_MARK = re.compile("[\"'«»“”„‟‘’‚‛‹›「」『』〈〉《》()（）\\[\\]]")
_ASIDE = re.compile(r"[\[(</]")
"""What a credit begins with; lines without one are not searched for any."""
_SPACES = re.compile(r"\s+")
_SPACE = re.compile(r"\s")
_UNSPOKEN = re.compile(r"[\W_]+")
_QUOTED_ON = re.compile(r"[가-힣a-zа-яё]|と|など|との|という")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?![’']s| (?:is|was|has|will|marks)\b)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
_CUT = (
    # 2026. | 11. | 30.
    (
        re.compile(r"(?:^|[^\d.,])(?:\d{4}|(?:\d{4}\. ?)?\d{1,2})\.\s*$"),
        re.compile(r"\d{1,2}\.(?!\d)|\d{4}(?:\.| г|년|年)"),
    ),
    # 11. 30. | 오전 7시
    (
        re.compile(r"(?:^|[^\d.,])(?:\d{4}\. ?)?\d{1,2}\. ?\d{1,2}\.\s*$"),
        re.compile(r"오[전후]|새벽|아침|저녁|밤|낮|정오|午|上午|下午|に|の|까지|부터|에 |자 |\(|\d"),
    ),
    # 3 p.m. | Monday
    (
        re.compile(r"\d ?[ap]\.m\.\s*$", re.I),
        re.compile(rf"{_WEEKDAY}|{_MONTH}|\(|(?:GMT|UTC|[A-Z]{{1,3}}T)\b|[A-Z]\w+(?: [A-Z]\w+)? (?:time|Time)\b"),
    ),
)
"""Ends and beginnings of pieces between which a date or a time was cut apart."""
_WRITINGS = (("ko", re.compile("[가-힣]")), ("ja", re.compile("[ぁ-ヿ]")), ("zh", re.compile("[一-鿿]")))


@dataclass(frozen=True, slots=True)
class Furniture:
    """The phrases of `data/furniture.toml`, in lower case; the comments there say what each list is for."""

    end: tuple[str, ...]
    whole: tuple[str, ...]
    begins: tuple[str, ...]
    holds: tuple[str, ...]
    agencies: tuple[str, ...]
    outlets: tuple[str, ...]
    outlet_endings: tuple[str, ...]

    def is_end(self, line: str) -> bool:
        """Whether nothing below this line belongs to the article."""
        return len(line) <= MARK and line.casefold().startswith(self.end)

    def is_notice(self, line: str) -> bool:
        """Whether this line speaks to the page's reader of cookies, subscriptions, rights: long ones say so twice."""
        low = line.casefold()
        return len([phrase for phrase in self.holds if phrase in low]) >= (1 if len(line) <= CAPTION else 2)

    def is_furniture(self, line: str) -> bool:
        """Whether this line is a button, a notice, a byline: no part of the article."""
        low = line.casefold()
        return self.is_notice(line) or (
            len(line) <= BUTTON
            and (
                _is_buttons(low, self.whole)
                or low.startswith(self.begins)
                or self.is_end(line)
                or _BYLINE.fullmatch(line) is not None
            )
        )


@cache
def _button(phrases: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _is_buttons(low: str, phrases: tuple[str, ...]) -> bool:
    """Whether a line, in lower case, is a button, or a row of them with signs between."""
    rest = _button(phrases).sub("", low)
    return rest != low and not any(char.isalnum() for char in rest)


def parse_furniture(text: str, file: str = "furniture.toml") -> Furniture:
    """The phrases that this TOML text says; DataError names the file, the key and what to do."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{file}: this is not TOML: {exc}. Mend the line it names.") from exc
    keys = [field.name for field in fields(Furniture)]
    for key in dict.fromkeys((*keys, *data)):
        value = data.get(key)
        if key not in keys:
            raise DataError(f"{file}: {key} is not known here; the keys are {', '.join(keys)}.")
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise DataError(f'{file}: {key} must be a list of texts, none empty; write it as {key} = ["...", "..."].')
    return Furniture(**{key: tuple(phrase.casefold() for phrase in data[key]) for key in keys})


@cache
def furniture() -> Furniture:
    """The built-in phrases."""
    return parse_furniture((files("bot.text") / "data" / "furniture.toml").read_text("utf-8"))


@cache
def _signatures() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an agency signs: before a line ("SEOUL, Nov. 24 (Yonhap) --"), and behind a caption ("(AP Photo/...)")."""
    names = "|".join(re.escape(name) for name in sorted(furniture().agencies, key=len, reverse=True))
    before = re.compile(rf"[^()!?\n]{{0,60}}\((?:{names})\)\s*(?:--|[-–—])+\s*", re.I)
    behind = re.compile(rf"\s*(?:[(\[](?:{names})(?:[/, ][^()\[\]]{{0,60}})?[)\]]|/ ?(?:{names}))\.?$", re.I)
    return before, behind


def clean(text: str, title: str = "") -> str:
    """The article's paragraphs, one a line (NFC), without the page's furniture and without a line that is the title."""
    heading = squeezed(title)
    lines = [bare for raw in unicodedata.normalize("NFC", text[:READ]).splitlines() if (bare := _bare(raw))[0]]
    kept = [
        (line, caption)
        for line, caption in _until_end(lines)
        if not furniture().is_furniture(line) and not (heading and squeezed(line) == heading)
    ]
    paragraphs = [line for line, caption in kept if not caption]
    return "\n".join(_once(paragraphs or [line for line, _ in kept]))


def unmarked(title: str) -> str:
    """A title without the marks of agencies and outlets around it, however many there are."""
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


def unsigned(title: str) -> str:
    """A title without the outlet's name, known or not, that an aggregator set behind it."""
    head, _, name = title.rpartition(" - ")
    return head if len(name) <= OUTLET and len(head) > len(name) else title


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


def sentences(text: str, language: str | None) -> tuple[str, ...]:
    """The sentences of a text, each as it stands there; a quotation stays with the words that say whose it is."""
    language = language or _writing(text)
    return tuple(
        sentence.strip()
        for line in text.splitlines()
        for sentence in _glued(list(_split(language, line)))
        if sentence.strip()
    )


def _split(language: str, line: str) -> Iterator[str]:
    """The sentences of a line, a piece at a time: the last one of a piece may go on, and begins the next piece.

    It is split as if white space were spaces: sentencex 1.0.32 panics over other kinds before a Russian initial.
    """
    while piece := _piece(line):
        found = list(sentencex.segment(language, _SPACE.sub(" ", piece)))
        for sentence in found[:-1] if len(piece) < len(line) and len(found) > 1 else found:
            yield line[: len(sentence)]
            line = line[len(sentence) :]


def _piece(line: str) -> str:
    """The beginning of a line, with at most PIECE letters and MARKS quotation marks."""
    mark = next(islice(_MARK.finditer(line, 0, PIECE), MARKS, None), None)
    return line[: mark.start() if mark else PIECE]


def _until_end(lines: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The lines above the one that ends the article.

    Where paragraphs enough stand below it, it is only a list of other articles within this one, and the next paragraph
    goes on; cleaned of such lists, a text has no end marks, so cleaning it again changes nothing.
    """
    read = 0
    for end in [at for at, (line, _) in enumerate(lines) if furniture().is_end(line)]:
        if end < read:
            continue
        yield from lines[read:end]
        above, below = (
            [at for at in part if _is_paragraph(lines[at][0])] for part in (range(end), range(end, len(lines)))
        )
        if len(below) >= max(PARAGRAPHS, len(above) / 2):
            read = below[0]
        elif end:
            return
    yield from lines[read:]


def _is_paragraph(line: str) -> bool:
    return len(line) > MARK and _SENTENCE_END.search(line[-2:]) is not None


def _bare(line: str) -> tuple[str, bool]:
    """A line without agency tags, credits and signatures, and whether it is a picture's caption.

    A line that after several rounds still has some is made of nothing else, and goes.
    """
    line = _SPACES.sub(" ", line).strip()
    caption = False
    for _ in range(ROUNDS):
        bare, captioned = _stripped(line)
        caption = caption or captioned
        if bare == line:
            return line, caption
        line = bare
    return "", False


def _stripped(line: str) -> tuple[str, bool]:
    """One round of it: what may have come to light beneath needs another."""
    before, behind = _signatures()
    at = 0
    while tag := _TAG.match(line, at) or ("(" in line[at : at + DATELINE] and before.match(line, at)):
        at = tag.end()
    line = _RIGHTS.sub("", line[at:].lstrip(" ="))
    if "@" in line:
        line = _SIGNED.sub("", line)
    signed = behind.search(line) if len(line) <= CAPTION and _ASIDE.search(line) else None
    if signed:
        line = line[: signed.start()]
    first, *others = _CREDIT.split(line) if _ASIDE.search(line) else [line]
    captioned = False
    if others:
        line, captioned = _uncredited(first, " ".join(others))
    return _SPACES.sub(" ", line).strip(), captioned or signed is not None


def _uncredited(before: str, after: str) -> tuple[str, bool]:
    """A line from around a photo credit, and whether it is a caption.

    One sentence or less before the credit is the caption, and what follows is the article; alone, it is a caption.
    """
    if not after:
        return before, len(before) <= CAPTION
    if len(before) <= BUTTON and not _SENTENCE_END.search(before.rstrip(" .")):
        return after, False
    return f"{before} {after}", False


def _once(lines: Sequence[str]) -> list[str]:
    """Each line once, and none that only begins what the next or the first one says in full.

    One said twice in a row is a caption (a page writes it for eyes and for ears) and goes altogether.
    """
    twice = {line for line, following in pairwise(lines) if line == following}
    unique = list(dict.fromkeys(lines))
    kept: list[str] = []
    for line in [line for line in unique if line not in twice] or unique:
        while kept and line.startswith(_beginning(kept[-1])):
            kept.pop()
        if not kept or not kept[0].startswith(_beginning(line)):
            kept.append(line)
    return kept


def _beginning(line: str) -> str:
    """A line as the beginning of another: without the dots that say it goes on."""
    return line.rstrip(" .…") or line


def _glued(pieces: Sequence[str]) -> Iterator[str]:
    """Sentences from pieces: a quotation goes on with who says it, and a date or a time with its other half."""
    held = ""
    for piece in pieces:
        if held and not _goes_on(held, piece):
            yield held
            held = ""
        held += piece
    yield held


def _goes_on(held: str, piece: str) -> bool:
    if held.rstrip()[-1:] in "」』”’\"'" and _QUOTED_ON.match(piece):
        return True
    return any(end.search(held[-TAIL:]) and beginning.match(piece) for end, beginning in _CUT)


def _writing(text: str) -> str:
    """A language that splits sentences as this writing does."""
    return next((language for language, letters in _WRITINGS if letters.search(text)), "en")


def squeezed(text: str) -> str:
    """Letters and digits alone, for comparing."""
    return _UNSPOKEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def stems(text: str) -> Iterator[str]:
    """What two texts on the same thing share: the beginnings of longer words, for endings change with grammar.

    Writing without spaces gives its pairs of letters.
    """
    for word in text.split():
        letters = word.lower() if word.isascii() and word.isalnum() else squeezed(word)
        if letters[:1] > "\u2e80":
            yield from (letters[at : at + 2] for at in range(max(len(letters) - 1, 1)))
        elif len(letters) > 3:
            yield letters[:5]

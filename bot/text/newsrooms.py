"""Whose report a text is: the newsroom behind a name, and the agency that a text says it comes from.

A newsroom is who gathers news, under however many names and in however many languages: Yonhap, 연합뉴스 and 연합뉴스TV
are one. `data/newsrooms.toml` holds the names. How agencies sign their copy, by a dateline before it or a credit
behind it, has a fixed shape in each language; the shapes are here.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.errors import DataError
from bot.model import Tier

EDGE = 120
"""Letters at either end of a text in which an agency signs."""
_TIERS = {None: Tier.PRESS, "agency": Tier.AGENCY, "official": Tier.OFFICIAL}

_PHOTO = re.compile(r"사진|写真|照片|图片|圖片|фото|photo|image|handout|제공", re.I)
_AND = re.compile(r"\s*(?:[/,·&]| and | with )\s*")
_ENDED = re.compile(r"[\s(\[]*(?:END|끝|完|了)[)\]]*$")
_BRACKET = r"[(\[【<]([^()\[\]【】<>]{2,60})[)\]】>]"
_OPENING = re.compile(rf"(?:\[[^\[\]]{{1,6}}\]\s*)?{_BRACKET}")
"""(서울=연합뉴스), [서울=뉴시스], 【ソウル共同】, [東京 3日 ロイター], (新华社北京11月3日电), (Reuters)."""
_DATELINE = re.compile(r"(?:[^()\n]{2,60}?|[A-ZА-ЯЁ]{3}[^()\n]{0,57}?)\s?\(([^()\n]{2,40})\)(?P<dash>\s*[-–—])?")
"""SEOUL, Nov. 3 (Yonhap) --; TOKYO (Kyodo); Moscow, Nov. 3 (TASS) -. Without a dash the place is in capitals."""
_CLOSING = re.compile(r"\(([^()\n]{2,60})\)[.。]?$")
"""(Yonhap), (共同), (新华社), (Reuters, AFP), (FRANCE 24 with AFP)."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Who gathers news: its names, of which the first one is what it is called, and how near to events it stands."""

    names: tuple[str, ...]
    tier: Tier

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0]


def newsroom(name: str) -> Newsroom | None:
    """The newsroom that is known under this name, in any case and width, with or without a "The" before it."""
    return newsrooms().get(_key(name))


def newsroom_name(name: str) -> str:
    """What the newsroom that is known under this name is called: the name itself, where none is."""
    known = newsroom(name)
    return known.name if known else name


def newsroom_of(outlet: str, declared: str | None = None) -> str | None:
    """What an outlet's newsroom is called, which the catalogue may declare; None where it is called as the outlet."""
    name = newsroom_name(declared or outlet)
    return name if name != outlet else None


def credit(title: str, text: str) -> str | None:
    """The name of the agency that signs a text at its start or its end, or else the title; None where none does."""
    for part in (text, title):
        head, tail = (unicodedata.normalize("NFKC", end).strip() for end in (part[:EDGE], part[-EDGE:]))
        if agency := _signed_before(head) or _signed_behind(_ENDED.sub("", tail).strip()):
            return agency
    return None


def parse_newsrooms(text: str, file: str = "newsrooms.toml") -> Mapping[str, Newsroom]:
    """The newsrooms that this TOML text says, by each of their names; DataError names the entry that is wrong."""
    try:
        tables = tomllib.loads(text).get("newsroom", [])
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{file}: this is not TOML: {exc}. Mend the line it names.") from exc
    known: dict[str, Newsroom] = {}
    for number, table in enumerate(tables, 1):
        names, tier = table.get("names"), table.get("tier")
        if table.keys() - {"names", "tier"} or tier not in _TIERS:
            raise DataError(f"{file}: newsroom {number}: it has names and a tier, agency or official, and no more.")
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and _key(name) for name in names):
            raise DataError(f'{file}: newsroom {number}: write its names as names = ["...", "..."].')
        one = Newsroom(tuple(names), _TIERS[tier])
        if twice := next((name for name in names if known.setdefault(_key(name), one) is not one), None):
            raise DataError(
                f"{file}: newsroom {number}: another one is called {twice!r} too; take the name out of one."
            )
    return known


@cache
def newsrooms() -> Mapping[str, Newsroom]:
    """The built-in newsrooms by each of their names, as names are compared."""
    return parse_newsrooms((files("bot.text") / "data" / "newsrooms.toml").read_text("utf-8"))


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).removeprefix("the ")


def _agency(name: str) -> str | None:
    """What the agency of this name is called; None where it is the name of none."""
    known = newsroom(name.strip())
    return known.name if known and known.tier is Tier.AGENCY else None


@dataclass(frozen=True, slots=True)
class _Shapes:
    """How agencies sign with their bare names, each shape with the name in its last group."""

    before: tuple[re.Pattern[str], ...]
    behind: tuple[re.Pattern[str], ...]
    last: re.Pattern[str]
    wired: re.Pattern[str]


@cache
def _shapes() -> _Shapes:
    known = {name for one in newsrooms().values() if one.tier is Tier.AGENCY for name in one.names}
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    before = (
        rf"[^/()\n]{{0,50}}/\s*({names})\s*/",  # МОСКВА, 3 ноября. /ТАСС/.
        # МОСКВА, 3 ноя - РИА Новости.
        rf"[^()\n]{{2,45}}?\d{{1,2}}\s*[а-яё]{{3,8}}\.?\s*[-–—.]?\s*({names})\s*(?:[.,]|[-–—])",
        # ТАСС, 3 ноября. | Tehran, IRNA - | AFP -
        rf"(?:[^()\n\d]{{2,30}}[,.]\s*)?({names})(?:,\s*\d|\s*[-–—]{{1,2}}\s)",
        rf"(?:来源|來源)[::]\s*({names})",
    )
    behind = (
        rf"(?:^|\s)[-–—]+\s*({names})\.?$",  # — РИА Новости | - Reuters
        rf"\n({names})\.?$",
        rf"(?:来源|來源|출처|Источник|Source)\s?[::]\s?({names})\.?$",
        rf"저작권자\s?(?:\(c\)|[ⓒ©c])?\s?({names})",
    )
    return _Shapes(
        tuple(re.compile(shape, re.I) for shape in before),
        tuple(re.compile(shape, re.I) for shape in behind),
        re.compile(rf"(?:(?<=\s)|^|(?=[^\x00-\u04ff]))({names})$", re.I),
        re.compile(
            r"(?=[据據]|[^,。\n]{0,40}\d日|\S{2,12}$)"
            rf"[据據]?({names})[^,。\n]{{0,25}}?\d{{0,2}}日?[^,。\n\s]{{0,2}}[电電讯訊](?![话話视視])"
        ),
    )


def _signed_before(head: str) -> str | None:
    """The agency by a text's beginning."""
    if (opening := _OPENING.match(head)) and (agency := _in_bracket(opening[1])):
        return agency
    if (dateline := _DATELINE.match(head)) and (dateline["dash"] or dateline[0][:3].isupper()):
        return _in_bracket(dateline[1])
    found = (shape.match(head) for shape in (*_shapes().before, _shapes().wired))
    return next((agency for match in found if match and (agency := _agency(match[1]))), None)


def _signed_behind(tail: str) -> str | None:
    """The agency by a text's end."""
    if closing := _CLOSING.search(tail):
        return _in_bracket(closing[1])
    found = (shape.search(tail) for shape in _shapes().behind)
    return next((agency for match in found if match and (agency := _agency(match[1]))), None)


def _in_bracket(said: str) -> str | None:
    """The agency that a bracket names. Where two do (교도=연합뉴스), the first wrote it."""
    if _PHOTO.search(said):
        return None
    of, equals, by = said.partition("=")
    if equals:
        return (_last(of) or _agency(by)) if _agency(by) else None
    parts = _AND.split(said.strip())
    return next(filter(None, map(_agency, parts)), None) or _last(said) or _wired(said)


def _last(said: str) -> str | None:
    """The agency whose name these words end with: `ソウル共同`, `평양 조선중앙통신`."""
    found = _shapes().last.search(said.strip())
    return _agency(found[1]) if found else None


def _wired(said: str) -> str | None:
    """The agency of a Chinese dateline: 新华社北京11月3日电."""
    found = _shapes().wired.match(said.strip())
    return _agency(found[1]) if found else None

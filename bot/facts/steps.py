"""A sentence -> the steps in sanctions that its words tell of, in the order of the lists of `data/sanctions.toml`."""

import re
from collections.abc import Iterator
from functools import cache

from bot.facts.passage import Passage
from bot.facts.words import lexicon
from bot.text.reading import Sentence

RELIEF = ("waived", "suspended", "lifted", "eased")
_SANCTIONS = re.compile(r"\b[Ss]anctions (?:over (?=\d))?(?=[\w“‘'\"])")
_SANCTIONED = re.compile(r"\b[Ss]anctioned (?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|\d+) ")
_FIRST = re.compile(
    r"^(?:Newly )?(?:[Ss]anctioned|[Bb]lacklisted|[Ll]isted)\b(?: [^,:;]{0,40}?)?(?: (?:was|were|is|are)\b|:)"
)
""" "Sanctioned on Monday were two banks": the participle first."""
_PASSIVE = re.compile(r"\w+ed\b|\w+n['’]t\b")
_OWNED = re.compile(r"(?:['’]s?|anti-[\w-]+) ?$", re.I)
_ACCUSED = re.compile("accus", re.I)
"""Who is accused of evading sanctions evades them; nobody criticises the sanctions."""
_BESIDE = re.compile(r"\b(?:after|amid|despite|following)\b")
"""What stands behind one of these is not what the sentence tells."""
_HEADLINE = re.compile(
    r"^[^\s,、]{1,10}[,、].*(?:제재|制裁)[”’'\"」]?(?:…|\.\.\.|$)"
    r"|^[^对對向，,、]{1,12}制裁(?=[\d\u4e00-\u9fff])(?!决议|措施|名单|清单|问题|法|委员|后|下|的|影响|期|战|决|決議|委員)"
)
""" "일본, 러시아 기업 42곳 제재", "英国制裁50艘油轮": the noun is the verb."""
_WITHDRAWN = re.compile(
    r"\b(?:withdraw|withdrew|end|revok|cancel|scrap|terminat|rescind)\w* (?:[\w'’.]+ ){0,4}"
    r"(?:waiver|exemption|licen[cs]e)"
    r"|\b(?:waiver|exemption)s?\b.{0,30}\b(?:expire|lapse|withdrawn|revoked|end(?:s|ed)\b)"
    r"|(?:면제|예외)(?: 조치)?(?:를|을)? ?(?:종료|철회|취소|중단)"
    r"|免除を?(?:終了|撤回|取り消)|(?:取消|终止|終止).{0,10}豁免"
    r"|отмен\w+ исключени",
    re.I,
)
"""A waiver that ends puts sanctions on again."""
_PARTICIPLE = re.compile(r"(?<=[Ss]anctions )imposed\b")
""" "Sanctions imposed by the West": it says which ones, where the sentence goes on with what they do."""
_EASES_ITSELF = re.compile(
    r"\b(?:prices?|futures|yields?|costs?|rates?|inflation|crude|gold|shares|stocks|tensions?|fears|concerns?|worries)"
    r" (?:have |has |had |will |may |could )?$",
    re.I,
)
"""Behind one of these "ease" says what becomes of markets, not of sanctions."""
AROUND, BEFORE, BEHIND = 40, 14, 60
"""Letters before a verb in which stands what it is about; in English, where that is its object, they are few."""
WHAT_THEY_DO = ("effects", "criticised", "evaded", *RELIEF)
_TO = re.compile(r"\b(?:to|not|yet to|will) $", re.I)
"""What somebody is "to agree" is not agreed."""


def is_headline(text: str) -> bool:
    """Whether a headline says with the noun alone that sanctions are imposed."""
    return _HEADLINE.search(text) is not None


def steps(passage: Passage, sentence: Sentence) -> Iterator[str]:
    """The acts that a sentence tells of: of its main part before what it sets beside it."""
    beside = _BESIDE.search(sentence.text)
    if beside:
        yield from _acts_in(passage, sentence, sentence.text[: beside.start()])
    yield from _acts_in(passage, sentence, sentence.text)


def _acts_in(passage: Passage, sentence: Sentence, text: str) -> Iterator[str]:
    words = lexicon("sanctions")
    verbal = _verbal(text)
    for act, spellings in words.group("act"):
        if act == "criticised" and (verbal or _imposing().search(text)):
            yield "designated" if verbal else "imposed"
        found = next((m for m in spellings.all(text) if not passage.past(sentence, m.start(), m.end())), None)
        if found is None or act == "other":
            continue
        if act == "vetoed" and text in words["condition.veto"]:
            continue
        if act == "adopted" and (_TO.search(text, 0, found.start()) or text in words["act.waived"]):
            continue
        if act == "waived" and _WITHDRAWN.search(text):
            yield "imposed"
            continue
        if act == "criticised" and text in words["act.evaded"] and _ACCUSED.match(found[0]):
            continue
        if act == "imposed" and _PARTICIPLE.match(text, found.start()) and _told_behind(text, found.end()):
            continue
        if act == "eased" and _EASES_ITSELF.search(text, 0, found.start()):
            continue
        if act in RELIEF:
            near = _near_thing(text, found.start(), found.end(), BEFORE if text.isascii() else AROUND)
            if text in words["condition.relief"] and (near or not text.isascii()):
                yield "other"
            elif near:
                yield act
        elif act != "adopted" or _near_thing(text, found.start(), found.end()):
            yield act


def _told_behind(text: str, start: int) -> bool:
    """Whether what sanctions do, or what becomes of them, is told behind a place."""
    return any(name in WHAT_THEY_DO and words.search(text, start) for name, words in lexicon("sanctions").group("act"))


def _near_thing(text: str, start: int, end: int, before: int = AROUND) -> bool:
    """Whether a word is about sanctions: they, or a resolution, stand close to it, no more letters `before`."""
    words = lexicon("sanctions")
    return any(words[name].search(text, max(0, start - before), end + BEHIND) for name in ("thing", "about"))


def _verbal(text: str) -> bool:
    """ "Treasury sanctions two firms": the verb, which stands neither before a preposition nor behind an adjective."""
    words = lexicon("sanctions")
    for found in _SANCTIONS.finditer(text):
        last = re.search(r"[\w-]+(?=\W*$)", text[: found.start()])
        before = words["verb.before_noun"].pattern.fullmatch(last[0]) if last else True
        noun = words["verb.after_noun"].pattern.match(text, found.end()) or _PASSIVE.match(text, found.end())
        if not before and not noun and not _OWNED.search(text, 0, found.start()):
            return True
    return (_SANCTIONED.search(text) or _FIRST.match(text)) is not None


@cache
def _imposing() -> re.Pattern[str]:
    """ "imposes new sanctions", done: the verb first, and nobody only threatening or asked to."""
    thing = lexicon("sanctions")["thing"].source
    verb = r"(?:imposes?|imposed|slaps?|slapped|announces?|announced|unveils?|unveiled|issues?|issued|levies|levied)"
    return re.compile(
        rf"(?<!to )(?<!not )(?<!d )(?<!would )(?<!could )(?<!may )(?<!sanctions )\b{verb} "
        rf"(?:[\w'’“”\"-]+ ){{0,4}}?[“\"'‘]?{thing}|\b(?:hit|slapped|struck) with (?:[\w'’-]+ ){{0,3}}{thing}",
        re.I,
    )

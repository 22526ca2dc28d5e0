"""A passage -> the facts of a step in sanctions."""

import re
from collections.abc import Iterator
from functools import cache

from bot.facts.listed import read_listed
from bot.facts.parties import parties_of
from bot.facts.passage import Passage
from bot.facts.who import named
from bot.facts.words import lexicon
from bot.model.facts import Fact, SanctionsFacts
from bot.text.reading import Sentence

RELIEF = ("waived", "suspended", "lifted", "eased")
LISTING = ("adopted", "designated", "extended", "imposed", "proposed", "voted", "threatened")
"""Acts by which somebody may be newly listed."""
_SANCTIONS = re.compile(r"\b[Ss]anctions (?:over (?=\d))?(?=[\w“‘'\"])")
_SANCTIONED = re.compile(r"\b[Ss]anctioned (?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|\d+) ")
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
_RESOLUTION = re.compile(
    r"\b[Rr]esolutions? (?:No\. ?)?\d{3,4}(?: ?\(\d{4}\))?|결의(?:안)? ?(?:제)?\d{4}호|\d{4}호 결의|決議(?:第)?\d{4}号?"
    r"|\b\d+(?:st|nd|rd|th) (?:sanctions )?package|\d+차 (?:대\S+ )?제재"
)


def read_sanctions(passage: Passage) -> SanctionsFacts | None:
    """The facts of what is reported of sanctions; None where neither title nor lead speaks of any."""
    speaking = [sentence for sentence in passage.lead if _speaks(sentence.text)]
    if not speaking:
        return None
    act = _act(passage, speaking)
    parties = parties_of(speaking, act.value)
    vetoed_by = _vetoers(speaking) if act.value == "vetoed" else None
    issuers = [fact for fact in parties.issuers if not vetoed_by or fact.value not in vetoed_by.value]
    designated, parts = read_listed(passage, act.value) if act.value in LISTING else (None, None)
    return SanctionsFacts(
        issuer=_listed(issuers),
        target=_listed(parties.targets),
        act=act,
        designated=designated,
        designated_parts=parts,
        instrument=_instrument(passage),
        vetoed_by=vetoed_by,
    )


def _speaks(text: str) -> bool:
    words = lexicon("sanctions")
    return text in words["thing"] or text in words["about"]


def _listed(found: list[Fact[str]]) -> Fact[tuple[str, ...]] | None:
    """A list from its members: its sentence is the first one's."""
    return Fact(tuple(fact.value for fact in found), found[0].sentence) if found else None


def _act(passage: Passage, speaking: list[Sentence]) -> Fact[str]:
    """What the title says was done, or else the first sentence of the lead that says something."""
    for sentence in speaking:
        act = next(_acts(passage, sentence), None)
        if act:
            return Fact(act, sentence.text)
        if _HEADLINE.search(sentence.text):
            return Fact("imposed", sentence.text)
    return Fact("other", speaking[0].text)


def _acts(passage: Passage, sentence: Sentence) -> Iterator[str]:
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
        if act == "criticised" and text in words["act.evaded"] and _ACCUSED.match(found[0]):
            continue
        if act in RELIEF:
            if text in words["condition.relief"]:
                yield "other"
            elif _near_thing(text, found.start(), found.end()):
                yield act
        elif act != "adopted" or _near_thing(text, found.start(), found.end()):
            yield act


def _near_thing(text: str, start: int, end: int) -> bool:
    """Whether a word is about sanctions: they, or a resolution, stand close to it."""
    words = lexicon("sanctions")
    return any(words[name].search(text, max(0, start - 40), end + 60) for name in ("thing", "about"))


def _verbal(text: str) -> bool:
    """ "Treasury sanctions two firms": the verb, which stands neither before a preposition nor behind an adjective."""
    words = lexicon("sanctions")
    for found in _SANCTIONS.finditer(text):
        last = re.search(r"[\w-]+(?=\W*$)", text[: found.start()])
        before = words["verb.before_noun"].pattern.fullmatch(last[0]) if last else True
        noun = words["verb.after_noun"].pattern.match(text, found.end()) or _PASSIVE.match(text, found.end())
        if not before and not noun and not _OWNED.search(text, 0, found.start()):
            return True
    return _SANCTIONED.search(text) is not None


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


def _instrument(passage: Passage) -> Fact[str] | None:
    for sentence in passage.lead:
        for pattern in (_RESOLUTION, lexicon("sanctions")["instrument.word"].pattern):
            for found in pattern.finditer(sentence.text):
                if not passage.past(sentence, found.start(), found.end()):
                    return Fact(found[0], sentence.text)
    return None


def _vetoers(speaking: list[Sentence]) -> Fact[tuple[str, ...]] | None:
    for sentence in speaking:
        veto = lexicon("sanctions")["act.vetoed"].search(sentence.text)
        if veto is None:
            continue
        before = [one.value for one in named(sentence) if one.end <= veto.start() and one.value != "United Nations"]
        behind = re.match(r"\w*\s+by\s+", sentence.text[veto.start() :])
        if behind:
            start = veto.start() + behind.end()
            before = [one.value for one in named(sentence) if start <= one.start <= start + 30]
        if before:
            return Fact(tuple(dict.fromkeys(before)), sentence.text)
    return None

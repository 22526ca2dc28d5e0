"""Who imposes (or lifts, or threatens) and on whom: each name by the words on either side of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.facts.passage import Sentence
from bot.facts.record import Fact
from bot.facts.who import Named, named, reader, short_name
from bot.facts.words import lexicon

ANSWERS = ("criticised", "effects", "other", "evaded")
"""Acts of others than the issuer."""
MOST = 5
"""A list names so many at most."""
_LEFT = 90
"""Letters on either side of a name that say its part."""
_AND = re.compile(r"\s*(?:,|and|&|,? and|·|‧|및|과|와|、|と)\s*(?:the\s+)?", re.I)
_HANGUL = re.compile(r"[^A-Za-z]{0,3}[가-힣]")
_IF = re.compile(r"\b(?:if|unless|after|as|amid|because)\b(?!\s+well)", re.I)
_PLACE = re.compile(r"\b(?:in|from|near|at|off|for|of|via|between|with) (?:the )?$", re.I)


@dataclass(slots=True)
class Parties:
    """The issuers and the targets, in the order in which they were found."""

    issuers: list[Fact[str]] = field(default_factory=list)
    targets: list[Fact[str]] = field(default_factory=list)
    actors: list[Fact[str]] = field(default_factory=list)
    """Subjects of verbs of imposing: issuers, unless the sentence says whose sanctions they are."""
    speakers: list[Fact[str]] = field(default_factory=list)

    def add(self, part: str, one: Named, sentence: Sentence) -> None:
        """One more of this part, once."""
        facts: list[Fact[str]] = getattr(self, part)
        value = one.value if part == "targets" or not one.country else one.country
        if part == "targets" and one.sort == "country":
            value = one.country or one.value
        if len(facts) < MOST and all(value != fact.value for fact in facts):
            facts.append(Fact(value, sentence.text))


def parties_of(speaking: Sequence[Sentence], language: str | None, act: str) -> Parties:
    """The parties after these sentences: what a nearer one says is not mended by a later one."""
    parties = Parties()
    for sentence in speaking:
        found = Parties()
        _read(sentence, language, act, found)
        stated = reader().parts(sentence.text, language)
        # Where both see a part: the row of signs is surer of targets, the words around of issuers.
        found.issuers = found.issuers or _of(stated.issuer, sentence)
        found.targets = _of(stated.target, sentence) or found.targets
        if not parties.issuers:
            targets = {fact.value for fact in (*found.targets, *parties.targets)}
            parties.issuers = _but(found.issuers, targets) or _but(found.actors, targets)
        if not parties.targets:
            parties.targets = [f for f in found.targets if f.value not in {i.value for i in parties.issuers}]
        parties.speakers += found.speakers
    if not parties.issuers:
        known = _usual(speaking[:1], language, "issuer")
        parties.issuers = _but(known, {fact.value for fact in parties.targets})[:1]
    issuers = {fact.value for fact in parties.issuers}
    if not parties.targets:
        parties.targets = [fact for fact in parties.speakers if fact.value not in issuers][:1]
    if not parties.targets:
        parties.targets = [fact for fact in _usual(speaking, language, "target") if fact.value not in issuers][:1]
    return parties


def _of(codes: Sequence[str], sentence: Sentence) -> list[Fact[str]]:
    return [Fact(short_name(code), sentence.text) for code in codes[:MOST]]


def _but(facts: list[Fact[str]], others: set[str]) -> list[Fact[str]]:
    return [fact for fact in facts if fact.value not in others]


def _usual(speaking: Sequence[Sentence], language: str | None, part: str) -> list[Fact[str]]:
    """Those named who impose sanctions, or on whom they lie, as a rule."""
    usual = lexicon("sanctions")[f"usual.{part}"]
    return [
        Fact(one.country, sentence.text)
        for sentence in speaking
        for one in named(sentence.text, language)
        if usual.pattern.fullmatch(one.country)
    ]


def _read(sentence: Sentence, language: str | None, act: str, parties: Parties) -> None:
    last, part = None, None
    limit = _IF.search(sentence.text)
    for one in named(sentence.text, language):
        if one.sort == "company":
            continue
        joined = last is not None and _AND.fullmatch(sentence.text, last.end, one.start)
        subject = last is not None and sentence.text[last.end] == "," and _HANGUL.match(sentence.text, one.end)
        aside = limit is not None and act not in ANSWERS and one.start > limit.start()
        own = _part(sentence.text, one, act, aside)
        if joined and own in (None, "speakers") and part in ("issuers", "actors", "targets"):
            own = part
        elif joined and not subject and own in ("issuers", "actors") and part in (None, "speakers") and last is not None:
            parties.add(own, last, sentence)
        elif own == "issuers" and parties.actors and _foreign(sentence.text, one):
            own = "targets"  # "트럼프, 인도 제재 철회"
        last, part = one, own
        if own:
            parties.add(own, one, sentence)


def _foreign(text: str, one: Named) -> bool:
    """In Korean, behind a subject, the sanctions of one who imposes none as a rule are those on it."""
    usual = lexicon("sanctions")["usual.issuer"].pattern.fullmatch(one.country)
    return usual is None and _HANGUL.match(text, one.end) is not None


def _part(text: str, one: Named, act: str, aside: bool) -> str | None:
    """issuers, targets, speakers, or None for a name that has no part in it; `aside` behind "if" and the like."""
    before, behind = text[max(0, one.start - _LEFT) : one.start], text[one.end : one.end + _LEFT]
    forms = _forms()
    usual = lexicon("sanctions")["usual.target"].pattern.fullmatch(one.country) is not None
    if one.towards:
        return "targets" if behind[:40] in lexicon("sanctions")["thing"] else None
    if forms["on"].search(before) or forms["anti"].search(before):
        return "targets"
    if forms["by"].search(before) or forms["made"].match(behind):
        return "issuers"
    if forms["relieves"].match(behind) or (forms["asked"].search(before) and forms["to_lift"].match(behind)):
        return "issuers"
    if not usual and forms["blamed"].search(before) and forms["for_them"].match(behind):
        return "issuers"
    if not usual and forms["owns"].match(behind):
        return "issuers"
    if thing := forms["thing"].match(behind):
        owns = "’" in thing[0][:1] or "'" in thing[0][:1]
        aimed = forms["aims"].match(behind[thing.end() :])
        return "targets" if usual and not owns and not aimed else "issuers"
    if forms["ko_on"].match(behind):
        return "targets"
    if forms["ko_thing"].match(behind):
        return "targets" if usual else "issuers"
    if aside:
        return None
    if forms["hit"].search(before) or forms["hit_by"].match(behind):
        return "targets"
    if _PLACE.search(before):
        return None
    if act in ANSWERS:
        return "speakers" if forms["subject"].match(behind) or forms["answers"].match(behind) else None
    if forms["issues"].match(behind) or forms["subject"].match(behind):
        return "speakers" if usual else "actors"
    return None


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    """The words on either side of a name, by what they make of it."""
    words = lexicon("sanctions")
    thing = words["thing"].pattern.pattern
    issues, answers = words["verb.issues"].pattern.pattern, words["verb.answers"].pattern.pattern
    relieves = words["verb.relieves"].pattern.pattern
    a_few = r"(?:[\w.'’/-]+[ ]){0,3}"
    flags = re.IGNORECASE
    return {
        "on": re.compile(
            rf"{thing}[”\"'’]?(?:[ ](?!by\b)[\w-]+){{0,3}}[ ](?:on|against|over|targeting|to|towards?|aimed at|for|at)[ ]{a_few}$",
            flags,
        ),
        "anti": re.compile(r"\b(?:anti|against)-$", flags),
        "by": re.compile(
            r"\b(?:sanction\w*|impos\w*|blacklist\w*|designat\w*|announced|levied|listed|adopted|led|waived|lifted|issued)[ ](?:(?:on|against)[ ][\w ]{1,30}?[ ])?(?:\w+[ ])?by[ ](?:(?:the|certain|some|several)[ ])?$",
            flags,
        ),
        "made": re.compile(
            r"-(?:sanctioned|imposed|led|designated|drafted|backed sanctions)\b|(?:의|가|이)? 주도", flags
        ),
        "thing": re.compile(
            rf"(?:['’]s?|[- ])[ ]?[“\"‘']?(?:[ ]?(?!on\b|against|over\b|of\b|to\b|and\b|with\b|for\b|by\b|in\b|if\b|says?\b|said\b|is\b|could\b|will\b|faces?\b|may\b|from\b|as\b|after\b|{issues})[\w.-]+[ ]){{0,3}}[ ]?{thing}",
            flags,
        ),
        "owns": re.compile(rf"['’]s?(?:[ ][\w.“”\"'’-]+){{0,5}}?[ ][“\"‘']?{thing}", flags),
        "blamed": re.compile(r"\b(?:accus|censur|criticis|criticiz|condemn|blam|rap|slam|blast|denounc)\w*[ ](?:the[ ])?$", flags),
        "for_them": re.compile(rf"[ ](?:for|of|over)[ ]{a_few}{thing}", flags),
        "relieves": re.compile(rf"(?:[ ](?:authorities|government|urged|told|asked|must|should|has|to|will|may|could|would)){{0,3}}[ ]{relieves}", flags),
        "asked": re.compile(r"\b(?:urg\w+|calls? on|called on|ask\w*|demand\w*|wants?|press\w*|until|unless)[ ](?:the[ ])?$", flags),
        "to_lift": re.compile(rf"(?:[ ](?:authorities|government))?[ ](?:to[ ])?{relieves}", flags),
        "aims": re.compile(r"[ ](?:on|against|targeting|towards?|over)\b", flags),
        "hit": re.compile(
            rf"\b(?:sanction(?:s|ing)?|blacklist\w*|penali[sz]\w*|punish\w*|target\w*|slap\w*|squeez\w*|pressur\w*(?:[ ](?:on|in))?|designat\w*|isolat\w*|down[ ]on|tells|told|hits?|embargo[ ]on)[ ]{a_few}$",
            flags,
        ),
        "hit_by": re.compile(
            r"(?:['’]s)?(?:[ ][\w'’-]+){0,4}?[ ](?:added[ ]to|placed[ ](?:on|under)|put[ ](?:on|under)|blacklisted[ ]by|sanctioned[ ]by|hit[ ](?:by|with)|named[ ](?:on|in))\b",
            flags,
        ),
        "subject": re.compile(r"(?:이|가|은|는|도|,|, ['‘“\"]|…|[ ](?=['‘“\"]))"),
        "answers": re.compile(rf"(?:['’]s?)?(?:[ ][\w.'’-]+){{0,4}}?[ ]{answers}", flags),
        "issues": re.compile(rf"(?:['’]s?)?(?:,)?(?:[ ]\([^()]*\))?(?:[ ][\w.'’:-]+){{0,6}}?[ ]{issues}", flags),
        "ko_on": re.compile(
            rf"(?:산 [가-힣]+ )?(?:에 대한|에게|에|을|를|과 거래[^.,]{{0,10}}|와 거래[^.,]{{0,10}})[^.]{{0,20}}{thing}"
        ),
        "ko_thing": re.compile(rf"(?:의 |[ ]|·[^ ]{{1,6}} )?['‘“\"]?(?:[가-힣]{{1,6}} ){{0,2}}[가-힣]{{0,6}}{thing}"),
    }

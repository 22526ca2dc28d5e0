"""Who imposes (or lifts, or threatens) and on whom: each name by the words on either side of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.facts.numbers import NUMBER
from bot.facts.who import Named, named, short_name
from bot.facts.words import lexicon, read_lists
from bot.model.facts import Fact
from bot.places.roles import load_role_reader
from bot.text.reading import Sentence

ANSWERS = ("criticised", "effects", "other", "evaded")
"""Acts of others than the issuer."""
LISTING = ("designated", "imposed", "enforced", "proposed", "threatened")
"""Acts whose target is often more exact than a country: "Russian banks"."""
MOST = 5
"""A list names so many at most."""
_NEAR, _SHORT = 90, 40
"""Letters on either side of a name that say its part; and behind one that itself says "towards"."""
_AND = re.compile(r"\s*(?:,|and|&|,? and|·|‧|및|과|와|、|と)\s*(?:the\s+)?", re.I)
_DETERMINER = re.compile(
    r"^(?:(?:the|a|an|its|their|various|several|some|more|dozens of|one|two|three|four|five|six|\d+) )+", re.I
)
_NOBODY = re.compile(
    r"[-–—|]|\d+(?:st|nd|rd|th)\b|(?:total|targets?|network|names?|one|more|several|other|by|if|over|in|for|as|and|or|on|to|from|at|imposed|upon|head|targeting|against|it|them|those|this|that|him|her|$"
    r"|possible|likely|needed|needless|looming|ahead|again|now|soon|lists?|regimes?|committee|panel|package|measures?|resolutions?|programmes?|programs?|relief)\b|$",
    re.I,
)
_HANGUL = re.compile(r"[^A-Za-z]{0,3}[가-힣]")
_IF = re.compile(r"\b(?:if|unless|after|as|amid|because)\b(?!\s+well)", re.I)


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


def parties_of(speaking: Sequence[Sentence], act: str) -> Parties:
    """The parties after these sentences: what a nearer one says is not mended by a later one."""
    parties = Parties()
    for sentence in speaking:
        found = Parties()
        _read(sentence, act, found)
        stated = load_role_reader().roles(sentence)
        # Where both see a part: the row of signs is surer of targets, the words around of issuers.
        found.issuers = found.issuers or _of(stated.issuer, sentence)
        subjects = {fact.value for fact in found.actors}
        found.targets = _but(_of(stated.target, sentence), subjects) or found.targets
        if not parties.issuers:
            targets = {fact.value for fact in (*found.targets, *parties.targets)}
            parties.issuers = _but(found.issuers, targets) or _but(found.actors, targets)
        if not parties.targets:
            parties.targets = _but(found.targets, {fact.value for fact in parties.issuers})
        parties.speakers += found.speakers
    if act in LISTING:
        parties.targets = [*parties.targets, *_described(speaking[0])][:MOST]
    return _completed(parties, speaking, act)


def _completed(parties: Parties, speaking: Sequence[Sentence], act: str) -> Parties:
    """What no words state: who imposes as a rule is the issuer; who answers, or usually is one, the target."""
    if not parties.issuers:
        known = _usual(speaking[:1], "issuer")
        parties.issuers = _but(known, {fact.value for fact in parties.targets})[:1]
    issuers = {fact.value for fact in parties.issuers}
    for others in (parties.speakers if act in ANSWERS else [], _usual(speaking, "target")):
        parties.targets = parties.targets or _but(others, issuers)[:1]
    return parties


def _described(sentence: Sentence) -> list[Fact[str]]:
    """A target that is described: "sanctions on Russian banks", "blacklists Huawei"."""
    text = sentence.text
    for found in _forms()["whom"].finditer(text):
        phrase = _DETERMINER.sub("", found["whom"])
        if _NOBODY.match(phrase) or _counted("entities").fullmatch(phrase):
            continue
        start = text.index(phrase, found.start("whom"))
        inside = [one for one in named(sentence) if start <= one.start < start + len(phrase)]
        whole = sum(one.end - one.start for one in inside)
        rest = _counted("general").sub("", phrase)
        if whole < len(rest) - 2 and phrase not in lexicon("sanctions")["thing"]:
            return [Fact(phrase, text)]
    return []


@cache
def _counted(also: str) -> re.Pattern[str]:
    """Nouns that only say what sort is listed ("people", "vessels"), those of the list `also` with them."""
    words = lexicon("sanctions")
    sorts = "|".join(words[f"listed.{sort}"].source for sort in ("persons", "vessels", also))
    return re.compile(rf"(?:{NUMBER} )?(?:{sorts})", re.IGNORECASE)


def _of(codes: Sequence[str], sentence: Sentence) -> list[Fact[str]]:
    return [Fact(short_name(code), sentence.text) for code in codes[:MOST]]


def _but(facts: list[Fact[str]], others: set[str]) -> list[Fact[str]]:
    return [fact for fact in facts if fact.value not in others]


def _usual(speaking: Sequence[Sentence], part: str) -> list[Fact[str]]:
    """Those named who impose sanctions, or on whom they lie, as a rule."""
    usual = lexicon("sanctions")[f"usual.{part}"]
    return [
        Fact(one.country, sentence.text)
        for sentence in speaking
        for one in named(sentence)
        if usual.pattern.fullmatch(one.country)
    ]


def _read(sentence: Sentence, act: str, parties: Parties) -> None:
    last, part = None, None
    limit = _IF.search(sentence.text)
    for one in named(sentence):
        if one.sort == "company":
            continue
        joined = last is not None and _AND.fullmatch(sentence.text, last.end, one.start)
        subject = last is not None and sentence.text[last.end] == "," and _HANGUL.match(sentence.text, one.end)
        aside = limit is not None and act not in ANSWERS and one.start > limit.start()
        own = _part(sentence.text, one, act, aside)
        if joined and own in (None, "speakers") and part in ("issuers", "actors", "targets"):
            own = part
        elif (
            joined and not subject and own in ("issuers", "actors") and part in (None, "speakers") and last is not None
        ):
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
    """issuers, actors, targets, speakers, or None for a name without a part; `aside`: behind "if" and the like."""
    before, behind = text[max(0, one.start - _NEAR) : one.start], text[one.end : one.end + _NEAR]
    forms = _forms()
    usual = lexicon("sanctions")["usual.target"].pattern.fullmatch(one.country) is not None
    if one.towards:
        return "targets" if behind[:_SHORT] in lexicon("sanctions")["thing"] else None
    if said := _said(before, behind, usual):
        return said
    if aside:
        return None
    if forms["hit"].search(before) or forms["hit_by"].match(behind):
        return "targets"
    if forms["place"].search(before):
        return None
    subject = forms["subject"].match(behind)
    if act in ANSWERS:
        return "speakers" if subject or forms["answers"].match(behind) else None
    if subject or forms["issues"].match(behind):
        return "speakers" if usual else "actors"
    return None


def _said(before: str, behind: str, usual: bool) -> str | None:
    """The part that the words around a name state; `usual` where sanctions lie on it as a rule."""
    forms = _forms()
    if forms["on"].search(before) or forms["anti"].search(before):
        return "targets"
    asked = forms["asked"].search(before) and forms["to_lift"].match(behind)
    if forms["by"].search(before) or forms["made"].match(behind) or forms["relieves"].match(behind) or asked:
        return "issuers"
    blamed = forms["blamed"].search(before) and forms["for_them"].match(behind)
    if not usual and (blamed or forms["owns"].match(behind)):
        return "issuers"
    if thing := forms["thing"].match(behind):
        aimed = forms["aims"].match(behind[thing.end() :])
        return "targets" if usual and thing[0][:1] not in "’'" and not aimed else "issuers"
    if forms["korean_on"].match(behind):
        return "targets"
    if forms["korean_thing"].match(behind):
        return "targets" if usual else "issuers"
    return None


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    """The patterns of `data/parties.toml` by name."""
    words = lexicon("sanctions")
    stand_for = {
        "{few}": r"(?:[\w.'’/-]+ ){0,3}",
        "{thing}": words["thing"].source,
        **{f"{{{name}}}": words[f"verb.{name}"].source for name in ("issues", "answers", "relieves")},
    }
    forms = {}
    for table, lists in read_lists("parties").items():
        for name, alternatives in lists.items():
            source = "|".join(alternatives) if table == "behind" else f"(?:{'|'.join(alternatives)})$"
            for sign, pattern in stand_for.items():
                source = source.replace(sign, pattern)
            forms[name] = re.compile(source, re.IGNORECASE)
    return forms

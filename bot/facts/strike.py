"""A passage -> the facts of a strike: who struck whom, whether it happened, what was hit, how many were killed."""

import re
from dataclasses import replace
from functools import cache

from bot.facts.attack import attack_of
from bot.facts.evident import evident_strike
from bot.facts.modality import modality
from bot.facts.numerals import NUMBER, number_of
from bot.facts.passage import Passage, first
from bot.facts.who import doer_of, named
from bot.facts.words import Cues, lexicon, read_lists
from bot.model.facts import Fact, StrikeFacts
from bot.text.reading import Sentence

DONE = frozenset({"struck", "invaded"})
"""Acts by which something was struck."""
HEAD = 2
"""The title and the sentence behind it say who struck whom."""
MOST = 1_000_000
"""A larger number counts no victims."""


def read_strike(passage: Passage, *, sites_only: bool = False) -> StrikeFacts | None:
    """The facts of the strike (or only of one on such a site) that the title or the lead tells of; None without one."""
    words = lexicon("strike")
    told = [sentence for sentence in passage.lead if sentence.text in words.whole["act"]]
    site = first(passage.lead[:HEAD], _site)
    if not told or (sites_only and (site is None or told[0].place)):
        return None
    act = first(told, lambda sentence: _act(passage, sentence)) or Fact("other", told[0].text)
    heading = passage.sentences[0]
    attack = attack_of(heading) if act.value in DONE and heading is told[0] else None
    actor = Fact(attack.who.country, heading.text) if attack else first(told[:HEAD], _striker)
    target = Fact(attack.whom[0].country, heading.text) if attack else first(told[:HEAD], lambda s: _target(s, actor))
    facts = StrikeFacts(
        actor=actor,
        target=target,
        act=act,
        site=site,
        killed=first(passage.lead, lambda s: _victims(passage, s, "killed")),
        injured=first(passage.lead, lambda s: _victims(passage, s, "injured")),
        opens=first(passage.sentences[:1], _opens) if act.value in DONE else None,
    )
    return replace(facts, evident=evident_strike(heading, facts))


def _act(passage: Passage, sentence: Sentence) -> str | None:
    """What a sentence tells of: the first act that has happened; planned or a reaction where it tells of no such."""
    words, other = lexicon("strike"), None
    for act, spellings in words.group("act"):
        for found in spellings.all(sentence.text):
            start, end = found.span()
            if passage.past(sentence, start, end):
                continue
            if sentence.text[:start] in lexicon("launch")["reaction.word"]:
                other = other or "reaction"
            elif (how := modality(sentence.text, start, end)) == "done":
                return act
            else:
                other = other or how
    return other


def _striker(sentence: Sentence) -> str | None:
    """Who struck: whoever sends what strikes, or else stands before what is done."""
    words = lexicon("strike")
    sends = words["verb.sends"]
    if sentence.text in sends and (sender := doer_of(sentence, sends, sends)):
        return sender
    return doer_of(sentence, words.whole["act"], words["act.struck"])


def _opens(heading: Sentence) -> bool | None:
    """Whether a title says that one state attacks another, and not in an affair of a border."""
    minor = heading.text in lexicon("strike")["minor.word"]
    return None if minor or attack_of(heading) is None else True


def _target(sentence: Sentence, actor: Fact[str] | None) -> str | None:
    """The country that was struck: the first one named that did not strike."""
    countries = (one.country for one in named(sentence) if one.sort == "country" and one.country)
    return next((country for country in countries if actor is None or country != actor.value), None)


def _site(sentence: Sentence) -> str | None:
    return next((site for site, spellings in lexicon("strike").group("site") if sentence.text in spellings), None)


def _victims(passage: Passage, sentence: Sentence, name: str) -> int | None:
    if name not in _cues().of(sentence.text):
        return None
    for found in _counted(name).finditer(sentence.text):
        digits = next(value for value in found.groups() if value)
        value = number_of(digits)
        if value and value < MOST and not passage.past(sentence, found.start(), found.end()):
            return int(value)
    return None


@cache
def _cues() -> Cues:
    """What a count of victims needs one of."""
    return Cues({name: lists["cues"] for name, lists in read_lists("victims").items()})


@cache
def _counted(name: str) -> re.Pattern[str]:
    """How the killed or the injured are counted in each language: the patterns of `data/victims.toml`."""
    forms = read_lists("victims")[name]["forms"]
    return re.compile("|".join(form.replace("{number}", NUMBER) for form in forms), re.IGNORECASE)

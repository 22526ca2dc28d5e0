"""Which topics an entry is about, how surely, and which words say so: one pass finds every topic's terms.

A finding counts by where it stands (title, lead, tail: the topic's weights); findings of different rules add up as
independent witnesses do, 1 - (1 - a)(1 - b)...; doubts then lower the score. Below the threshold there is no match.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from ahocorasick_rs import AhoCorasick

from bot.model import Entry, Evidence, Match
from bot.text.language_id import language_of
from bot.text.prose import clean, sentences
from bot.text.words import Folded, Span, Term, fold
from bot.text.words import folded as _folded
from bot.topics.definitions import Rule, Topic

LEAD = 150
"""Sentences that begin within so many letters of the text are its lead."""
READ = 20_000
"""Letters of a text that are read: what comes after them is not the subject."""
LONGEST = 2_000
"""Letters of a title or a sentence that are read."""
SHOWN = 3
"""How many pieces of evidence a match carries at most: the strongest."""

Hits = dict[str, list[Span]]
_term = cache(Term.of)


class Lexicon:
    """The words of some rules, all found in one pass over a folded text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._terms = tuple((word, _term(word)) for word in sorted(words))
        self._automaton = AhoCorasick([term.text for _, term in self._terms])

    def hits(self, text: str) -> Hits:
        """Where each word, as its editor spelled it, stands in a folded text."""
        hits: Hits = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            word, term = self._terms[index]
            if span := term.span(text, start, end):
                hits.setdefault(word, []).append(span)
        return hits


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an entry, and whether it stands in its "title", "lead" or "tail"."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds in a passage, and the words that make it hold."""

    rule: Rule
    strength: float
    evidence: Evidence


class Matcher:
    """Finds the topics of entries. Immutable: topics are given once, and any number of threads may match."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        look = [rule for topic in topics for rule in topic.look]
        rules = [rule for topic in topics for rule in (*topic.look, *topic.refuse, *topic.doubt)]
        self._languages = frozenset(rule.language for rule in rules if rule.language)
        self._topics = {language: _spoken(topics, language) for language in (None, *self._languages)}
        self._sought = Lexicon(_words(look))
        self._all = Lexicon(_words(rules))

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """The topics that the entry is about, the surest first, each with its evidence."""
        title = unicodedata.normalize("NFC", entry.title[:LONGEST])
        text = unicodedata.normalize("NFC", entry.text[:READ])
        hits = self._sought.hits(_folded(f"{title} {text}"))
        topics = [spoken for spoken in self._topics[self._language(entry)] if _possible(spoken, hits)] if hits else []
        if not topics:
            return ()  # most entries end here, before their text is cleaned and split
        found = [
            (passage, folded, hits)
            for passage in _passages(title, text, entry.language)
            if (hits := self._all.hits((folded := fold(passage.text)).text))
        ]
        matches = (_judge(topic, words, found) for topic, words in topics)
        return tuple(sorted((match for match in matches if match), key=lambda match: -match.score))

    def _language(self, entry: Entry) -> str | None:
        """The language whose rules are for this entry; None where all are, since it is in none that has its own."""
        language = language_of(f"{entry.title} {entry.text[:LEAD]}", (entry.language,))
        return language if language in self._languages else None


Found = tuple[Passage, Folded, Hits]
Spoken = tuple[Topic, frozenset[str]]
"""A topic with the rules of one language only, and the words that these look for."""


def _words(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset().union(*(rule.words | rule.near | rule.then for rule in rules))


def _possible(spoken: Spoken, hits: Hits) -> bool:
    """Whether the topic could be matched, stood all that was found in the title and close together."""
    topic, words = spoken
    if words.isdisjoint(hits):
        return False
    missing = prod(1 - rule.weight for rule in topic.look if _may_hold(rule, hits))
    return 1 - missing >= topic.weights.threshold


def _may_hold(rule: Rule, hits: Hits) -> bool:
    others = rule.near or rule.then
    return not rule.words.isdisjoint(hits) and not (others and others.isdisjoint(hits))


def _spoken(topics: Sequence[Topic], language: str | None) -> tuple[Spoken, ...]:
    def own(rules: Sequence[Rule]) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules if language is None or rule.language in (None, language))

    kept = [replace(t, look=own(t.look), refuse=own(t.refuse), doubt=own(t.doubt)) for t in topics]
    return tuple((topic, frozenset().union(*(rule.words for rule in topic.look))) for topic in kept)


def _passages(title: str, text: str, language: str | None) -> Iterator[Passage]:
    if title.strip():
        yield Passage(title, "title")
    seen = 0
    for sentence in sentences(clean(text, title), language):
        yield Passage(sentence[:LONGEST], "lead" if seen < LEAD else "tail")
        seen += len(sentence)


def _judge(topic: Topic, words: frozenset[str], found: Sequence[Found]) -> Match | None:
    """The match of one topic, or None below its threshold; `words` are those that its rules look for."""
    best: dict[Rule, Finding] = {}
    for passage, folded, hits in found:
        if not words.isdisjoint(hits):
            for finding in _findings(topic, passage, folded, hits):
                if finding.rule not in best or finding.strength > best[finding.rule].strength:
                    best[finding.rule] = finding
    score = 1 - prod(1 - finding.strength for finding in best.values())
    if score < topic.weights.threshold:
        return None
    score *= prod(1 - rule.weight * _doubted(rule, topic, found) for rule in topic.doubt)
    if score < topic.weights.threshold:
        return None
    strongest = sorted(best.values(), key=lambda finding: -finding.strength)
    evidence = tuple(dict.fromkeys(finding.evidence for finding in strongest))[:SHOWN]
    return Match(topic.key, round(score, 4), evidence)


def _doubted(rule: Rule, topic: Topic, found: Sequence[Found]) -> float:
    """How much a doubt counts: in full in the title, less in the lead, not at all further down or nowhere."""
    held = (passage.place for passage, _, hits in found if passage.place != "tail" and _pairs(rule, hits))
    return max(map(topic.weights.at, held), default=0.0)


def _findings(topic: Topic, passage: Passage, folded: Folded, hits: Hits) -> Iterator[Finding]:
    """What the rules find in a passage, each rule once, where it first holds."""
    refused = [word for rule in topic.refuse for word, _ in _pairs(rule, hits)]
    left = {word: [span for span in spans if not _inside(span, refused)] for word, spans in hits.items()}
    place = topic.weights.at(passage.place)
    for rule in topic.look:
        if pairs := _pairs(rule, left):
            one, other = pairs[0]
            whole = min(one[0], other[0]), max(one[1], other[1])
            yield Finding(rule, place * rule.weight, Evidence(folded.original(passage.text, whole), passage.text))


def _inside(span: Span, refused: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in refused)


def _pairs(rule: Rule, hits: Hits) -> list[tuple[Span, Span]]:
    """Where the rule holds, in order: the word and the one near it (the word twice, where the rule wants no other)."""
    words = _spans(rule.words, hits)
    if not words or not (rule.near or rule.then):
        return [(word, word) for word in words]
    others = _spans(rule.near or rule.then, hits)
    return [(word, other) for word in words for other in others if 0 <= _gap(rule, word, other) <= rule.within]


def _gap(rule: Rule, word: Span, other: Span) -> int:
    """Letters between the two; negative where they overlap or where the other had to stand behind and does not."""
    behind, before = other[0] - word[1], word[0] - other[1]
    return behind if rule.then else max(behind, before)


def _spans(words: frozenset[str], hits: Hits) -> list[Span]:
    return sorted(span for word in hits.keys() & words for span in hits[word])

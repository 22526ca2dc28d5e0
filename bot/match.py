"""Which topics an entry is about, how surely, and which words say so: one pass finds every topic's terms.

A finding counts by where it stands (title, lead, tail: the topic's weights); findings of different rules add up as
independent witnesses do, 1 - (1 - a)(1 - b)...; doubts then lower the score. Below the threshold there is no match.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from ahocorasick_rs import AhoCorasick

from bot.model import Entry, Evidence, Match
from bot.prose import clean, sentences
from bot.topics import Rule, Topic
from bot.words import Folded, Span, Term, fold
from bot.words import folded as _folded

LEAD = 300
"""Sentences that begin within so many letters of the text are its lead."""
READ = 20_000
"""Letters of a text that are read: what comes after them is not the subject."""
LONGEST = 2_000
"""Letters of a title or a sentence that are read."""
SHOWN = 3
"""How many pieces of evidence a match carries at most: the strongest."""

Hits = dict[str, list[Span]]


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
        self._topics = tuple((topic, frozenset().union(*(rule.words for rule in topic.look))) for topic in topics)
        self._wanted = frozenset().union(*(words for _, words in self._topics))
        rules = [rule for topic in topics for rule in (*topic.look, *topic.refuse, *topic.doubt)]
        spelled = sorted(frozenset().union(*(rule.words | rule.near | rule.then for rule in rules)))
        self._terms = tuple((word, Term.of(word)) for word in spelled)
        self._automaton = AhoCorasick([term.text for _, term in self._terms])

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """The topics that the entry is about, the surest first, each with its evidence."""
        title = unicodedata.normalize("NFC", entry.title[:LONGEST])
        text = unicodedata.normalize("NFC", entry.text[:READ])
        if self._wanted.isdisjoint(self._hits(_folded(f"{title} {text}"))):
            return ()  # most entries end here, before their text is cleaned and split
        found = [
            (passage, folded, hits)
            for passage in _passages(title, text, entry.language)
            if (hits := self._hits((folded := fold(passage.text)).text))
        ]
        matches = (_judge(topic, words, found) for topic, words in self._topics)
        return tuple(sorted((match for match in matches if match), key=lambda match: -match.score))

    def _hits(self, text: str) -> Hits:
        """Where each word, as its editor spelled it, stands in a folded text."""
        hits: Hits = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            word, term = self._terms[index]
            if span := term.span(text, start, end):
                hits.setdefault(word, []).append(span)
        return hits


Found = tuple[Passage, Folded, Hits]


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
    near = [hits for passage, _, hits in found if passage.place != "tail"]
    score *= prod(1 - rule.weight for rule in topic.doubt if any(_pairs(rule, hits) for hits in near))
    if score < topic.weights.threshold:
        return None
    strongest = sorted(best.values(), key=lambda finding: -finding.strength)
    evidence = tuple(dict.fromkeys(finding.evidence for finding in strongest))[:SHOWN]
    return Match(topic.key, round(score, 4), evidence)


def _findings(topic: Topic, passage: Passage, folded: Folded, hits: Hits) -> Iterator[Finding]:
    """What the rules find in a passage, each rule once, where it first holds."""
    refused = [word for rule in topic.refuse for word, _ in _pairs(rule, hits)]
    left = {word: [span for span in spans if not _inside(span, refused)] for word, spans in hits.items()}
    place = {"title": topic.weights.title, "lead": topic.weights.lead, "tail": topic.weights.tail}[passage.place]
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

"""Which topics an entry is about, how surely, and which words say so: one pass finds every topic's terms.

A finding counts by where it stands (title, lead, tail: the topic's weights); findings of different rules add up as
independent witnesses do, 1 - (1 - a)(1 - b)...; doubts then lower the score. Below the threshold there is no match.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from ahocorasick_rs import AhoCorasick

from bot.model import Evidence, Match
from bot.text.reading import Reading, Sentence
from bot.text.words import Span, Term
from bot.topics.definitions import Rule, Topic

LEAD = 150
"""Sentences that begin within so many letters of the text are its lead."""
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
class Finding:
    """A rule that holds in a sentence, and the words that make it hold."""

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

    def match(self, reading: Reading) -> tuple[Match, ...]:
        """The topics that a text is about, the surest first, each with its evidence."""
        hits = self._sought.hits(" ".join(reading.folded))
        if not hits:
            return ()
        language = reading.language if reading.language in self._languages else None
        topics = [spoken for spoken in self._topics[language] if _possible(spoken, hits)]
        if not topics:
            return ()  # most entries end here, before their text is cleaned and split
        found = [
            (sentence, _place(sentence), hits)
            for sentence in reading.sentences
            if (hits := self._all.hits(sentence.folded.text))
        ]
        matches = (_judge(topic, words, found) for topic, words in topics)
        return tuple(sorted((match for match in matches if match), key=lambda match: -match.score))


Found = tuple[Sentence, str, Hits]
"""A sentence, whether it stands in the "title", "lead" or "tail", and the words in it."""
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


def _place(sentence: Sentence) -> str:
    """Where a sentence stands: title, lead or tail."""
    if not sentence.place:
        return "title"
    return "lead" if sentence.before < LEAD else "tail"


def _judge(topic: Topic, words: frozenset[str], found: Sequence[Found]) -> Match | None:
    """The match of one topic, or None below its threshold; `words` are those that its rules look for."""
    best: dict[Rule, Finding] = {}
    for sentence, place, hits in found:
        if not words.isdisjoint(hits):
            for finding in _findings(topic, sentence, topic.weights.at(place), hits):
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
    held = (place for _, place, hits in found if place != "tail" and _pairs(rule, hits))
    return max(map(topic.weights.at, held), default=0.0)


def _findings(topic: Topic, sentence: Sentence, weight: float, hits: Hits) -> Iterator[Finding]:
    """What the rules find in a sentence that counts so much, each rule once, where it first holds."""
    refused = [word for rule in topic.refuse for word, _ in _pairs(rule, hits)]
    left = _left(hits, refused) if refused else hits
    for rule in topic.look:
        if pairs := _pairs(rule, left):
            one, other = pairs[0]
            whole = min(one[0], other[0]), max(one[1], other[1])
            term = sentence.folded.original(sentence.text, whole)
            yield Finding(rule, weight * rule.weight, Evidence(term, sentence.text))


def _left(hits: Hits, refused: Sequence[Span]) -> Hits:
    """What is left of the words found without those that stand within refused ones."""
    return {word: [span for span in spans if not _inside(span, refused)] for word, spans in hits.items()}


def _inside(span: Span, refused: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in refused)


def _pairs(rule: Rule, hits: Hits) -> list[tuple[Span, Span]]:
    """Where the rule holds, in order: the word and the one near it (the word twice, where the rule wants no other)."""
    if rule.words.isdisjoint(hits):
        return []
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

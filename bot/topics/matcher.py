"""Which topics an entry is about, how surely, and which words say so: one pass finds every topic's terms.

A finding counts by where it stands (title, lead, tail: the topic's weights); findings of different rules add up as
independent witnesses do, 1 - (1 - a)(1 - b)...; doubts then lower the score. Below the threshold there is no match.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from ahocorasick_rs import AhoCorasick

from bot.model import Evidence, Match
from bot.text.reading import Reading, Sentence
from bot.text.words import Span, Term, script
from bot.topics.definitions import Rule, Topic

LEAD = 150
"""Sentences that begin within so many letters of the text are its lead."""
SLACK = 100
"""Letters more that may lie between two words in a text as sent than in its sentences: cleaning takes some away."""
SHOWN = 3
"""How many pieces of evidence a match carries at most: the strongest."""

Hits = dict[str, list[Span]]
_term = cache(Term.of)


class Lexicon:
    """The words of some rules, all found in one pass over a folded text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._terms = tuple((word, term.before, term) for word in sorted(words) for term in (_term(word),))
        self._automaton = AhoCorasick([term.text for _, _, term in self._terms])

    def hits(self, text: str) -> Hits:
        """Where each word, as its editor spelled it, stands in a folded text."""
        hits: Hits = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            word, before, term = self._terms[index]
            # Most that is found stands within a longer word, and is told by the letter before it.
            if before and start and script(text[start - 1]) == before:
                continue
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
        rules = [rule for topic in topics for rule in (*topic.look, *topic.refuse, *topic.doubt)]
        self._languages = frozenset(rule.language for rule in rules if rule.language)
        self._topics = {language: _spoken(topics, language) for language in (None, *self._languages)}
        self._thresholds = [topic.weights.threshold for topic in topics]
        self._looks = tuple((place, rule) for place, topic in enumerate(topics) for rule in topic.look)
        self._begun = _begun([rule for _, rule in self._looks])
        self._sought = Lexicon(_words(rule for _, rule in self._looks))
        self._all = Lexicon(_words(rules))

    def match(self, reading: Reading) -> tuple[Match, ...]:
        """The topics that a text is about, the surest first, each with its evidence."""
        possible = self._possible(self._sought.hits(" ".join(reading.folded)))
        if not possible:
            return ()  # most entries end here, before their language is told and their text cleaned and split
        language = reading.language if reading.language in self._languages else None
        topics = [self._topics[language][place] for place in possible]
        found = [
            (sentence, _place(sentence), hits)
            for sentence in reading.sentences
            if (hits := self._all.hits(sentence.folded.text))
        ]
        matches = (_judge(topic, begun, found) for topic, begun in topics)
        return tuple(sorted((match for match in matches if match), key=lambda match: -match.score))

    def _possible(self, hits: Hits) -> list[int]:
        """The places of the topics that could be matched, stood all that was found in the title."""
        missing: dict[int, float] = {}
        for number in {number for word in hits.keys() & self._begun.keys() for number in self._begun[word]}:
            place, rule = self._looks[number]
            if _may_hold(rule, hits):
                missing[place] = missing.get(place, 1.0) * (1 - rule.weight)
        return [place for place in sorted(missing) if 1 - missing[place] >= self._thresholds[place]]


Found = tuple[Sentence, str, Hits]
"""A sentence, whether it stands in the "title", "lead" or "tail", and the words in it."""
Spoken = tuple[Topic, Mapping[str, Sequence[int]]]
"""A topic with the rules of one language only, and for each word the places of those that look for it."""


def _words(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset().union(*(rule.words | rule.near | rule.then for rule in rules))


def _begun(rules: Sequence[Rule]) -> dict[str, tuple[int, ...]]:
    """For each word, the numbers of the rules that begin with it."""
    begun: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for word in rule.words:
            begun.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in begun.items()}


def _may_hold(rule: Rule, hits: Hits) -> bool:
    """Whether a rule, one of whose words was found, may hold: one of the others begins near enough in the text."""
    others = rule.near or rule.then
    starts = _starts(others, hits)
    reach = rule.within + SLACK
    return not others or any(
        bisect_left(starts, start - reach) < bisect_right(starts, start + reach)
        for start in (_starts(rule.words, hits) if starts else ())
    )


def _starts(words: frozenset[str], hits: Hits) -> list[int]:
    return sorted(start for word in hits.keys() & words for start, _ in hits[word])


def _spoken(topics: Sequence[Topic], language: str | None) -> tuple[Spoken, ...]:
    def own(rules: Sequence[Rule]) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules if language is None or rule.language in (None, language))

    kept = [replace(t, look=own(t.look), refuse=own(t.refuse), doubt=own(t.doubt)) for t in topics]
    return tuple((topic, _begun(topic.look)) for topic in kept)


def _place(sentence: Sentence) -> str:
    """Where a sentence stands: title, lead or tail."""
    if not sentence.place:
        return "title"
    return "lead" if sentence.before < LEAD else "tail"


def _judge(topic: Topic, begun: Mapping[str, Sequence[int]], found: Sequence[Found]) -> Match | None:
    """The match of one topic, or None below its threshold; `begun` are its rules by the words that they look for."""
    best: dict[Rule, Finding] = {}
    for sentence, place, hits in found:
        if places := {at for word in hits.keys() & begun.keys() for at in begun[word]}:
            rules = [topic.look[at] for at in sorted(places)]
            for finding in _findings(topic, rules, sentence, topic.weights.at(place), hits):
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


def _findings(topic: Topic, rules: Iterable[Rule], sentence: Sentence, weight: float, hits: Hits) -> Iterator[Finding]:
    """What these rules find in a sentence that counts so much, each rule once, where it first holds."""
    refused = [word for rule in topic.refuse for word, _ in _pairs(rule, hits)]
    left = _left(hits, refused) if refused else hits
    for rule in rules:
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

"""Which sentences of an article say what happened: weighed by rule, chosen within a limit, told in their order.

A sentence weighs by its place (news says the most important first), by what it shares with the headline, by how much of
it the rest of the article comes back to (SumBasic's idea: Nenkova and Vanderwende, 2005), and by its numbers. It loses
by being a quotation, a question, background or no sentence at all. One that needs the sentence before it to be
understood ("He said ...") is told only after that one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

from bot.text.prose import squeezed, stems

MOST = 4
"""Sentences of a summary at most."""
ENOUGH = 0.7
"""The weight of a sentence that is worth telling beside the first one."""
SAME = 0.75
"""Two sentences of which one has so much of the other's words say the same."""
REST = 25
"""A text that goes beyond the title by no more letters than these says nothing new: they are an outlet's name."""

_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»」』)\]]*$")
_QUESTION = re.compile(r"[?？][\"'”’»」』)\]]*$")
_QUOTES = "\"'“‘«「『〈《"
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|dozens|hundreds|thousands)\b", re.I)
_BACKGROUND = re.compile(
    r"\b(?:since|in|from|until|back in) (?:19|20)\d\d\b|\b(?:last|previous) (?:year|decade)|\byears ago\b"
    r"|(?:19|20)\d\d년|지난해|작년|^앞서 |昨年|去年|в (?:19|20)\d\d году|прошл\w+ году",
    re.I,
)
_SAID = r"(?:said|says|added|adds|told|noted|explained|continued|stated|wrote)"
_DANGLING = re.compile(
    r"(?i:(?:(?:but|and|so|yet|however|meanwhile|instead|then|still),? )?"
    r"(?:(?:he|she|they|it|we|i|his|her|their|its|such)\b"
    r"|(?:this|that|these|those) (?:is|was|were|are|would|will|comes?|follow(?:s|ed)|mark(?:s|ed)|means?|has|had)\b))"
    rf"|.*[,!?][\"”’'] ?(?:he|she|they) {_SAID}\b|.*[,!?][\"”’'] {_SAID} (?:he|she|they)\b"
    r"|(?:그는|그녀는|그들은|이들은|이는|이에|그러면서)[ ,]"
    r"|(?:彼は|彼女は|彼らは|これは|これに|これを|それは|同氏は|同省は)"
    r"|(?:他|她|他们|她们|他們|这|這|此)[^国國外]"
    r"|(?:Он|Она|Они|Это|Его|Её|Их)\b"
    r"|(?:Il|Elle|Ils|Elles|Cela|Er|Sie|Es|Él|Ella|Ellos|Esto)\b"
)
"""How a sentence begins, or whose words it gives, that cannot be understood by itself."""
_TURN = re.compile(
    r"(?:But|And|So|Yet|However|Meanwhile|Instead|Also|Then|Still|Moreover|Furthermore|In addition|For example)\b"
    r"|(?:이와 함께|이어|또한?|그러나|하지만|한편|반면)[ ,]|(?:また|しかし|一方|さらに)"
    r"|(?:此外|但|然而|同时|同時|不过|不過)"
    r"|(?:Но|Однако|Кроме того|При этом|Также|Mais|Aber|Pero)\b"
)
"""How a sentence begins that turns away from the one before it."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    at: int
    text: str
    words: frozenset[str]
    lead: float
    weight: float

    @property
    def dangles(self) -> bool:
        return _DANGLING.match(self.text) is not None


def choose(sentences: Sequence[str], heading: str, limit: int) -> list[int]:
    """The places of the sentences to tell, rising, their texts with spaces between within `limit` letters.

    One alone may be longer. None where no sentence says more than the heading.
    """
    places = [at for at, text in enumerate(sentences) if not _repeats(squeezed(text), squeezed(heading))]
    for kind in (_SENTENCE_END.search, lambda text: not _QUESTION.search(text)):
        places = [at for at in places if kind(sentences[at])] or places
    if sum(len(sentences[at]) + 1 for at in places) <= limit + 1:
        return places
    weighed = _weighed([(at, sentences[at]) for at in places], heading)
    free = [one for one in weighed if not one.dangles] or weighed[:1]
    # The place counts twice for the one that all others stand beside.
    first = max(free, key=lambda one: one.weight + one.lead)
    return sorted(one.at for one in _joined(weighed, first, limit))


def _joined(sentences: Sequence[_Sentence], first: _Sentence, limit: int) -> list[_Sentence]:
    """The first one, and the weightiest others that fit, say something else, and can be understood where they stand."""
    chosen = [first]
    room = limit - len(first.text)
    waiting = sorted((one for one in sentences if one.weight >= ENOUGH), key=lambda one: -one.weight)
    while len(chosen) < MOST:
        places = {one.at for one in chosen}
        fit = (
            one
            for one in waiting
            if len(one.text) < room
            and one.at not in places
            and (not one.dangles or one.at - 1 in places)
            and not any(_same(one, other) for other in chosen)
        )
        best = next(fit, None)
        if best is None:
            break
        chosen.append(best)
        room -= len(best.text) + 1
    return chosen


def _weighed(sentences: Sequence[tuple[int, str]], heading: str) -> list[_Sentence]:
    words = [frozenset(stems(text)) for _, text in sentences]
    told = Counter(chain.from_iterable(words))
    title = frozenset(stems(heading))
    found = []
    for rank, ((at, text), own) in enumerate(zip(sentences, words, strict=True)):
        lead = 0.5 / (1 + rank)
        headline = len(own & title) / sqrt(len(own) * len(title)) if own and title else 0.0
        focus = sum(told[word] for word in own if told[word] > 1) / len(words) / sqrt(len(own) or 1)
        found.append(_Sentence(at, text, own, lead, lead + headline + focus + _manner(text)))
    return found


def _manner(text: str) -> float:
    """What a sentence weighs more or less by the way it speaks."""
    return (
        0.1 * bool(_NUMBER.search(text))
        - 0.5 * text.startswith(tuple(_QUOTES))
        - 0.2 * bool(_BACKGROUND.search(text))
        - 0.2 * bool(_TURN.match(text))
        - 0.3 * bool(_DANGLING.match(text))
    )


def _same(one: _Sentence, other: _Sentence) -> bool:
    return len(one.words & other.words) >= SAME * max(1, min(len(one.words), len(other.words)))


def _repeats(sentence: str, title: str) -> bool:
    """Whether a sentence says no more than the title (and an outlet's name behind it)."""
    return bool(title) and (sentence in title or (title in sentence and len(sentence) - len(title) <= REST))

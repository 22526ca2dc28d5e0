"""What text costs: twice as long a text takes about twice the time, whatever stands in it."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

import pytest

from bot.facts.read import read_facts
from bot.places.gazetteer import load_gazetteer
from bot.queries.query import parse
from bot.queries.search import spans
from bot.stories.features import load_features
from bot.stories.summarize import summarize
from bot.text.html import clean_line, plain_text
from bot.text.language_id import language_of
from bot.text.prose import clean, sentences
from bot.text.reading import READ, Reading
from bot.text.tokens import tokens
from bot.text.words import fold
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from bot.web.link import canonical

PARTS = (
    "a", "1", "1,000 ", "一万", "<b", "&#", "“「", "U.S. ", "at 7:10 a.m. on Monday ", "오전 7시 ", "2026年",
    "sanctions on Russia and ", "missiles were fired by ", "미사일 발사 ", "двадцать ", "a@b.c (c) ", "\n \n",
)  # fmt: skip
"""What a hostile text repeats: what patterns of ours look for and where they may begin anew."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS = ("launches", "sanctions", "nuclear", "strikes")
QUERY = parse('missile* OR 발사 OR "on russia" OR a')
LONGER, LITTLE = 3.0, 0.02
"""Of twice the text: how many times the time is too much, and the seconds that always may be taken."""


def read(text: str) -> Reading:
    """A reading of the text."""
    return load_gazetteer().read(text[:200], text, None)


@cache
def matcher() -> Matcher:
    """The matcher of all topics."""
    return Matcher(load_topics())


READERS: Mapping[str, Callable[[str], object]] = {
    "plain_text": plain_text,
    "clean_line": clean_line,
    "clean": lambda text: clean(text, text[:100]),
    "sentences": lambda text: sentences(text, None),
    "fold": fold,
    "tokens": tokens,
    "spans": lambda text: spans(QUERY, text),
    "language_of": lambda text: language_of(text, []),
    "canonical": lambda text: canonical(f"http://a.example/?{text}"),
    "match": lambda text: matcher().match(read(text)),
    "facts": lambda text: read_facts(read(text), NOW, TOPICS),
    "features": lambda text: load_features().read(read(text)),
    "summary": lambda text: summarize(read(text), text[:100]),
}


def seconds(reader: Callable[[str], object], text: str, runs: int) -> float:
    """The least processor time of so many runs."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        reader(text)
        took.append(time.process_time() - began)
    return min(took)


def takes_longer(reader: Callable[[str], object], text: str, runs: int) -> bool:
    """Whether all of a text takes longer than it may after half of it."""
    once, twice = (seconds(reader, text[:length], runs) for length in (READ // 2, READ))
    return twice > max(LITTLE, LONGER * once)


@pytest.mark.parametrize("name", READERS)
def test_twice_the_text_takes_no_more_than_three_times_as_long(name: str) -> None:
    """Each function that reads what strangers wrote, up to the letters that are read."""
    texts = {part: part * (READ // len(part)) for part in PARTS}
    # What seems slow is measured again, for a busy machine's clock is coarse.
    slow = [part for part, text in texts.items() if all(takes_longer(READERS[name], text, runs) for runs in (2, 6))]
    assert not slow

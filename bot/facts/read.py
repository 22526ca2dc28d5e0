"""The facts of an entry: its title and text read once, for the topics that it was flagged for."""

from collections.abc import Collection
from datetime import datetime

from bot.facts.launch import read_launch
from bot.facts.nuclear import read_nuclear
from bot.facts.passage import Passage
from bot.facts.sanctions import read_sanctions
from bot.facts.status import names_a_launch
from bot.facts.strike import read_strike
from bot.facts.words import lexicon
from bot.model.facts import Facts
from bot.text.reading import Reading

STRIKES = frozenset({"strikes", "nuclear"})
"""Topics that may be about strikes; nuclear only about those on nuclear sites."""
NUCLEAR = frozenset({"nuclear", "launches"})
"""Topics that may be about nuclear steps; launches only about tests."""


def read_facts(reading: Reading, published_at: datetime | None, topics: Collection[str]) -> Facts:
    """What a text states, for these topics ("launches", "sanctions", "nuclear", "strikes"); raises on no text."""
    passage = Passage.of(reading, published_at.date() if published_at else None)
    if not passage.sentences:
        return Facts()
    about = _about(passage.sentences[0].text, topics)
    return Facts(
        strike=read_strike(passage, sites_only="strikes" not in about) if about & STRIKES else None,
        launch=read_launch(passage) if "launches" in about else None,
        sanctions=read_sanctions(passage) if "sanctions" in about else None,
        nuclear=read_nuclear(passage, tests_only="nuclear" not in about) if about & NUCLEAR else None,
    )


def recalls(reading: Reading, published_at: datetime | None) -> bool:
    """Whether a title tells only of what happened in a year before: "In 2017 North Korea fired a missile"."""
    passage = Passage.of(reading, published_at.date() if published_at else None)
    return reading.heading is not None and passage.of_a_past_year(reading.heading)


def _about(heading: str, topics: Collection[str]) -> frozenset[str]:
    """The topics whose facts are the event's: flagged for sanctions and launches, a report may only recall one."""
    speaks = {
        "launches": names_a_launch(heading),
        "sanctions": heading in lexicon("sanctions")["thing"],
    }
    told = frozenset(topics)
    if speaks.keys() <= told and sum(speaks.values()) == 1:
        told -= {topic for topic, spoken in speaks.items() if not spoken}
    return told

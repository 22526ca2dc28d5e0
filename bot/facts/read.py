"""The facts of an entry: its title and text read once, for the topics that it was flagged for."""

from collections.abc import Collection
from datetime import datetime

from bot.facts.launch import read_launch
from bot.facts.nuclear import read_nuclear
from bot.facts.passage import Passage
from bot.facts.record import Facts
from bot.facts.sanctions import read_sanctions


def read_facts(
    title: str, text: str, language: str | None, published_at: datetime | None, topics: Collection[str]
) -> Facts:
    """What the title and text state, for these topics ("launches", "sanctions", "nuclear"); never raises on any text."""
    passage = Passage.of(title, text, language, published_at.date() if published_at else None)
    if not passage.sentences:
        return Facts()
    return Facts(
        launch=read_launch(passage, language) if "launches" in topics else None,
        nuclear=read_nuclear(passage, language) if not {"nuclear", "launches"}.isdisjoint(topics) else None,
        sanctions=read_sanctions(passage, language) if "sanctions" in topics else None,
    )

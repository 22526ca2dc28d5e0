"""Whether a strike opens a war, or is the daily course of one."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from bot.errors import DataError
from bot.model import Story
from bot.model.facts import Fact, Facts, StrikeFacts

Sides = frozenset[str]
"""The two states between which a strike is, by their names in facts."""
ACTS = frozenset({"struck", "invaded"})


def placed(facts: Facts, stories: Iterable[Story]) -> Facts:
    """The facts, in which a strike opens no war where that one is known, or an open story tells of it already."""
    strike, sides = facts.strike, sides_of(facts.strike)
    if strike is None or strike.opens is None or sides is None:
        return facts
    daily = sides in known_wars() or any(sides == other for story in stories for other in _told(story))
    return replace(facts, strike=replace(strike, opens=Fact(not daily, strike.opens.sentence)))


def sides_of(strike: StrikeFacts | None) -> Sides | None:
    """The two states that a strike is between; None where one of them is not said."""
    if strike is None or strike.actor is None or strike.target is None:
        return None
    return frozenset((strike.actor.value, strike.target.value))


def _told(story: Story) -> Iterable[Sides | None]:
    """Between whom the strikes are that a story's reports tell of as happened."""
    strikes = (report.facts.strike for report in story.reports if report.facts)
    return (sides_of(strike) for strike in strikes if strike and strike.act and strike.act.value in ACTS)


@cache
def known_wars() -> frozenset[Sides]:
    """The wars of `data/wars.toml`."""
    text = (files("bot.stories") / "data" / "wars.toml").read_text("utf-8")
    try:
        pairs = tomllib.loads(text)["pairs"]
    except (tomllib.TOMLDecodeError, KeyError) as exc:
        raise DataError(f"wars.toml: this is not a list of pairs: {exc}. Mend the line it names.") from exc
    return frozenset(map(frozenset, pairs))

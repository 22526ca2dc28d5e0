"""The facts of a story in a line for a glance: `North Korea · ICBM Hwasong-18 · 1,000 km (JCS) / 900 km (Kyodo)`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from bot.facts.called import called
from bot.facts.merge import Sides, StoryFacts
from bot.facts.words import lexicon
from bot.messages.i18n import Speech
from bot.messages.naming import Naming
from bot.model.facts import GROUPS, Fact

SIDES = 3
"""How many figures are shown side by side at most, where sources disagree."""
NAMED = 3
"""How many countries, bodies or people are named at most; a further one is left out."""
UNSAID = frozenset({"other", "unclear", "happened"})
"""Values of facts that are not shown: a reader learns nothing from them."""
_NUMBERED = {
    "fact-resolution": re.compile(r"(?:esolutions?|결의|決議)\D*(\d{3,4})|(\d{4})호"),
    "fact-round": re.compile(r"(\d+)(?:차|st|nd|rd|th)\b"),
}
_AROUND = re.compile(r"^(?:the|its|an?)\s+|['’]s$", re.IGNORECASE)
"""What a sentence puts around the name of a place: "the Wonsan area"."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """Says facts in a reader's language."""

    speech: Speech
    naming: Naming

    def line(self, facts: StoryFacts, language: str) -> str:
        """What is known, the most important first, as plain text; '' where nothing is."""
        pieces = [
            piece
            for sides, say in (
                (facts.launch, self._launch),
                (facts.nuclear, self._nuclear),
                (facts.strike, self._strike),
                (facts.sanctions, self._sanctions),
            )
            if sides
            for piece in say(sides, language)
            if piece
        ]
        return " · ".join(dict.fromkeys(pieces))

    def stated(self, facts: StoryFacts, language: str) -> list[tuple[str, Fact[Any]]]:
        """Each value by itself as the line would say it, with its fact; those that it does not show are left out."""
        each = (
            (StoryFacts(**{group: {name: (fact,)}}), fact)
            for group in GROUPS
            for name, told in getattr(facts, group).items()
            for fact in told[:SIDES]
        )
        return [(said, fact) for alone, fact in each if (said := self.line(alone, language))]

    def shared(self, facts: StoryFacts, others: StoryFacts, language: str) -> str:
        """What both say, as a line; '' where that is nothing."""
        common = {}
        for group in GROUPS:
            theirs = getattr(others, group)
            common[group] = {
                name: same
                for name, told in getattr(facts, group).items()
                if (same := tuple(fact for fact in told if fact.value in [one.value for one in theirs.get(name, ())]))
            }
        return self.line(StoryFacts(**common), language)

    def _launch(self, sides: Sides, language: str) -> Iterator[str]:
        yield self._names(_first(sides, "actor"), language)
        kind = self._word("fact-kind", _first(sides, "kind"), language)
        yield " ".join(filter(None, (kind, _called(sides, "name", language))))
        count = _first(sides, "count")
        if count and count > 1:
            more = "yes" if _first(sides, "at_least") else "no"
            yield self.speech.say(language, "fact-count", count=count, more=more)
        reach = self._figures("fact-range", sides.get("range_km", ()), language)
        apogee = self._figures("fact-apogee", sides.get("apogee_km", ()), language)
        yield self.speech.listed(language, filter(None, (reach, apogee)))
        yield self._direction(_first(sides, "direction"), language) or self._name(
            _called(sides, "place", language), language
        )
        yield self._word("fact-status", _first(sides, "status"), language)

    def _sanctions(self, sides: Sides, language: str) -> Iterator[str]:
        parties = (self._names(_first(sides, name), language) for name in ("issuer", "target"))
        yield " → ".join(filter(None, parties))
        against = self._names(_first(sides, "vetoed_by"), language)
        act = self._word("fact-act", _first(sides, "act"), language)
        yield self.speech.say(language, "fact-vetoed", names=against) if against else act
        yield self._figures("fact-designated", sides.get("designated", ()), language)
        yield self._instrument(_called(sides, "instrument", language), language)

    def _nuclear(self, sides: Sides, language: str) -> Iterator[str]:
        yield self._names(_first(sides, "actor"), language)
        yield self._word("fact-nuclear", _first(sides, "act"), language)
        yield _called(sides, "place", language)
        yield self._figures("fact-magnitude", sides.get("magnitude", ()), language)
        yield self._figures("fact-yield", sides.get("yield_kt", ()), language)

    def _strike(self, sides: Sides, language: str) -> Iterator[str]:
        parties = (self._names(_first(sides, name), language) for name in ("actor", "target"))
        yield " → ".join(filter(None, parties))
        yield self._word("fact-strike", _first(sides, "act"), language)
        for name in ("killed", "injured"):
            yield self._figures(f"fact-{name}", sides.get(name, ()), language)

    def _instrument(self, name: str, language: str) -> str:
        """A resolution or a round by its number, another instrument by its name."""
        for key, pattern in _NUMBERED.items():
            if found := pattern.search(name):
                return self.speech.say(language, key, number=found[found.lastindex or 0])
        return name

    def _word(self, key: str, value: Any, language: str) -> str:
        return self.speech.say(language, key, value=value) if value and value not in UNSAID else ""

    def _direction(self, value: str | None, language: str) -> str:
        """A sea or zone that we know in the reader's language, another as it is called; '' where there is none."""
        known = (key for key, words in lexicon("launch").group("direction") if value and words.pattern.fullmatch(value))
        key = next(known, None)
        return self.speech.say(language, "fact-direction", value=key) if key else value or ""

    def _names(self, value: Any, language: str) -> str:
        """Countries and bodies in the reader's language, others as they are called."""
        names = (value,) if isinstance(value, str) else tuple(value or ())
        return self.speech.listed(language, (self._name(name, language) for name in names[:NAMED]))

    def _name(self, name: str, language: str) -> str:
        return self.naming.name(name, language) or name

    def _figures(self, key: str, facts: Sequence[Fact[Any]], language: str) -> str:
        """A figure, or those of sources that disagree with who says each."""
        told = facts[:SIDES]
        said = [self.speech.say(language, key, number=format_decimal(fact.value, locale=language)) for fact in told]
        if len(told) < 2:
            return "".join(said)
        names = (fact.says or self.naming.outlet(fact.outlet or "", language) for fact in told)
        return " / ".join(f"{figure} ({name})" if name else figure for figure, name in zip(said, names, strict=True))


def _first(sides: Sides, name: str) -> Any:
    facts = sides.get(name)
    return facts[0].value if facts else None


def _called(sides: Sides, name: str, language: str) -> str:
    """A name in the reader's language where it is known, else as it was written; '' where there is none."""
    written = _AROUND.sub("", str(_first(sides, name) or ""))
    return called(written, language) or written

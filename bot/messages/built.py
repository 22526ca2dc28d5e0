"""A headline in the reader's language, built of what a foreign title plainly tells: every word is a fact of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list

from bot.facts.called import called
from bot.facts.evident import ABOUT, TO_COME
from bot.facts.merge import StoryFacts
from bot.messages.i18n import Speech
from bot.messages.naming import Naming
from bot.model.facts import Fact

GROUPS = {"launches": "launch", "sanctions": "sanctions", "nuclear": "nuclear", "strikes": "strike"}
"""The facts of which headlines are built, by the topic that they belong to."""
MARK = "✎"
"""What marks a headline as built; /help explains it."""


@dataclass(frozen=True, slots=True)
class Built:
    """Builds headlines of facts."""

    speech: Speech
    naming: Naming

    def headline(self, facts: StoryFacts, topics: Sequence[str], language: str, *, spoken: bool = True) -> str | None:
        """The headline as plain text, a step before what is only spoken of; None where the facts do not suffice.

        Without `spoken`, nothing is told of what a title only speaks of.
        """
        groups = [GROUPS[topic] for topic in topics if topic in GROUPS]
        told = [(group, fact) for group in groups for fact in getattr(facts, group).get("evident", ())]
        for group, fact in sorted(told, key=_only_speaks):
            if (spoken or not _only_speaks((group, fact))) and (
                text := getattr(self, f"_{group}")(fact.value, language)
            ):
                return " ".join(text.split())
        return None

    def _launch(self, told: Mapping[str, Any], language: str) -> str | None:
        name = called(told["name"], language) if "name" in told else None
        if told["status"] == ABOUT:
            return self._about(told.get("what", "launch"), told.get("named", ()), name, language)
        who = self.naming.name(told["who"], language) if "who" in told else None
        if ("who" in told and who is None) or not (who or name):
            return None
        by, what = ("yes" if who else "no"), told["what"]
        kind = self._say(language, "built-kind", kind=what, sure="no" if told.get("suspected") else "yes")
        values = {"by": by, "who": who or "", "kind": what}
        if told["status"] != "happened":
            return self._say(language, "built-outcome", status=told["status"], thing=name or kind, **values)
        toward = self._toward(told.get("sea"), language)
        if amount := self._amount(told, kind, language):
            return self._say(language, "built-fired", things=amount, toward=toward, **values)
        key = "built-launched" if name else "built-done"
        return self._say(language, key, thing=name or kind, toward=toward, **values)

    def _amount(self, told: Mapping[str, Any], kind: str, language: str) -> str | None:
        """How many of what; None where nobody says."""
        count = told.get("count", 0)
        if count and told.get("at_least"):
            return self._say(language, "built-least", count=count, kind=kind)
        if count:
            value = {"value": told["what"], "sure": "no" if told.get("suspected") else "yes"}
            return self._say(language, "built-count", count=count, kind=kind, **value)
        return self._say(language, "built-several", kind=kind) if told.get("several") else None

    def _toward(self, sea: str | None, language: str) -> str:
        return self._say(language, "built-toward", sea=sea) if sea else ""

    def _sanctions(self, told: Mapping[str, Any], language: str) -> str | None:
        if told["act"] == ABOUT:
            return self._about("sanctions", told["named"], None, language)
        who, whom = (
            format_list(list(self._known(told.get(name, ()), language)), locale=language)
            for name in ("issuers", "targets")
        )
        act = "proposed" if told["act"] in TO_COME else told["act"]
        related = "yes" if whom else "no"
        return self._say(language, "built-sanctions", act=act, who=who, whom=whom, related=related) if who else None

    def _nuclear(self, told: Mapping[str, Any], language: str) -> str | None:
        who = self.naming.name(told["who"], language)
        return self._say(language, "built-nuclear", who=who, act=told["act"]) if who else None

    def _strike(self, told: Mapping[str, Any], language: str) -> str | None:
        who, whom = (self.naming.name(told[name], language) for name in ("who", "whom"))
        site = told.get("site", "none")
        return self._say(language, "built-strike", who=who, whom=whom, site=site) if who and whom else None

    def _about(self, what: str, named: Sequence[str], name: str | None, language: str) -> str | None:
        """What a title speaks of, and whom it names: no more is certain."""
        parties = self.speech.listed(language, filter(None, (*self._known(named, language), name)))
        return self._say(language, "built-about", what=what, parties=parties) if parties else None

    def _known(self, named: Sequence[str], language: str) -> Iterator[str]:
        """Those of them that have a name which the reader can read."""
        yield from filter(None, (self.naming.name(name, language) for name in named))

    def _say(self, language: str, key: str, /, **values: Any) -> str:
        return self.speech.say(language, key, **values)


def _only_speaks(told: tuple[str, Fact[Any]]) -> bool:
    return ABOUT in (told[1].value.get("status"), told[1].value.get("act"))

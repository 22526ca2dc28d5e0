"""What countries, bodies, topics and outlets are called in a reader's language: its catalogue says, else the data do.

A catalogue may name a topic (`called-topic-KEY`), a region, body or country (`called-place-KEY`) and another party
(`called-party-NAME`, as facts call it); what it leaves out is called as the topic's file, `places.toml` or CLDR has it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.facts.who import short_name
from bot.messages.i18n import DEFAULT, Speech
from bot.places.names import Place, load_places, territories, title_of
from bot.text.newsrooms import display_name
from bot.topics.definitions import Topic


@dataclass(frozen=True, slots=True)
class Naming:
    """Names things in a reader's language."""

    speech: Speech
    places: Mapping[str, Place] = field(default_factory=load_places)

    def place(self, key: str, language: str) -> str:
        """A country, body or region by its code or key."""
        return self.speech.own(language, f"called-place-{key}") or title_of(self.places, key, language)

    def name(self, name: str, language: str) -> str | None:
        """Who acts, by the name that facts give; None where that is in letters that the reader may not read."""
        code = _codes().get(name)
        if code and language != DEFAULT:
            return self.place(code, language)
        return self.speech.own(language, f"called-party-{_key(name)}") or (name if name.isascii() else None)

    def title(self, topic: Topic, language: str) -> str:
        """A topic's title."""
        return self.speech.own(language, f"called-topic-{topic.key}") or topic.title_in(language)

    def about(self, topic: Topic, language: str) -> str:
        """The sentence that says what a topic is about."""
        return self.speech.own(language, f"called-topic-{topic.key}-about") or topic.about_in(language)

    def outlet(self, name: str, language: str) -> str:
        """An outlet by the name that the language uses for its newsroom."""
        return display_name(name, language)


def _key(name: str) -> str:
    """A name as keys of a catalogue are written: `western-countries`."""
    return "-".join(re.findall(r"[a-z0-9]+", name.casefold()))


@cache
def _codes() -> dict[str, str]:
    """The codes of countries and bodies by the names that facts give them."""
    return {short_name(code): code for code in (*territories("en"), *load_places())}

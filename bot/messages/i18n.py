"""A language's catalogue -> text: Fluent files in `data/locales`, one a language; English fills what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from bot.errors import DataError
from bot.messages.josa import josa

_FUNCTIONS: dict[str, Any] = {"JOSA": josa}
"""What the catalogues may call; the library's stubs know functions of one argument only."""
DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Speech:
    """Every language that Bongsu speaks."""

    bundles: Mapping[str, FluentBundle]

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages, English first."""
        return tuple(sorted(self.bundles, key=lambda code: (code != DEFAULT, code)))

    def pick(self, code: str | None) -> str:
        """The language to speak to someone whose Telegram is set to `code` (`ko`, `en-GB`, None)."""
        language = (code or "").replace("_", "-").split("-")[0].lower()
        return language if language in self.bundles else DEFAULT

    def say(self, language: str, key: str, /, **values: str | int | float) -> str:
        """The text of a key. String values must be HTML already. A key that does not exist is a DataError."""
        for bundle in (self.bundles[self.pick(language)], self.bundles[DEFAULT]):
            if bundle.has_message(key):
                pattern = bundle.get_message(key).value
                if pattern is not None:
                    text, errors = bundle.format_pattern(pattern, values)
                    if errors:
                        raise DataError(f"The text '{key}' in '{language}' cannot be made: {errors[0]}.")
                    return str(text)
        raise DataError(f"No language has the text '{key}'.")

    def listed(self, language: str, items: Iterable[str]) -> str:
        """Several in a row, with what the language puts between them: another sign where one is a row itself."""
        rows, comma = list(items), self.say(language, "comma")
        return (self.say(language, "semicolon") if any(comma in row for row in rows) else comma).join(rows)

    def own(self, language: str, key: str) -> str | None:
        """The text of a key that the language itself has, and that needs no values; None where it has none."""
        bundle = self.bundles[self.pick(language)]
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        return str(bundle.format_pattern(pattern)[0]) if pattern is not None else None

    def timezone(self, language: str) -> str | None:
        """The timezone in which a reader of the language most likely lives; None where one cannot say."""
        return self.own(language, "language-timezone")

    def typed(self, key: str) -> tuple[str, ...]:
        """The words that people type for something (`typed-KEY`, set apart by commas), in every language."""
        texts = (self.own(language, f"typed-{key}") or "" for language in self.languages)
        return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())

    def clock(self, language: str, at: datetime, timezone: str, now: datetime, *, seconds: bool = False) -> str:
        """A time of day in the reader's zone, with the date when it is not today: `07:12`, `24 Nov 07:12`.

        `seconds`: with these.
        """
        zone = ZoneInfo(timezone)
        there = at.astimezone(zone)
        time = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
        if there.date() == now.astimezone(zone).date():
            return time
        skeleton = "MMMd" if there.year == now.astimezone(zone).year else "yMMMd"
        return f"{format_skeleton(skeleton, there, locale=self.pick(language))} {time}"

    def language_name(self, language: str, named: str) -> str | None:
        """What a language (`ko`, `zh-Hant`) is called in another one: `Korean`; None where it has no name there."""
        name = Locale(self.pick(language)).languages.get(named.replace("_", "-").split("-")[0].lower())
        return str(name) if name else None

    def ordinal(self, language: str, number: int) -> str:
        """The form of a number in a row, by CLDR: in English `one` (1st), `two` (2nd), `few` (3rd), `other` (4th)."""
        return str(Locale(self.pick(language)).ordinal_form(number))

    def day(self, language: str, day: date, *, year: bool = False) -> str:
        """A day of the year: `24 Nov`; `year`: with it."""
        return str(format_skeleton("yMMMd" if year else "MMMd", day, locale=self.pick(language)))

    def zone(self, timezone: str, at: datetime) -> str:
        """The short name of a timezone at a time: `KST`."""
        return at.astimezone(ZoneInfo(timezone)).tzname() or timezone


def speech(sources: Mapping[str, str]) -> Speech:
    """The catalogues from their Fluent sources by language; raises DataError where one cannot be read."""
    bundles = {}
    for language, source in sources.items():
        # Isolation marks around values are for mixed directions; none of our languages is written right to left.
        bundle = FluentBundle([language], use_isolating=False, functions=_FUNCTIONS)
        resource = FluentResource(source)
        junk = [entry for entry in resource.body if isinstance(entry, Junk)]
        if junk:
            raise DataError(f"locales/{language}.ftl cannot be read at: {str(junk[0].content).strip()[:80]}")
        bundle.add_resource(resource)
        bundles[language] = bundle
    return Speech(bundles)


@cache
def load_speech() -> Speech:
    """The catalogues that ship with Bongsu."""
    return speech(
        {
            path.name.removesuffix(".ftl"): path.read_text(encoding="utf-8")
            for path in (files("bot.messages") / "data" / "locales").iterdir()
            if path.name.endswith(".ftl")
        }
    )

"""What one may follow, as data: a folder a topic under `data/`. Loading takes text; one function reads files.

A folder has `topic.toml` (how the topic is called, and its score's weights) and one file a language (`en.toml`): words
to look for, to refuse and to doubt, and the headlines that prove them. `words/` beside the topics has lists that any
topic may name in that language. Which languages there are is what files there are; nothing here or in `match` knows
one by name.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Self

from bot.errors import DataError

FALLBACK = "en"
HEAD = "topic.toml"
SHARED = "words"
"""The folder of the lists that topics share."""
NEAR = 60
"""How many letters may lie between two words that a rule wants near each other, where it does not say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One of `words`, and where given one of `near` on either side, or of `then` behind it, in the same sentence.

    `within` is the most letters between the two; `weight` (0 to 1) is how much finding it says. A word may begin or
    end with `*`: it then may go on there. The rule is for texts in `language`, or for all where there is none.
    """

    words: frozenset[str]
    near: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()
    within: int = NEAR
    weight: float = 1.0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """From which score on an entry is flagged, and how much a finding counts by where it stands (all 0 to 1)."""

    threshold: float
    title: float
    lead: float
    tail: float

    def at(self, place: str) -> float:
        """How much it counts there: "title", "lead" or "tail"."""
        return {"title": self.title, "lead": self.lead, "tail": self.tail}[place]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that one may follow: how people call it, how it is recognised, and examples that prove it.

    `look` finds it, `refuse` takes back words that mean something else there, `doubt` lowers the score of an entry
    whose title or lead holds it. `severity` is the fires (1 to 5) of its alerts. `yes` and `no` are example headlines
    by language.
    """

    key: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    names: tuple[str, ...]
    severity: int
    weights: Weights
    look: tuple[Rule, ...]
    refuse: tuple[Rule, ...] = ()
    doubt: tuple[Rule, ...] = ()
    yes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """What the topic is called in this language, or else in English."""
        return self.title.get(language, self.title[FALLBACK])

    def about_in(self, language: str) -> str:
        """One sentence on what the topic is, in this language, or else in English."""
        return self.about.get(language, self.about[FALLBACK])


@dataclass(frozen=True, slots=True)
class _Table:
    """A TOML table, and where in which file it stands, for errors that an editor can act on."""

    place: str
    values: Mapping[str, Any]

    def error(self, key: str, advice: str) -> DataError:
        return DataError(f"{self.place}: {key} {advice}.")

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, 'is missing or not a text; write it as key = "..."')
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(map(_says, value)):
            raise self.error(
                key, 'must be a list of texts, each with a letter or digit in it; write it as key = ["...", "..."]'
            )
        if required and not value:
            raise self.error(key, 'is missing or empty; write it as key = ["...", "..."]')
        return tuple(value)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.error(key, f"must be a number from {low} to {high}")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(key, low, high, default)
        if not isinstance(value, int):
            raise self.error(key, f"must be a whole number from {low} to {high}")
        return value

    def table(self, key: str) -> Self:
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table; write it under the heading [{key}]")
        return type(self)(f"{self.place}: {key}", value)

    def tables(self, key: str) -> Iterator[Self]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"must be a list of tables; write each under the heading [[...{key}]]")
        for number, item in enumerate(value, 1):
            yield type(self)(f"{self.place}: {key} {number}", item)

    def only(self, *keys: str) -> None:
        """Refuse keys that mean nothing: a misspelt one must not be passed over."""
        for key in self.values:
            if key not in keys:
                raise self.error(key, f"is not known here; the keys are {', '.join(keys)}")


def parse_topic(texts: Mapping[str, str], folder: str, shared: Mapping[str, str] | None = None) -> Topic:
    """The topic that the files of its folder say, each TOML text by its name; `shared` are the files of shared lists.

    DataError names the file, the key and what to do.
    """
    head = _read(texts.get(HEAD, ""), f"{folder}/{HEAD}")
    head.only("key", "names", "severity", "title", "about", "weights")
    tables = {
        name.removesuffix(".toml"): _read(texts[name], f"{folder}/{name}") for name in sorted(texts) if name != HEAD
    }
    lists = {language: _lists(language, table, shared or {}) for language, table in tables.items()}
    look, refuse, doubt = (
        tuple(rule for language, table in tables.items() for rule in _rules(table, kind, language, lists[language]))
        for kind in ("look", "refuse", "doubt")
    )
    if not look:
        raise head.error(
            "look", f"is missing in every language; write {folder}/{FALLBACK}.toml with at least one [[look]]"
        )
    return Topic(
        key=head.text("key"),
        title=_by_language(head.table("title")),
        about=_by_language(head.table("about")),
        names=head.texts("names", required=True),
        severity=head.whole("severity", 1, 5),
        weights=_weights(head.table("weights")),
        look=look,
        refuse=refuse,
        doubt=doubt,
        yes={language: table.texts("yes") for language, table in tables.items()},
        no={language: table.texts("no") for language, table in tables.items()},
    )


@cache
def load_topics() -> tuple[Topic, ...]:
    """The built-in topics, in the order of their keys."""
    root = files("bot.topics") / "data"
    shared = _texts(root / SHARED)
    folders = sorted(folder.name for folder in root.iterdir() if folder.is_dir() and folder.name != SHARED)
    return unique(parse_topic(_texts(root / name), name, shared) for name in folders)


def _texts(folder: Traversable) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".toml")}


def unique(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The same topics, by key; DataError where two have one key or one name."""
    by_name: dict[str, Topic] = {}
    ordered = tuple(sorted(topics, key=lambda topic: topic.key))
    for topic in ordered:
        for name in dict.fromkeys((topic.key, *(name.casefold() for name in topic.names))):
            if name in by_name:
                raise DataError(
                    f"{topic.key}/{HEAD}: names: {name!r} already is {by_name[name].key}; give each its own."
                )
            by_name[name] = topic
    return ordered


def _says(item: object) -> bool:
    return isinstance(item, str) and any(map(str.isalnum, item))


def _by_language(table: _Table) -> dict[str, str]:
    table.text(FALLBACK)
    return {language: table.text(language) for language in table.values}


def _weights(table: _Table) -> Weights:
    table.only("threshold", "title", "lead", "tail")
    return Weights(*(table.number(key, 0, 1) for key in ("threshold", "title", "lead", "tail")))


def _read(text: str, place: str) -> _Table:
    try:
        return _Table(place, tomllib.loads(text))
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{place}: this is not TOML: {exc}. Mend the line it names.") from exc


def _lists(language: str, table: _Table, shared: Mapping[str, str]) -> _Table:
    """The lists that this file's rules may name: the shared ones of its language, and its own."""
    table.only("words", "look", "refuse", "doubt", "yes", "no")
    name = f"{language}.toml"
    own = table.table("words").values if "words" in table.values else {}
    return _Table(table.place, {**_read(shared.get(name, ""), f"{SHARED}/{name}").values, **own})


def _rules(file: _Table, kind: str, language: str, lists: _Table) -> Iterator[Rule]:
    for table in file.tables(kind):
        table.only("words", "near", "then", "within", "weight")
        words, near, then = (_spelled(table, key, lists) for key in ("words", "near", "then"))
        if not words:
            raise table.error("words", 'is missing or empty; write it as words = ["...", "..."]')
        if near and then:
            raise table.error("near", "and then cannot stand in one rule; make two of it")
        yield Rule(words, near, then, table.whole("within", 0, 1000, NEAR), table.number("weight", 0, 1, 1.0), language)


def _spelled(rule: _Table, key: str, lists: _Table) -> frozenset[str]:
    """The words of a rule, with each `@name` replaced by the list of that name."""
    words: list[str] = []
    for word in rule.texts(key):
        if not word.startswith("@"):
            words.append(word)
        elif word[1:] in lists.values:
            words.extend(lists.texts(word[1:], required=True))
        else:
            raise rule.error(
                key, f"names the list {word}, which is neither in this file's [words] nor in words/ for its language"
            )
    for word in words:
        if "*" in word.strip("*"):
            raise rule.error(
                key, f"has {word!r}: a * may stand at a word's beginning or end only; write out both words"
            )
    return frozenset(words)

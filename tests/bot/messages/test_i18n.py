"""Every text exists in every language, can be filled in, and is valid Telegram HTML."""

from collections.abc import Iterable
from datetime import timedelta
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.errors import DataError
from bot.messages.i18n import load_speech, speech
from bot.preview.entities import parse_html
from tests.making import NOON

LOCALES = {
    path.name.removesuffix(".ftl"): path.read_text(encoding="utf-8")
    for path in (files("bot.messages") / "data" / "locales").iterdir()
    if path.name.endswith(".ftl")
}


class _Names(Visitor):
    """The values that a text is filled with."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 # the visitor's own form
        self.found.add(node.id.name)


def messages(source: str) -> dict[str, set[str]]:
    """The keys of a catalogue, each with its values' names."""
    found = {}
    for message in FluentParser().parse(source).body:
        if isinstance(message, Message):
            names = _Names()
            names.visit(message)
            found[message.id.name] = names.found
    return found


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_a_language_says_everything(language: str) -> None:
    """Each catalogue has the keys of the English one, and fills in nothing that English does not."""
    english, other = messages(LOCALES["en"]), messages(LOCALES[language])

    assert _needed(english) == _needed(other)
    assert {key: names - english[key] for key, names in other.items() if names and names - english[key]} == {}


def _needed(keys: Iterable[str]) -> set[str]:
    """Without what a language may leave out: names, what people type, a timezone."""
    return {key for key in keys if not key.startswith(("called-", "typed-", "language-timezone"))}


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_text_can_be_said(language: str) -> None:
    """Filled in, each text is valid Telegram HTML and not empty."""
    said = load_speech()
    for key, names in messages(LOCALES[language]).items():
        for number in (0, 1, 5):
            text = said.say(language, key, **dict.fromkeys(names, number))
            assert parse_html(text)[0].strip(), key


def test_who_speaks_a_language_that_we_do_not_is_told_in_english() -> None:
    """Telegram's codes may have a region, or be absent."""
    said = load_speech()

    assert [said.pick(code) for code in ("ko", "ko-KR", "EN_gb", "xx", "", None)] == [
        "ko",
        "ko",
        "en",
        "en",
        "en",
        "en",
    ]


def test_a_missing_text_is_said_in_english() -> None:
    """A half-translated language still works; a key that no language has is a mistake of ours."""
    said = speech({"en": "greeting = Hello", "xx": "other = X"})

    assert said.say("xx", "greeting") == "Hello"
    with pytest.raises(DataError, match="No language has the text 'nothing'"):
        said.say("xx", "nothing")


def test_a_catalogue_that_cannot_be_read_is_named() -> None:
    """The sentence says which file and where."""
    with pytest.raises(DataError, match=r"locales/xx.ftl cannot be read at: broken"):
        speech({"en": "a = A", "xx": "broken"})


def test_times_are_the_readers() -> None:
    """In the reader's zone, with the date when it is not today, the year when it is not this year."""
    said = load_speech()

    assert said.clock("en", NOON, "Asia/Seoul", NOON) == "21:00"
    assert said.clock("en", NOON - timedelta(days=2), "UTC", NOON) == "Nov 22 12:00"
    assert said.clock("ko", NOON - timedelta(days=400), "UTC", NOON) == "2025년 10월 20일 12:00"
    assert said.zone("Asia/Seoul", NOON) == "KST"


def test_what_people_type_is_known_in_every_language() -> None:
    """People mix languages; a language that has no word for something leaves it out."""
    said = speech({"en": "typed-off = off, none", "ko": "typed-off = 끄기\nlanguage-timezone = Asia/Seoul"})

    assert said.typed("off") == ("off", "none", "끄기")
    assert said.typed("noon") == ()
    assert [said.timezone(language) for language in ("en", "ko", "xx")] == [None, "Asia/Seoul", None]


def test_a_row_of_rows_is_set_apart_by_semicolons() -> None:
    """So that a place is not taken for a topic; in the signs of the language."""
    speech, narrowed = load_speech(), ("Drills", "Launches · Iran, Japan")

    assert speech.listed("en", ("Drills", "Nuclear")) == "Drills, Nuclear"
    assert speech.listed("en", narrowed) == "Drills; Launches · Iran, Japan"
    assert speech.listed("ja", ("演習", "発射 · イラン、日本")) == "演習；発射 · イラン、日本"
    assert speech.listed("ko", ()) == ""

"""What code raised, told in a line."""

import pytest

from bot.errors import describe
from bot.messages.i18n import load_speech
from tests.making import NOON


def caught(work: object) -> Exception:
    """What a call raises."""
    assert callable(work)
    with pytest.raises(Exception) as info:  # noqa: PT011 # whatever it is, it is described
        work()
    return info.value


def test_a_line_says_what_and_where_of_ours() -> None:
    """Kind, text, and the innermost line of our own code, however deep in a library it was raised."""
    said = describe(caught(lambda: load_speech().clock("en", NOON, "Mars/Olympus", NOON)))

    assert said.startswith("ZoneInfoNotFoundError: 'No time zone found with key Mars/Olympus' (bot.messages.i18n:")


def test_what_others_raised_has_no_place() -> None:
    """Only our own modules are named."""
    assert describe(caught(lambda: int("x"))) == "ValueError: invalid literal for int() with base 10: 'x'"


def test_a_long_text_is_its_first_line() -> None:
    """What a database driver raises holds the statement and its values: neither is for a log."""
    assert describe(ValueError("first\nsecret")) == "ValueError: first"
    assert len(describe(ValueError("x" * 10_000))) < 400
    assert describe(ValueError()) == "ValueError: "

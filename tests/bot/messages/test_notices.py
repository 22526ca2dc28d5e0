"""What admins are told of the service itself."""

import pytest

from bot.messages.i18n import load_speech
from bot.messages.notices import LISTED, for_log, notice, words
from bot.messages.render import units
from bot.model import Trouble

FIGURES = {"days", "feeds", "failing", "count", "minutes", "megabytes", "seconds"}
WIDE = "<b>&" * 100
SAMPLES = (
    Trouble("feed-silent:7", {"outlet": WIDE, "url": WIDE, "days": 4, "hours": 2}),
    Trouble("feed-failing:7", {"outlet": WIDE, "url": WIDE, "error": WIDE, "ever": "no"}),
    Trouble("country-failing:kr", {"name": "kr", "feeds": 3}),
    Trouble("host-failing:a.example", {"name": "a.example", "feeds": 2}),
    Trouble("most-failing", {"failing": 8, "feeds": 9}),
    Trouble("not-polled", {"minutes": 80}),
    Trouble("queue:detect", {"job": "detect", "minutes": 3, "count": 9}),
    Trouble("queue:deliver", {"job": "deliver", "minutes": 3, "count": 9}),
    *(Trouble(f"set-aside:{kind}", {"kind": kind, "count": 2}) for kind in ("feeds", "entries", "digests")),
    Trouble("disk", {"megabytes": 90}),
    Trouble("database", {"seconds": "1.5"}),
    Trouble("clock", {"seconds": 40, "way": "behind"}),
    Trouble("token"),
    Trouble("conflict"),
)


def test_the_log_has_no_tags() -> None:
    """An operator reads text there, with the signs that names of feeds have."""
    trouble = Trouble("feed-failing:7", {"outlet": "A & B", "url": "u", "error": "<html>", "ever": "no"})

    assert for_log(load_speech(), trouble).startswith("A & B could never be read: <html>")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("trouble", SAMPLES, ids=lambda one: one.key)
def test_every_trouble_has_words(trouble: Trouble, language: str) -> None:
    """In both languages, with its details in them, and what came from outside as text."""
    text = words(load_speech(), language, trouble)

    assert "{" not in text
    assert "<b>&<" not in text
    assert all(str(trouble.detail[name]) in text for name in FIGURES & trouble.detail.keys())


def test_many_at_once_are_one_message() -> None:
    """As many as a message holds at their longest; the others are counted."""
    speech = load_speech()
    text = notice(speech, "en", SAMPLES[1:2] * 20, SAMPLES[:1]).text

    assert text.count("⚠️") == LISTED
    assert text.endswith(f"And {21 - LISTED} more: /status lists them.")
    assert units(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) < 4096


def test_what_is_over_says_so() -> None:
    """In the same words, behind a tick."""
    assert notice(load_speech(), "en", (), SAMPLES[-1:]).text.startswith("✅ Over: Another process")
    assert notice(load_speech(), "ko", (), SAMPLES[-1:]).text.startswith("✅ 해결: ")

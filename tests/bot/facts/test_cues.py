"""What is looked for before a pattern is tried: it never hides what the pattern would find."""

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.relative import NEEDED, RELATIVE
from bot.facts.weekdays import DAYS, WEEKDAY
from bot.facts.words import Cues

CUES = Cues({"relative": NEEDED, "weekday": DAYS})


@given(found=st.from_regex(RELATIVE, fullmatch=True))
def test_whatever_is_relative_has_a_cue(found: str) -> None:
    """In any language and capitals."""
    assert "relative" in CUES.of(found)


@given(found=st.from_regex(WEEKDAY, fullmatch=True))
def test_whatever_is_a_weekday_has_a_cue(found: str) -> None:
    """In any language and capitals."""
    assert "weekday" in CUES.of(found)


def test_a_text_without_cues_has_none() -> None:
    """The patterns are spared."""
    assert CUES.of("The rocket flew far.") == frozenset()

"""Bars and marks: what plain text can draw."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.bar_chart import AROUND, bars, marked


def test_bars_are_as_high_as_their_part() -> None:
    """The highest is full, none is the lowest, and one of many is seen."""
    assert bars([0, 1, 50, 100]) == "▁▂▅█"
    assert bars([0, 0]) == "▁▁"
    assert bars([]) == ""


def test_a_mark_stands_under_its_letter() -> None:
    """Wide letters take two columns; before a far place the text is cut."""
    assert marked("a OR", 4) == "a OR\n    ^"
    assert marked("유조선 )", 4) == "유조선 )\n\u3000\u3000\u3000 ^"
    line, mark = marked("x" * 100, 50).split("\n")
    assert (line, mark) == ("…" + "x" * (2 * AROUND + 1) + "…", " " * (AROUND + 1) + "^")


@given(text=st.text(max_size=80), at=st.integers(0, 80))
def test_any_place_can_be_marked(text: str, at: int) -> None:
    """Two lines, whatever the letters."""
    assert marked(text, min(at, len(text))).count("\n") == 1

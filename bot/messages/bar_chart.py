"""What plain text can draw: a row of bars, and a mark under a place in a text."""

import unicodedata
from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
"""From none to the most."""
AROUND = 24
"""Letters that are shown on either side of a marked place."""


def bars(counts: Sequence[int]) -> str:
    """A bar each, as high as its part of the highest; the lowest means none."""
    most = max(counts, default=0)
    return "".join(BARS[-(-count * (len(BARS) - 1) // most) if most else 0] for count in counts)


def marked(text: str, at: int) -> str:
    """The text around a place (its length: the end), and under it a line with a mark there, for a fixed-width font."""
    start, end = max(at - AROUND, 0), at + AROUND + 1
    before = ("…" if start else "") + _one_line(text[start:at])
    line = before + _one_line(text[at:end]) + ("…" if end < len(text) else "")
    return f"{line}\n{''.join(map(_space, before))}^"


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _space(char: str) -> str:
    """As much room as a letter takes: those of East Asia take two columns, accents none."""
    if unicodedata.combining(char):
        return ""
    return "\u3000" if unicodedata.east_asian_width(char) in "WF" else " "

"""Whether what a sentence tells of has happened: told as done, planned (feared, demanded) or denied."""

import re

from bot.facts.words import lexicon

NEAR = 45
"""Letters of the same clause before an event, and behind it, in which a word says that it has not happened."""
_EDGES = re.compile(r"[;:—|]|,(?!\d)|\.\s|…|\.\.\.|[。、，]| - ")
"""What ends a clause."""


def modality(text: str, start: int, end: int) -> str:
    """How a sentence tells of the event at [start, end): "done" (or nothing said), "planned" or "denied"."""
    before = _EDGES.split(text[max(0, start - NEAR) : start])[-1]
    around = f"{before}{text[start:end]}{_EDGES.split(text[end : end + NEAR])[0]}"
    words = lexicon("modality")
    for kind in ("denied", "planned"):
        if before in words[f"{kind}.before"] or around in words[f"{kind}.around"]:
            return kind
    return "done"

"""What an alert says in words: a headline without the outlet's marks, and the sentences that say what happened."""

from bot.stories.choose import choose
from bot.text.prose import unmarked, unsigned
from bot.text.reading import Reading

HEADLINE = 200
"""Letters of a headline at most."""
SENTENCES = 80
"""Sentences of a text that are weighed."""


def headline(reading: Reading, *, signed: bool = False) -> str:
    """The title without outlet and agency marks, or the text's first sentence; at most 200 letters, cut at a word.

    `signed`: it comes from an aggregator, which sets the outlet's name behind each.
    """
    bare = " ".join(reading.title.split())
    bare = unsigned(bare) if signed else bare
    bare = unmarked(bare) or bare
    if not bare:
        bare = next((sentence.text for sentence in reading.body), "")
    return cut(bare, HEADLINE)


def summarize(reading: Reading, heading: str, limit: int = 400) -> str:
    """The sentences that say what happened beside this headline, in their order, within `limit` letters.

    '' where none goes beyond it. Where the best one alone does not fit, its beginning, cut at a word.
    """
    told = [sentence.text for sentence in reading.body[:SENTENCES]]
    return cut(" ".join(told[at] for at in choose(told, heading, limit)), limit)


def cut(text: str, limit: int) -> str:
    """The text within `limit` letters: where it is longer, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit // 2, limit)  # writing that has none is cut between letters
    beginning = text[: space if space > 0 else max(limit - 1, 0)]
    return f"{beginning.rstrip(' ,;:')}…"[:limit]

"""What an alert says in words: a headline without the outlet's marks, and the sentences that say what happened."""

import unicodedata

from bot.stories.choose import choose
from bot.text.prose import clean, sentences, unmarked, unsigned

READ = 2_000
"""Letters of a title that are read."""
HEADLINE = 200
"""Letters of a headline at most."""
SENTENCES = 80
"""Sentences of a text that are weighed."""


def headline(title: str, text: str, language: str | None, *, signed: bool = False) -> str:
    """The title without outlet and agency marks, or the text's first sentence; at most 200 letters, cut at a word.

    `signed`: it comes from an aggregator, which sets the outlet's name behind each.
    """
    bare = " ".join(unicodedata.normalize("NFC", title[:READ]).split())
    bare = unsigned(bare) if signed else bare
    bare = unmarked(bare) or bare
    if not bare:
        bare = next(iter(sentences(clean(text), language)), "")
    return cut(bare, HEADLINE)


def summarize(title: str, text: str, language: str | None, limit: int = 400) -> str:
    """The sentences that say what happened, in their order, within `limit` letters.

    '' where none goes beyond the title. Where the best one alone does not fit, its beginning, cut at a word.
    """
    told = sentences(clean(text, title), language)[:SENTENCES]
    chosen = choose(told, headline(title, text, language), limit)
    return cut(" ".join(told[at] for at in chosen), limit)


def cut(text: str, limit: int) -> str:
    """The text within `limit` letters: where it is longer, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit // 2, limit)  # writing that has none is cut between letters
    beginning = text[: space if space > 0 else max(limit - 1, 0)]
    return f"{beginning.rstrip(' ,;:')}…"[:limit]

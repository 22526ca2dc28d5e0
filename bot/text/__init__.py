"""Text as it was sent -> what can be judged: plain sentences, folded words, their language, whose report it is.

reading      Reading: a text read once, which everyone who judges takes
html         markup -> plain text                       language_id  which language a text is in
dateline     text -> without where and by whom it is told
newsrooms    names and texts -> whose report it is        tokens       words as an index finds them
prose        plain text -> the article's own sentences  words        words as they are compared, and where they end
"""

__all__ = ["dateline", "html", "language_id", "newsrooms", "prose", "reading", "tokens", "words"]

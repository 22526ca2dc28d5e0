"""An entry's text -> the topics that it is about, each with the words and the sentence that say so.

definitions  what a topic is, read from `data/`: a folder a topic, a file a language
matcher      text x topics -> Matches
"""

__all__ = ["definitions", "matcher"]

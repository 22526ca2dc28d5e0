"""The address of a page -> the text of its article, without the page's furniture.

extract  address -> Article: robots.txt, limits, a process of its own
article  a page's bytes -> Article
"""

LOADED = ("bot.pages.article", "trafilatura")
"""What a process that reads pages has loaded."""

__all__ = ["LOADED", "article", "extract"]

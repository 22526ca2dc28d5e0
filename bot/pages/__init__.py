"""The address of a page -> the text of its article, without the page's furniture.

extract  address -> Article: robots.txt, limits, a process of its own
article  a page's bytes -> Article
"""

__all__ = ["article", "extract"]

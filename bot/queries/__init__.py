"""A subscriber's own words -> the entries for which they hold.

query       what was typed -> Expression; mistakes in plain words
grammar     what a query may be
expression  the tree of a query, and what is known of an entry
index       all queries at once -> those that hold for an entry
trial       a query on the past: what it would have brought
search      a query on all that is kept: what to look for, and the best first
"""

__all__ = ["expression", "index", "query", "search", "trial"]

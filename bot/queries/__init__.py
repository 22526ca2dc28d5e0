"""A subscriber's own words -> the entries for which they hold.

query       what was typed -> Expression; mistakes in plain words
grammar     what a query may be
expression  the tree of a query, and what is known of an entry
index       all queries at once -> those that hold for an entry
trial       a query on the past: what it would have brought
"""

__all__ = ["expression", "index", "query", "trial"]

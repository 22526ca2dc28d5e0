"""An address -> the bytes behind it, never more of them, nor longer, nor from elsewhere, than is allowed.

fetch    one document over HTTP, within every limit   guard   which hosts may be spoken to
inflate  compressed bytes -> bytes, bounded           decode  bytes -> text, by what they declare
link     an address -> its one canonical form         worker  processes of their own for what may hang or burst
nursery  the process that these are forked from           wall     who stands before a feed and asks for a browser
hops     the answers on the way -> what they come to
trouble  what goes wrong on the wire -> words               translator   texts -> another language
"""

__all__ = ["decode", "fetch", "hops", "inflate", "link", "translator", "wall", "worker"]

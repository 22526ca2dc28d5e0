"""The bytes of a feed -> its Entries; and which feeds there are.

parse       bytes -> Entries (formats, dates)         parse_pool  the same in processes of their own
catalogue   TOML and OPML -> Sources, and back        hubs        feeds that are pushed (websub: the protocol)
discovery   a site's page -> the feeds it names
"""

__all__ = ["catalogue", "discovery", "hubs", "parse", "parse_pool"]

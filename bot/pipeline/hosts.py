"""Politeness to hosts: who asked us to wait is left alone by all its feeds, and they come back one by one. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

BELIEVED = {503: timedelta(hours=1), 429: timedelta(hours=2)}
"""The longest Retry-After that is believed, by status: a broken server's day, or a date far ahead, is tried sooner."""
UNSAID = timedelta(minutes=1)
"""How long a host is left alone that answers 429 and names no wait."""
AT_MOST = 30
"""So many of a host's feeds are polled within the shortest interval, on average: by default one in two seconds."""
OWN = ("127.", "localhost", "[::1]")
"""How the hosts begin that are this machine, and need no sparing."""
SAME = timedelta(seconds=10)
"""Waits that end so near to each other are one: requests that were under way are refused one after the other."""


def asked_for(status: int | None, retry_after: timedelta | None) -> timedelta | None:
    """How long a host is to be left alone after this answer; None: it did not ask for it."""
    if status not in BELIEVED or (retry_after is None and status != 429):
        return None
    return min(retry_after or UNSAID, BELIEVED[status])


@dataclass(slots=True)
class Hosts:
    """Which hosts are left alone until when, and how many feeds each has, as far as this process has polled them.

    The store knows as well which feeds are held: of other processes, and after a restart.
    """

    _until: dict[str, datetime] = field(default_factory=dict)
    _feeds: dict[str, set[int]] = field(default_factory=dict)

    def shortest(self, host: str, feed_id: int, shortest: timedelta) -> timedelta:
        """The shortest interval of a feed of this host: what is usual, or longer where many feeds share the host."""
        sharing = self._feeds.setdefault(host, set())
        sharing.add(feed_id)
        return shortest if host.startswith(OWN) else max(shortest, shortest * len(sharing) / AT_MOST)

    def hold(self, host: str, until: datetime) -> bool:
        """Leave a host alone until then; False where it was to be left alone so long already."""
        if host in self._until and self._until[host] + SAME >= until:
            return False
        self._until[host] = until
        return True

    def held(self, host: str, now: datetime) -> bool:
        """Whether a host is to be left alone now."""
        until = self._until.get(host)
        if until is not None and until <= now:
            del self._until[host]
            return False
        return until is not None

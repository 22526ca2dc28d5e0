"""WebSub, the decisions: which hub a document names, what to ask of it and when, whether to believe what it says.

After the W3C Recommendation of 23 January 2018 (https://www.w3.org/TR/websub/). Its "topic" is the address under which
the hub knows a feed; our topics are another thing.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urljoin

from bot.model import Hub, Push

LEASE = timedelta(days=10)
"""How long we ask a hub to push: what the Recommendation gives as an example (section 8.2)."""
LONGEST_LEASE = timedelta(days=90)
"""A longer lease that a hub grants is taken for this, so that we hear in time whether it still knows us."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(days=1)
"""How long a hub has to verify before it is asked again: at first, doubled each time, and at most."""
REFUSED_FOR = timedelta(days=1)
"""How long after its refusal a hub is asked again: its reasons may pass."""
FAREWELLS = 3
"""How often a hub is asked to stop; if it never answers, its lease ends by itself."""
LONGEST_ADDRESS = 1000
"""How many letters the address of a hub or of its topic may have; a longer one is passed over."""

ALGORITHMS = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""The methods of signing that the Recommendation knows (section 7.1.1)."""

_LINK = re.compile(r"<([^<>]{1,2000})>([^<>]{0,2000})")
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', re.IGNORECASE)


def discover(header: str, hubs: Iterable[str], self_url: str, *, url: str) -> Hub | None:
    """The hub that a document at `url` names (section 4): in its Link header, else in itself (`hubs`, `self_url`).

    Of several, the first with https. A document that does not name itself is known by its address.
    """
    named = links(header)
    if named["hub"]:
        hubs, self_url = named["hub"], next(iter(named["self"]), self_url)
    known = [address for address in (_absolute(url, hub) for hub in hubs) if address]
    topic = _absolute(url, self_url or url)
    if not (known and topic):
        return None
    return Hub(url=min(known, key=lambda address: not address.startswith("https:")), topic=topic)


def links(header: str) -> dict[str, list[str]]:
    """The addresses that a Link header (RFC 8288) gives for the relations hub and self."""
    found: dict[str, list[str]] = {"hub": [], "self": []}
    for address, parameters in _LINK.findall(header):
        rel = _REL.search(parameters)
        for relation in (rel[1] or rel[2] or "").lower().split() if rel else ():
            found.get(relation, []).append(address.strip())
    return found


def _absolute(base: str, address: str) -> str | None:
    try:
        joined = urljoin(base, address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) and len(joined) <= LONGEST_ADDRESS else None


def request(push: Push, callback: str) -> dict[str, str]:
    """The form that asks the hub to push, or to stop (section 5.1).

    The secret goes to a hub without TLS as well: whoever reads along there reads the callback too, and so only those
    who do can forge.
    """
    form = {"hub.callback": callback, "hub.topic": push.hub.topic}
    if push.ended_at is not None:
        return form | {"hub.mode": "unsubscribe"}
    seconds = str(int(LEASE.total_seconds()))
    return form | {"hub.mode": "subscribe", "hub.lease_seconds": seconds, "hub.secret": push.secret}


def next_ask(push: Push, now: datetime, retry_after: timedelta | None = None) -> datetime | None:
    """When a hub that was just asked is asked again, unless it verifies; None: no more, for it was asked to stop."""
    if push.ended_at is not None and push.attempts >= FAREWELLS:
        return None
    wait: timedelta = min(FIRST_WAIT * 2 ** min(max(push.attempts - 1, 0), 10), LONGEST_WAIT)
    return now + max(wait, retry_after or timedelta())


def expected(push: Push, query: Mapping[str, str]) -> bool:
    """Whether this is about something that we asked the hub for (section 5.3.1).

    A hub may verify again what is in force, so a subscription that we want is always confirmed.
    """
    mode = "subscribe" if push.ended_at is None else "unsubscribe"
    asked = push.asked_at is not None and query.get("hub.topic") == push.hub.topic
    return asked and query.get("hub.mode") in (mode, "denied")


def lease(text: str) -> timedelta:
    """The lease in a verification (whole seconds); one that cannot be read is taken for what we asked for."""
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        return LEASE
    return min(timedelta(seconds=int(text[:12])), LONGEST_LEASE) if len(text) <= 12 else LONGEST_LEASE


def renewal(lease: timedelta) -> timedelta:
    """When to renew: with a third of the lease left for hubs that are away."""
    return lease * 2 / 3


def signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether X-Hub-Signature (`method=hex`, section 7.1) proves that who sent this body knows the secret."""
    method, _, digest = signature.strip().partition("=")
    if method.lower() not in ALGORITHMS:
        return False
    proof = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(proof.encode(), digest.lower().encode("utf-8", "replace"))

"""Addresses of articles: the one to open, and the canonical one that is the same however the article was reached."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

_LONGEST = 2_000
"""How many letters an address may have; a longer one is none."""
_ROUNDS = 10
"""How often an address is simplified anew at most: a redirect may hold an address that holds another one."""

_TRACKER = re.compile(
    r"""
    (?:utm|at|hsa|pk|mtm)_.* | _ga | _gl | _hsenc | _hsmi | [dgy]clid | fbclid | gclsrc | [gw]braid | igsh | igshid
    | mc_[ce]id | mkt_tok | msclkid | oly_enc_id | ttclid | twclid | usqp | vero_id | wt[._]mc(?:_id)? | wtrid | xtor
    | amp | amp_(?:ct|gsa|js_v) | aoh | campaign_id | cmp | cmpid | emc | fb_(?:action_ids|source) | feature
    | guccounter | guce_referrer(?:_sig)? | icid | ito | linkid | ncid | ns_(?:campaign|mchannel|source) | nytmobile
    | ocid | ref | ref_src | ref_url | referr?er | s_cid | sh | smid | smprod | smtyp | spm | sref | taid
    | traffic_source | __twitter_impression | yptr
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""Parameters that say how a reader came, and never which article it is."""
_FROM_FEED = frozenset({"feed", "feedburner", "rss", "rss1", "rss2", "rss_feed", "rssfeed"})
"""Values that say no more than that it was found in a feed, as in `input=rss`."""

_TWIN_LABELS = frozenset({"www", "m", "mobile", "amp"})
"""First parts of a host's name without which it serves the same pages."""
_SECOND_LEVEL = re.compile("ac|com?|edu|gob?|gov|gouv|mil|ne|net|nom|or|org|re")
"""Below a country's domain these stand where elsewhere the name does: example.co.kr."""

_REDIRECTS = re.compile(
    r"(?:^|/)(?:away\.php|apiclick\.aspx|click|go|goto|l\.php|link|linkfilter|out|rd|redir|redirect|track|url)?/?$",
    re.IGNORECASE,
)
_TARGETS = ("url", "u", "q", "to", "target", "dest", "destination", "redirect", "redirect_url", "link")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_WRAPPING = re.compile(r"[\t\r\n]+")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


def address(url: str, base: str = "") -> str | None:
    """The absolute http or https address that `url` means on the page `base`; None where there is none to open."""
    try:
        joined = urljoin(base, _UNPRINTABLE.sub("%20", _WRAPPING.sub("", url.strip())))
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(joined) <= _LONGEST
    except ValueError:
        return None
    return joined.encode("utf-8", "ignore").decode() if usable else None


def canonical(url: str) -> str | None:
    """The identity of the article at an absolute address; None where the address is not one, as a home page is not.

    Two addresses of one article differ in what carries a reader there: trackers, redirects, mobile and AMP twins,
    spelling. It is its own canonical form: `canonical(canonical(url)) == canonical(url)`.
    """
    current = url
    for _ in range(_ROUNDS):
        following = _simplified(current)
        if following is None or following == current:
            return following
        current = following
    return None


def _simplified(url: str) -> str | None:
    opened = address(url)
    if opened is None:
        return None
    parts = urlsplit(opened)
    target = _target(parts)
    if target is not None:
        return target
    host = _host(parts)
    path, query, fragment = _path(parts.path), _query(parts.query), _hashbang(parts.fragment)
    if host is None or not (path.strip("/") or query or fragment):
        return None
    return urlunsplit(("https", host, path, query, fragment))


def _target(parts: SplitResult) -> str | None:
    """Where a redirect, a link of Google's and an AMP cache lead, as far as the address itself says."""
    host = parts.hostname or ""
    cached = re.match(r"/(?:[civ]|amp)/(s/)?([^/]+\.[^/]+/.*)", parts.path, re.DOTALL)
    if cached and (host.endswith(".cdn.ampproject.org") or re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host)):
        return address(f"http{'s' if cached[1] else ''}://{cached[2]}{'?' * bool(parts.query)}{parts.query}")
    if not _REDIRECTS.search(parts.path):
        return None
    given = dict(pair.partition("=")[::2] for pair in parts.query.split("&"))
    for name in _TARGETS:
        value = unquote(given.get(name, ""), errors="ignore")
        if re.match(r"https?://", value, re.IGNORECASE):
            return address(value)
    return None


def _host(parts: SplitResult) -> str | None:
    """The host in ASCII and lower case, without the labels of twins, with a port that is not the scheme's own."""
    try:
        name = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError:
        return None
    labels = name.split(".")
    if not re.fullmatch(r"[a-z0-9._\-]+|\[?[0-9a-f:.]+\]?", name) or not all(labels):
        return None
    own = 3 if len(labels) > 2 and len(labels[-1]) == 2 and _SECOND_LEVEL.fullmatch(labels[-2]) else 2
    if not name.replace(".", "").isdigit():
        twins = [label.removeprefix("m-") for label in labels[:-own] if label not in _TWIN_LABELS]
        name = ".".join(filter(None, [*twins, *labels[-own:]]))
    name = f"[{name}]" if ":" in name else name
    return name if port in {None, 80, 443} else f"{name}:{port}"


def _path(path: str) -> str:
    path = _spelled(re.sub(r";jsessionid=[^/]*", "", path, flags=re.IGNORECASE), safe="/:@!$&'()*+,;=")
    path = re.sub(r"\.amp(?=$|\.html?$)", "", posixpath.normpath("/" + path.lstrip("/")))
    segments = [segment for segment in path.split("/") if segment.lower() != "amp"]
    return "/".join(segments) or "/"


def _query(query: str) -> str:
    pairs = {_spelled(pair, safe="/:@!$'()*+,;=?") for pair in query.split("&")}
    return "&".join(sorted(pair for pair in pairs if pair and not _tracks(pair)))


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name, value = unquote(name).lower(), unquote(value)
    amp = name in {"outputtype", "output"} and value.lower() == "amp"
    return amp or value.lower() in _FROM_FEED or _TRACKER.fullmatch(name) is not None


def _hashbang(fragment: str) -> str:
    return _spelled(fragment, safe="/:@!$&'()*+,;=?") if fragment.startswith("!") and len(fragment) > 1 else ""


def _spelled(part: str, safe: str) -> str:
    """One spelling of percent-encoding. The bytes stay: not every address is UTF-8."""
    return quote(_ESCAPE.sub(_escape, part), safe=safe + "%")


def _escape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()

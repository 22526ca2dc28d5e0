"""A report as one cites it, for a button that copies it: `“Headline”, Outlet, 2026-03-01 21:00 KST, https://…`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.markup import clean, cut, units
from bot.model import Report, Subscriber

LONGEST = 256
"""How many characters a button copies (Bot API, CopyTextButton); counted in UTF-16 units, which are no fewer."""
HEADLINE = 80
"""So many of them the headline has at least: an address that leaves no room for it is left out."""


def citation(headline: str, outlet: str, report: Report, reader: Subscriber, zone: str) -> str:
    """The headline cut to what the rest leaves; times are the reader's, and say in which zone."""
    at: datetime = report.published_at.astimezone(ZoneInfo(reader.timezone))
    tail = f"”, {cut(outlet, 40)}, {at:%Y-%m-%d %H:%M} {zone}"
    linked = f"{tail}, {report.url}"
    if report.url and units(linked) + HEADLINE < LONGEST:
        tail = linked
    return clean(f"“{cut(' '.join(headline.split()), LONGEST - 1 - units(tail))}{tail}")

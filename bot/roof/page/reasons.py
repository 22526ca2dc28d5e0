"""Why a feed is asked when it is: its state -> the text that says so, and its values. Pure."""

from datetime import datetime, timedelta

from bot.model import Feed
from bot.pipeline.feedlist import state_of
from bot.pipeline.schedule import usual_gap
from bot.pipeline.timing import Rhythm

Reason = tuple[str, dict[str, int | timedelta]]
"""The key of a text without its `page-why-`, and what it is made with."""


def reason(feed: Feed, now: datetime, rhythm: Rhythm) -> Reason:
    """Why the next poll is when it is (`bot.pipeline.schedule` decides it)."""
    state, unpolled = feed.state, state_of(feed, now)
    if unpolled in ("gone", "set-aside", "paused"):
        return unpolled, {}
    if state.failures:
        return "failing", {"times": state.failures, "most": rhythm.longest}
    if state.polled_at is None:
        return "new", {}
    if feed.pushed_until and feed.pushed_until > now:
        return "pushed", {"most": rhythm.longest}
    if feed.watch_until and feed.watch_until > now:
        return "watched", {"least": rhythm.shortest}
    return _of_rhythm(feed, state.next_poll_at - state.polled_at, rhythm)


def _of_rhythm(feed: Feed, wait: timedelta, rhythm: Rhythm) -> Reason:
    if wait <= rhythm.shortest * 1.1:  # with what `spread` may add
        return "busy", {"least": rhythm.shortest}
    if wait >= rhythm.longest:
        return "rare", {"most": rhythm.longest}
    gap = usual_gap(feed)
    return ("learning", {"wait": wait}) if gap is None else ("rhythm", {"gap": gap, "wait": wait})

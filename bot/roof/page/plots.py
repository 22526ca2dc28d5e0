"""Numbers -> drawings (SVG) without a script: bars of a day, and how long alerts took. Pure."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.model import Latency

WIDTH, HEIGHT, LEFT, FOOT = 720, 220, 44, 18
"""The plot's size, and its room for the scale and the hours, in units of its own."""
SCALE = ((1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36000, "10 h"))
"""The lines of the scale, which is logarithmic: seconds, and what they are called."""
LEAST, MOST = 0.5, 100_000.0
"""The ends of the scale, in seconds."""
EDGE = 18
"""Half of what an hour's name is wide."""
BAR, BARS_HEIGHT = 4, 24
DAY = timedelta(days=1)
_BARS = Markup('<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>')
_BAR = Markup('<rect x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>')
_PLOT = Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
_LINE = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text x="0" y="{:.1f}">{}</text>')
_HOUR = Markup('<text class="hour" x="{:.1f}" y="{}">{:%H:%M}</text>')
_POINT = Markup(
    '<a href="/stories/{}"><title>{:.0f} s + {:.1f} s</title><line x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>'
    '<circle class="fetched" cx="{:.1f}" cy="{:.1f}" r="3"/>'
    '<circle class="sent" cx="{:.1f}" cy="{:.1f}" r="4"/></a>'
)


def bars(values: Sequence[int], about: str) -> Markup:
    """A bar a value, the last one the newest; `about` says in words what they are."""
    most = max(values, default=0) or 1
    heights = [max(1.0, BARS_HEIGHT * value / most) if value else 0.0 for value in values]
    drawn = [_BAR.format(at * BAR, BARS_HEIGHT - height, BAR - 1, height) for at, height in enumerate(heights)]
    return _BARS.format(len(values) * BAR, BARS_HEIGHT, about, Markup("").join(drawn))


def latency(stories: Sequence[Latency], now: datetime, about: str) -> Markup:
    """A day's stories from left to right by when they were sent; up the seconds until fetched, and until sent."""
    lines = [_LINE.format(LEFT, WIDTH, _y(at), _y(at), _y(at) + 4, name) for at, name in SCALE]
    full = [(now - timedelta(hours=ago)).replace(minute=0, second=0, microsecond=0) for ago in range(0, 24, 4)]
    hours = [_HOUR.format(min(_x(at, now), WIDTH - EDGE), HEIGHT - 4, at) for at in full]
    points = [_point(one, now) for one in stories if timedelta() <= now - one.sent_at <= DAY]
    return _PLOT.format(WIDTH, HEIGHT, about, Markup("").join([*lines, *hours, *points]))


def _x(at: datetime, now: datetime) -> float:
    """Where a time of the last day stands: now is at the right."""
    return LEFT + (WIDTH - LEFT - 8) * (1 - (now - at) / DAY)


def _y(seconds: float) -> float:
    """Where so many seconds stand: the longer, the higher."""
    part = math.log(min(max(seconds, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return (HEIGHT - FOOT) * (1 - part)


def _point(one: Latency, now: datetime) -> Markup:
    """A story: a ring where it was fetched, a dot where its first alert was sent, a line from one to the other."""
    fetched, sent = (part.total_seconds() for part in one.parts)
    x, low, high = _x(one.sent_at, now), _y(fetched), _y(fetched + sent)
    return _POINT.format(one.story_id, fetched, sent, x, x, low, high, x, low, x, high)

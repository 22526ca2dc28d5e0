"""What an operator sees and says of the feeds: which are meant, how each goes, what is to be another. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.errors import DataError
from bot.feeds.catalogue import source_from
from bot.model import Feed, Source

SILENCE = timedelta(days=1)
"""A feed that was not polled with success for longer is silent."""
STATES = ("failing", "silent", "set-aside", "gone", "paused", "healthy")
"""How polling a feed may go, the worst first."""
OPTIONS = ("outlet", "language", "country", "timezone", "tier", "newsroom", "user_agent")
"""The fields of a source that an operator may give or change."""
EVERY = "interval"
"""What an operator calls how often a feed is asked."""
OURS, NONE = "auto", "none"
"""The values that hand a field back, and that empty it."""
LONGEST = timedelta(days=7)
"""The longest interval."""
_INTERVAL = re.compile(r"([0-9]{1,6})\s?([smhd]?)")
_SIZES = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Edit:
    """How a feed is to be described and asked: as `Store.edit_feed` takes it."""

    source: Source
    edited: frozenset[str]
    every: timedelta | None


def state_of(feed: Feed, now: datetime) -> str:
    """How polling a feed goes: one of STATES."""
    if feed.state.disabled_at:
        return "gone"
    if feed.set_aside_at:
        return "set-aside"
    if feed.paused_at:
        return "paused"
    if feed.state.failures:
        return "failing"
    well = feed.state.healthy_at
    return "silent" if well is None or now - well > SILENCE else "healthy"


def chosen(feeds: Iterable[Feed], words: Sequence[str], now: datetime) -> list[Feed]:
    """The feeds of which every word holds: a state, `country:kr`, `lang:ko`, `tier:press`, or a part of a name."""
    return [feed for feed in feeds if all(_holds(feed, word.casefold(), now) for word in words)]


def _holds(feed: Feed, word: str, now: datetime) -> bool:
    source = feed.source
    if word in STATES:
        return state_of(feed, now) == word
    field, colon, value = word.partition(":")
    if colon and field in ("country", "lang", "language", "tier"):
        return bool(getattr(source, "language" if field == "lang" else field) == value)
    return word in " ".join(filter(None, (source.outlet, source.url, source.newsroom, feed.home))).casefold()


def named(feeds: Iterable[Feed], word: str) -> Feed | None:
    """The feed of this number or address."""
    return next((feed for feed in feeds if word in (str(feed.id), feed.source.url, feed.home)), None)


def options_of(words: Sequence[str], also: Sequence[str] = ()) -> dict[str, str]:
    """`tier=official newsroom=The Times` as the values of fields; DataError where something else is said."""
    said: dict[str, str] = {}
    last = None
    for word in words:
        name, equals, value = word.partition("=")
        name = name.lower().replace("-", "_")
        if equals and name in (*OPTIONS, *also):
            said[last := name] = value
        elif last is None:
            fields = ", ".join((*OPTIONS, *also))
            sentence = f"{word!r} is no field=value; the fields are {fields}."
            raise DataError(sentence, "feeds-slip-field", word=word, fields=fields)
        else:
            said[last] += f" {word}"
    return said


def described(url: str, said: Mapping[str, str], outlet: str) -> Source:
    """The source at this address of which an operator says this; `outlet` where they name none."""
    return source_from(
        {"outlet": outlet, "url": url} | {name: value for name, value in said.items() if value}, "feeds add"
    )


def edit_of(feed: Feed, words: Sequence[str]) -> Edit:
    """What an operator wants another of a feed: `field=value`, `field=none`, or `field=auto` to hand it back.

    What is handed back stays as it is until the catalogue is read again, at the next start; an interval follows the
    feed's habits at once.
    """
    said = options_of(words, (EVERY,))
    if not said:
        fields = ", ".join((*OPTIONS, EVERY))
        sentence = f"Say what is to change: field=value; the fields are {fields}."
        raise DataError(sentence, "feeds-slip-nothing", fields=fields)
    every = interval(said.pop(EVERY)) if EVERY in said else feed.every
    back = {name for name, value in said.items() if value == OURS}
    new = {name: value for name, value in said.items() if name not in back}
    record = {name: value for name, value in asdict(feed.source).items() if value is not None} | new
    kept = {name: str(value) for name, value in record.items() if value not in (NONE, "")}
    source = source_from(kept, f"feeds edit {feed.id}")
    return Edit(replace(source, url=feed.source.url), frozenset({*feed.edited, *new} - back), every)


def interval(text: str) -> timedelta | None:
    """`90s`, `5m`, `2h`, `1d` or seconds; None is `auto`: as its habits say. DataError where it is nothing of these."""
    if text == OURS:
        return None
    found = _INTERVAL.fullmatch(text.lower())
    every = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < every <= LONGEST:
        sentence = f"{text!r} is no interval: write 90s, 5m, 2h, 1d or auto, up to {LONGEST.days}d."
        raise DataError(sentence, "feeds-slip-interval", word=text, days=LONGEST.days)
    return every


def written(every: timedelta | None) -> str:
    """An interval as `interval` reads it."""
    if every is None:
        return OURS
    seconds = int(every.total_seconds())
    size, unit = next((size, unit) for unit, size in _SIZES.items() if seconds % size == 0)
    return f"{seconds // size}{unit}"

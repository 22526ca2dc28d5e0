"""What an operator should hear of: what is seen of the service -> the troubles that hold, by key. Pure.

feed-silent:ID  feed-failing:ID  country-failing:CODE  host-failing:HOST  most-failing    feeds that bring nothing
not-polled      queue:JOB        set-aside:KIND                                           the service stands still
receiver:NAME                                             a machine takes nothing
disk            database         clock       token       conflict                         what it stands on
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.model import Feed, Health, Receiver, Trouble
from bot.pipeline.schedule import usual_gap

STALLED_AFTER = timedelta(minutes=10)
"""Beyond the longest interval: no feed at all was polled for so long, so polling must hang."""
DAY = timedelta(days=1)
SILENT_AFTER = timedelta(days=3)
"""No feed is called silent sooner, whatever its rhythm: many rest at the weekend."""
RHYTHMS = 3
"""So many of its usual gaps without an entry make a feed silent."""
FAILURES = 3
"""So many failures in a row: it is no hiccup."""
NEVER = 10
"""So many, where a feed never answered: half a day with the default intervals."""
OF_COUNTRY, OF_HOST, OF_ALL = 3, 2, 5
"""So many feeds at least make a group that can fail as one."""
MOST = 0.8
"""Where this part of all feeds fails twice in a row, it is our network rather than theirs."""
QUEUE_AFTER = timedelta(minutes=1)
"""How long a row may wait for its job."""
DEAF_AFTER = timedelta(minutes=15)
"""How long a receiver may take nothing: a restart of its own takes less."""
SLOW_SECONDS = 1.0
"""What half of the transactions may take at most."""
CLOCK_OFF = timedelta(seconds=30)
"""How far the clock may be from Telegram's: leases and quiet hours are still right then."""
MEGABYTE = 1_000_000
DISK_LEAST, DISK_PART, DISK_ENOUGH = 200 * MEGABYTE, 0.05, 5_000 * MEGABYTE
"""A disk is nearly full below this part of it, in bytes never below the first, never above the last."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What is seen at `now`: the store's counts and feeds, and what this process notices by itself.

    `longest` is the longest interval between two polls; `disk` is free and all bytes (None: not our disk);
    `transaction` is what a typical one took, in seconds; `clock_off` how far Telegram's clock is ahead of ours;
    `refused`: Telegram does not know our token; `conflict`: somebody else asks for our updates; `receivers` are the
    machines that stories are posted to.
    """

    now: datetime
    health: Health
    feeds: Sequence[Feed]
    longest: timedelta
    disk: tuple[int, int] | None = None
    transaction: float | None = None
    clock_off: timedelta | None = None
    refused: bool = False
    conflict: bool = False
    receivers: Sequence[Receiver] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What to tell: the troubles that began and those that are over; and what to keep though nobody is told."""

    begun: tuple[Trouble, ...]
    over: tuple[Trouble, ...]
    changed: tuple[Trouble, ...]


def stalled(health: Health, now: datetime, longest: timedelta) -> bool:
    """Whether polling has come to a stop: there are feeds, and none was polled for too long."""
    polled = health.feeds - health.feeds_disabled - health.feeds_paused > 0
    return polled and health.last_poll_at is not None and now - health.last_poll_at > longest + STALLED_AFTER


def holding(seen: Observed, known: Collection[str]) -> tuple[Trouble, ...]:
    """Every trouble that holds. What a greater one explains is left out, unless it was noticed before (`known`)."""
    at_work = [feed for feed in seen.feeds if not (feed.paused_at or feed.set_aside_at or feed.state.disabled_at)]
    groups = tuple(_groups(at_work))
    explained = {feed.id for _, members in groups for feed in members}
    most = _most(at_work)
    feeds = [one for feed in at_work for one in _of_feed(feed, seen) if feed.id not in explained or one.key in known]
    of_feeds = [*(trouble for trouble, _ in groups), *feeds]
    if most or stalled(seen.health, seen.now, seen.longest):
        of_feeds = [*most, *(one for one in of_feeds if one.key in known)]
    return (*of_feeds, *_of_work(seen), *_of_ground(seen))


def changes(known: Sequence[Trouble], holds: Sequence[Trouble], now: datetime) -> Changes:
    """What begins and ends between what was noticed and what holds now; who was told once is not told again."""
    noticed = {one.key: one for one in known}
    now_held = [replace(noticed.get(one.key, Trouble(one.key, since=now)), detail=one.detail) for one in holds]
    keys = {one.key for one in holds}
    return Changes(
        begun=tuple(one for one in now_held if one.told_at is None),
        over=tuple(one for one in known if one.key not in keys),
        changed=tuple(one for one in now_held if one != noticed.get(one.key)),
    )


def _of_feed(feed: Feed, seen: Observed) -> Iterator[Trouble]:
    state, named = feed.state, {"outlet": feed.source.outlet, "url": feed.source.shown}
    if state.failures:
        well = state.healthy_at
        if (well is None and state.failures >= NEVER) or (well is not None and seen.now - well >= DAY):
            yield Trouble(
                f"feed-failing:{feed.id}", named | {"error": state.error or "", "ever": "yes" if well else "no"}
            )
        return
    looked = state.polled_at is not None and seen.now - state.polled_at <= seen.longest + STALLED_AFTER
    gap = usual_gap(feed)
    if looked and state.newest_at and gap is not None:
        silence = seen.now - state.newest_at
        if silence > max(RHYTHMS * gap, SILENT_AFTER):
            usual = round(gap / timedelta(hours=1))
            yield Trouble(f"feed-silent:{feed.id}", named | {"days": silence.days, "hours": usual})


def _groups(at_work: Sequence[Feed]) -> Iterator[tuple[Trouble, Sequence[Feed]]]:
    """The countries and hosts whose feeds all fail."""
    hosts, countries = defaultdict(list), defaultdict(list)
    for feed in at_work:
        hosts[urlsplit(feed.source.url).hostname or ""].append(feed)
        countries[feed.source.country or ""].append(feed)
    kinds: Sequence[tuple[str, Mapping[str, list[Feed]], int]]
    kinds = (("host-failing", hosts, OF_HOST), ("country-failing", countries, OF_COUNTRY))
    for kind, groups, least in kinds:
        for name, members in sorted(groups.items()):
            if name and len(members) >= least and all(feed.state.failures >= FAILURES for feed in members):
                yield Trouble(f"{kind}:{name}", {"name": name, "feeds": len(members)}), members


def _most(at_work: Sequence[Feed]) -> list[Trouble]:
    failing = sum(feed.state.failures >= FAILURES - 1 for feed in at_work)
    if len(at_work) < OF_ALL or failing < MOST * len(at_work):
        return []
    return [Trouble("most-failing", {"failing": failing, "feeds": len(at_work)})]


def _of_work(seen: Observed) -> Iterator[Trouble]:
    health = seen.health
    for one in seen.receivers:
        if one.failing_since and seen.now - one.failing_since >= DEAF_AFTER:
            detail: dict[str, str | int]
            detail = {"name": one.name, "minutes": _minutes(seen.now - one.failing_since), "error": one.error or ""}
            yield Trouble(f"receiver:{one.name}", detail)
    if health.last_poll_at and stalled(health, seen.now, seen.longest):
        yield Trouble("not-polled", {"minutes": _minutes(seen.now - health.last_poll_at)})
    queues = {"detect": (health.undetected_since, health.undetected), "deliver": (health.due_since, health.waiting)}
    for job, (since, count) in queues.items():
        if since and seen.now - since > QUEUE_AFTER:
            yield Trouble(f"queue:{job}", {"job": job, "minutes": _minutes(seen.now - since), "count": count})
    for kind in ("feeds", "entries", "queries", "deliveries", "digests", "postings"):
        if count := getattr(health, f"{kind}_set_aside"):
            yield Trouble(f"set-aside:{kind}", {"kind": kind, "count": count})


def _of_ground(seen: Observed) -> Iterator[Trouble]:
    if seen.disk:
        free, total = seen.disk
        if free < max(DISK_LEAST, min(DISK_PART * total, DISK_ENOUGH)):
            yield Trouble("disk", {"megabytes": free // MEGABYTE})
    if seen.transaction is not None and seen.transaction > SLOW_SECONDS:
        yield Trouble("database", {"seconds": f"{seen.transaction:.1f}"})
    if seen.clock_off is not None and abs(seen.clock_off) > CLOCK_OFF:
        way = "behind" if seen.clock_off > timedelta() else "ahead"
        yield Trouble("clock", {"seconds": round(abs(seen.clock_off).total_seconds()), "way": way})
    if seen.refused:
        yield Trouble("token")
    if seen.conflict:
        yield Trouble("conflict")


def _minutes(time: timedelta) -> int:
    return round(time / timedelta(minutes=1))

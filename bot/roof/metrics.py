"""What a monitor reads: the store's counts as JSON for /health; they and what this process counted, for Prometheus."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.model import Health, Trouble
from bot.pipeline.meters import Histogram, Meters
from bot.pipeline.troubles import stalled

PREFIX = "bongsu_"


def document(health: Health, problem: str | None) -> dict[str, Any]:
    """/health: `status` ok or the problem in a sentence, and every count; times in ISO 8601, UTC."""
    values = {part.name: getattr(health, part.name) for part in fields(health)}
    times = {name: value.isoformat() for name, value in values.items() if isinstance(value, datetime)}
    return {"status": problem or "ok"} | values | times


def problem_of(health: Health, now: datetime, longest: timedelta) -> str | None:
    """What ails the service as a whole, in a sentence."""
    return "No feed has been polled for too long." if stalled(health, now, longest) else None


@dataclass(frozen=True, slots=True, eq=False)
class Served(Collector):
    """What /metrics serves: the store as all processes see it, and what this one counted since it began."""

    health: Health
    meters: Meters
    troubles: tuple[Trouble, ...]
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """Every metric, with its help and type."""
        yield from self._gauges()
        yield from self._counters()
        yield from self._histograms()

    def text(self) -> str:
        """In Prometheus' text format 0.0.4."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry).decode()

    def _gauges(self) -> Iterator[Metric]:
        now, seen = self.now, self.health
        states = ("healthy", "failing", "silent", "paused", "disabled", "set_aside")
        feeds = {state: getattr(seen, f"feeds_{state}") for state in states}
        yield _gauge("feeds", "Feeds of the catalogue, by how polling them goes.", feeds, "state")
        yield _gauge("feeds_pushed", "Feeds that a hub pushes.", seen.feeds_pushed)
        for name, at in (("poll", seen.last_poll_at), ("alert", seen.last_alert_at)):
            value = at.timestamp() if at else None
            yield _gauge(f"last_{name}_timestamp_seconds", f"When the last {name} was, of any process.", value)
        yield _gauge("entries_stored", "Entries in the database.", seen.entries)
        yield _gauge("stories_stored", "Stories in the database.", seen.stories)
        people = {"here": seen.subscribers, "gone": seen.subscribers_gone, "shut": seen.subscribers_shut}
        yield _gauge("subscribers", "Chats, by state: here, gone, and of those here the shut ones.", people, "state")
        queues = {"detect": seen.undetected, "deliver": seen.waiting, "broadcast": seen.copies}
        yield _gauge("queue", "Rows that wait: entries, alerts, copies of broadcasts.", queues, "job")
        ages = {"detect": seen.undetected_since, "deliver": seen.due_since}
        seconds = {job: max((now - at).total_seconds(), 0.0) if at else 0.0 for job, at in ages.items()}
        yield _gauge("queue_age_seconds", "How long the row that is due longest has waited for a job.", seconds, "job")
        machines = {"well": seen.receivers - seen.receivers_failing, "failing": seen.receivers_failing}
        yield _gauge("receivers", "Machines that stories are posted to, by how that goes.", machines, "state")
        yield _gauge("alerts_refused", "Alerts that ended without a message.", seen.refused)
        kinds = ("feeds", "entries", "queries", "deliveries", "digests", "postings")
        aside = {kind: getattr(seen, f"{kind}_set_aside") for kind in kinds}
        yield _gauge("set_aside", "Rows over which code raised three times.", aside, "kind")
        held = {one.kind: 0 for one in self.troubles}
        for one in self.troubles:
            held[one.kind] += 1
        yield _gauge("troubles", "Troubles of which the admins are told, by kind.", held, "kind")

    def _counters(self) -> Iterator[Metric]:
        counted = self.meters
        yield _counter("polls", "Polls of this process, by outcome.", counted.polls, "outcome", ("new", "failed"))
        yield _counter("entries", "New entries that this process's polls brought.", counted.entries)
        yield _counter("flags", "Entries that this process flagged, by topic.", counted.flags, "topic")
        stories = ("new", "update")
        yield _counter("stories", "Stories that this process opened or changed.", counted.stories, "change", stories)
        tried = "Alerts and digests that this process tried to send, by outcome."
        yield _counter("alerts", tried, counted.alerts, "outcome", ("sent", "later"))

    def _histograms(self) -> Iterator[Metric]:
        counted = self.meters
        of_entries = "From an entry's publication to our having it."
        yield _histogram("published_to_fetched_seconds", of_entries, {"": counted.published_to_fetched})
        alerts = "its story's first report to a first alert that was sent."
        yield _histogram("fetched_to_sent_seconds", f"From our having {alerts}", {"": counted.fetched_to_sent})
        yield _histogram(
            "published_to_sent_seconds", f"From the publication of {alerts}", {"": counted.published_to_sent}
        )
        yield _histogram("loop_lag_seconds", "How late the event loop wakes.", {"": counted.loop_lag})
        yield _histogram("database_seconds", "How long transactions took, by kind.", counted.database, "kind")


def _gauge(name: str, about: str, value: Mapping[str, float] | float | None, label: str = "") -> Metric:
    """A gauge, with a sample a label's value; none where there is no value."""
    if isinstance(value, Mapping):
        gauge = GaugeMetricFamily(PREFIX + name, about, labels=[label])
        for key, number in value.items():
            gauge.add_metric([key], number)
        return gauge
    made = GaugeMetricFamily(PREFIX + name, about)
    if value is not None:
        made.add_metric([], value)
    return made


def _counter(
    name: str, about: str, value: Mapping[str, int] | int, label: str = "", expected: Iterable[str] = ()
) -> Metric:
    """A counter; what is to be expected counts from zero, so that its first event is seen as a rise."""
    if isinstance(value, int):
        return CounterMetricFamily(PREFIX + name, about, value=value)
    counter = CounterMetricFamily(PREFIX + name, about, labels=[label])
    for key, number in (dict.fromkeys(expected, 0) | dict(value)).items():
        counter.add_metric([key], number)
    return counter


def _histogram(name: str, about: str, values: Mapping[str, Histogram], label: str = "") -> Metric:
    """A histogram a label's value, its buckets added up as Prometheus wants them."""
    made = HistogramMetricFamily(PREFIX + name, about, labels=[label] if label else [])
    for key, histogram in values.items():
        buckets, seen = [], 0
        for bound, count in zip((*histogram.bounds, float("inf")), histogram.counts, strict=True):
            seen += count
            buckets.append(("+Inf" if bound == float("inf") else str(bound), float(seen)))
        made.add_metric([key] if label else [], buckets, sum_value=histogram.total)
    return made

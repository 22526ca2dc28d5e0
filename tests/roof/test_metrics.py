"""What monitors read, and what is shipped for them: a dashboard and alert rules."""

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.model import Change, Detection, Health, Later, Match, Sent, Trouble
from bot.pipeline.meters import Histogram, Meters
from bot.roof.metrics import PREFIX, Served, document, problem_of
from tests.making import HOUR, MINUTE, NOON, arrival, delivery, match, report, story
from tests.patience import PATIENCE

DOCS = Path(__file__).parents[2] / "docs"
HEALTH = Health(
    *(3, 1, 0, 0, NOON, None, 40, 2, 5, 7, 1, 0, 0),
    undetected_since=NOON - MINUTE,
    copies=4,
    receivers=3,
    receivers_failing=1,
)
FROM_OTHERS = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
"""Metrics that Prometheus itself and its library make."""
WORDS = {"by", "le", "max", "sum", "rate", "time", "histogram_quantile", "instance", "kind", "state", "job", "topic",
         "outcome", "change"}  # fmt: skip
"""What else stands in our expressions: functions, and labels."""


def served(meters: Meters | None = None, *troubles: Trouble) -> dict[str, Metric]:
    """The metrics that are served, by name, as Prometheus reads them."""
    text = Served(HEALTH, meters or Meters(), troubles, NOON).text()
    return {metric.name: metric for metric in text_string_to_metric_families(text)}


def values(metric: Metric) -> dict[tuple[str, ...], float]:
    """A metric's samples, but for when counters were made, by the values of their labels."""
    return {tuple(one.labels.values()): one.value for one in metric.samples if not one.name.endswith("_created")}


def test_every_metric_says_what_it_is() -> None:
    """Each has a name of ours, help, and a type; times and durations are in seconds."""
    for name, metric in served().items():
        assert name.startswith(PREFIX)
        assert metric.documentation.endswith(".")
        assert metric.type in ("gauge", "counter", "histogram")


def test_gauges_are_the_store() -> None:
    """Feeds by state, when was what, how old the queues are; what never happened has no sample."""
    metrics = served(None, Trouble("disk"), Trouble("set-aside:feeds"), Trouble("set-aside:entries"))

    assert values(metrics["bongsu_feeds"])["failing",] == 1
    assert values(metrics["bongsu_last_poll_timestamp_seconds"]) == {(): NOON.timestamp()}
    assert values(metrics["bongsu_last_alert_timestamp_seconds"]) == {}
    assert values(metrics["bongsu_queue"]) == {("detect",): 2, ("deliver",): 0, ("broadcast",): 4}
    assert values(metrics["bongsu_receivers"]) == {("well",): 2, ("failing",): 1}
    assert values(metrics["bongsu_queue_age_seconds"]) == {("detect",): 60, ("deliver",): 0}
    assert values(metrics["bongsu_troubles"]) == {("disk",): 1, ("set-aside",): 2}


def test_alerts_are_counted_and_their_way_is_measured() -> None:
    """By outcome; how soon, of what a chat is told first, from its story's first report; what was not tried is not."""
    meters, told = Meters(), story(reports=(report(published_at=NOON - MINUTE, seen_at=NOON),))
    first = delivery(story=told)
    later = NOON + timedelta(seconds=2)
    meters.settled(first, Sent(1), later)
    meters.settled(delivery(story=told, told=1), Sent(1), later)
    meters.settled(first, Later("its turn is later", counts=False), later)
    metrics = served(meters)

    assert values(metrics["bongsu_alerts"]) == {("sent",): 2, ("later",): 0}
    sums = {name: metric.samples[-1].value for name, metric in metrics.items() if metric.type == "histogram"}
    assert sums["bongsu_fetched_to_sent_seconds"] == 2
    assert sums["bongsu_published_to_sent_seconds"] == 62


def test_a_histogram_adds_its_buckets_up() -> None:
    """A bucket holds what it or a lesser one keeps; the last holds all; a clock that is behind takes nothing off."""
    meters = Meters()
    meters.loop_lag = Histogram((0.1, 1.0))
    for seconds in (-1.0, 0.1, 0.5, 3.0):
        meters.loop_lag.observe(seconds)
    samples = {(one.name, one.labels.get("le")): one.value for one in served(meters)["bongsu_loop_lag_seconds"].samples}

    assert samples == {
        ("bongsu_loop_lag_seconds_bucket", "0.1"): 2,
        ("bongsu_loop_lag_seconds_bucket", "1.0"): 3,
        ("bongsu_loop_lag_seconds_bucket", "+Inf"): 4,
        ("bongsu_loop_lag_seconds_count", None): 4,
        ("bongsu_loop_lag_seconds_sum", None): 3.6,
    }


def test_a_hostile_label_stays_one() -> None:
    """Whatever a topic is called, the text can be read."""
    meters = Meters()
    meters.flags['a"} 1\n#'] = 1

    assert values(served(meters)["bongsu_flags"]) == {('a"} 1\n#',): 1}


def test_few_transactions_say_nothing() -> None:
    """The median is of those since the last look, and of five at least."""
    meters = Meters()
    for seconds in (0.1, 2.0, 0.2, 3.0, 4.0):
        meters.answered("read", seconds)
    assert meters.typical_transaction() == 2.0
    meters.answered("write", 9.0)
    assert meters.typical_transaction() is None


def test_health_says_what_ails() -> None:
    """Ten minutes beyond the longest interval without any poll; a service without feeds or with a new one is well."""
    assert problem_of(HEALTH, NOON + HOUR, HOUR) is None
    problem = problem_of(HEALTH, NOON + HOUR + timedelta(minutes=11), HOUR)
    assert document(HEALTH, problem)["status"] == problem == "No feed has been polled for too long."
    assert problem_of(Health(0, 0, 0, 0, None, None, 0, 0, 0, 0, 0, 0, 0), NOON, HOUR) is None


def expressions() -> list[Any]:
    """Every expression that is shipped, by where it stands."""
    panels = json.loads((DOCS / "grafana.json").read_text("utf-8"))["panels"]
    found = [pytest.param(one["expr"], id=panel["title"]) for panel in panels for one in panel["targets"]]
    rules = re.findall(r"- alert: (\w+)\n +expr: (.+)\n", (DOCS / "alerts.yml").read_text("utf-8"))
    return [*found, *(pytest.param(expr, id=name) for name, expr in rules)]


@pytest.mark.parametrize("expr", expressions())
def test_what_is_shipped_asks_for_what_is_served(expr: str) -> None:
    """Each expression of the dashboard and the alert rules is in balance and names metrics that there are."""
    metrics = served()
    names = {one.name for metric in metrics.values() for one in metric.samples} | {*metrics}
    names |= {f"{name}_total" for name, metric in metrics.items() if metric.type == "counter"}
    bare = re.sub(r'\[[^]]*\]|"[^"]*"', "", expr)
    asked = set(re.findall(r"[a-z_]{2,}", bare)) - WORDS

    assert bare.count("(") == bare.count(")")
    assert asked <= names | FROM_OTHERS
    assert asked


def test_every_rule_is_whole() -> None:
    """Each has a name of its own, an expression, a patience, a severity and a summary."""
    text = (DOCS / "alerts.yml").read_text("utf-8")
    rule = (
        r"      - alert: (Bongsu\w+)\n        expr: .+\n        for: \d+[mh]\n"
        r"        labels: \{severity: (?:page|ticket)\}\n"
        r'        annotations:\n          summary: "[^"]+"\n'
    )
    rules = re.findall(rule, text)
    assert len(rules) == len(set(rules)) == text.count("- alert:") >= 10


@pytest.mark.skipif(not shutil.which("promtool"), reason="Prometheus is not on this machine")
def test_prometheus_takes_the_rules() -> None:
    """Prometheus' own checker accepts the rules, and each of them fires for what it is for, and not for a quiet day."""
    rules, series = str(DOCS / "alerts.yml"), str(Path(__file__).parent / "alerts_test.yml")
    for command in (["promtool", "check", "rules", rules], ["promtool", "test", "rules", series]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout + done.stderr

    named = set(re.findall(r"- alert: (\w+)", (DOCS / "alerts.yml").read_text("utf-8")))
    assert set(re.findall(r"alertname: (\w+)", Path(series).read_text("utf-8"))) == named


def test_flags_are_counted_by_topic() -> None:
    """A topic that is only touched in passing is not; own queries count as one."""
    meters = Meters()
    matches = (match(), Match("sanctions", 0.5, (), passing=True))
    meters.detected(Detection(arrival(), matches, story(), Change.NEW, asked=("q1", "q2")))
    metrics = served(meters)

    assert values(metrics["bongsu_flags"]) == {("launches",): 1, ("own",): 1}
    assert values(metrics["bongsu_stories"]) == {("new",): 1, ("update",): 0}

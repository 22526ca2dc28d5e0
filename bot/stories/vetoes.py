"""What two reports of one event never differ in, however alike their words: such a report opens a story of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Report
from bot.stories.features import COUNTRY, Features

EXACT = frozenset({"icbm", "irbm", "mrbm", "srbm", "slbm", "hypersonic", "cruise"})
"""Kinds of missile that a report is exact about."""
TOLD_EXACTLY = timedelta(hours=2)
"""Within so long after a launch its kind may be told anew; later another exact kind is another launch."""
ALONE = frozenset({"kp", "ir"})
"""Countries that launch to space from their own pads only, and let nobody else."""
TEST_STEPS = frozenset({"prepared", "tested"})


def apart(report: Report, features: Features, reports: Sequence[tuple[Report, Features]]) -> bool:
    """Whether a report cannot be of the event that these reports tell of."""
    if features.correction:
        return False
    told, others = [one for one, _ in reports], [other for _, other in reports]
    return _other_kind(report, told) or _other_step(report, told) or _other_pad(features, others)


def _other_kind(report: Report, told: Sequence[Report]) -> bool:
    """Another exact kind of missile, a while after the last report: an ICBM is no short-range missile of yesterday."""
    kind, kinds = _kind(report), {_kind(one) for one in told} & EXACT
    last: datetime = max(one.published_at for one in told)
    return kind in EXACT and bool(kinds) and kind not in kinds and report.published_at - last > TOLD_EXACTLY


def _kind(report: Report) -> str | None:
    launch = report.facts.launch if report.facts else None
    return (
        launch.kind.value
        if launch and launch.kind and (not launch.told_as or launch.told_as.value == "event")
        else None
    )


def _other_step(report: Report, told: Sequence[Report]) -> bool:
    """A nuclear test that was carried out is not the one that was feared, and the other way round."""
    step, steps = _step(report), {_step(one) for one in told} & TEST_STEPS
    return step in TEST_STEPS and bool(steps) and step not in steps


def _step(report: Report) -> str | None:
    nuclear = report.facts.nuclear if report.facts else None
    return nuclear.act.value if nuclear and nuclear.act else None


def _other_pad(features: Features, others: Sequence[Features]) -> bool:
    """Rockets that start from two places, or from the own place of a country that another report does not name."""
    pads = frozenset[str]().union(*(other.pads for other in others))
    if features.pads and pads:
        return features.pads.isdisjoint(pads)
    named = frozenset[str]().union(*(other.titled_countries for other in others))
    return _of_nobody(features.pads, named) or _of_nobody(pads, features.titled_countries)


def _of_nobody(pads: frozenset[str], named: frozenset[str]) -> bool:
    owners = {f"{COUNTRY}{pad[:2]}" for pad in pads if pad[:2] in ALONE}
    return bool(owners and named) and owners.isdisjoint(named)

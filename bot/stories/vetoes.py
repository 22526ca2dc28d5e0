"""What two reports of one event never differ in, however alike their words: such a report opens a story of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Report
from bot.stories.features import COUNTRY, Features, Named, innermost

EXACT = frozenset({"icbm", "irbm", "mrbm", "srbm", "slbm", "hypersonic", "cruise"})
"""Kinds of missile that a report is exact about."""
TOLD_EXACTLY = timedelta(hours=2)
"""Within so long after a launch its kind may be told anew; later another exact kind is another launch."""
ONE_MORE = timedelta(minutes=30)
"""So soon after the first report, "another missile" may be the one that is told of; later it is one more."""
ALONE = frozenset({"kp", "ir"})
"""Countries that launch to space from their own pads only, and let nobody else."""
PAD = "pad"
IN_COMMON = 2
"""What reports in two languages must share besides a country: a single act of a country's is shared by chance."""
SAME_MINUTES = 20
"""Two times of day that are told of one launch differ by so many minutes at most."""
IMPOSING = frozenset({"imposed", "adopted", "designated"})
"""What each issuer does for itself, though it be the same day and the same target."""
TEST_STEPS = frozenset({"prepared", "tested"})


def apart(report: Report, features: Features, reports: Sequence[tuple[Report, Features]]) -> bool:
    """Whether a report cannot be of the event that these reports tell of."""
    if features.correction:
        return False
    told, others = [one for one, _ in reports], [other for _, other in reports]
    return (
        _other_kind(report, told)
        or _other_step(report, told)
        or _other_issuer(report, told)
        or _other_name(features, others)
        or _one_more(report, features, reports)
    )


def _other_kind(report: Report, told: Sequence[Report]) -> bool:
    """Another exact kind of missile, a while after the last report: an ICBM is no short-range missile of yesterday."""
    kind, kinds = kind_of(report), {kind_of(one) for one in told} & EXACT
    return kind in EXACT and bool(kinds) and kind not in kinds and _later(report, told)


def kind_of(report: Report) -> str | None:
    """The kind of what was launched, where a report tells of a launch and says so."""
    launch = report.facts.launch if report.facts else None
    return (
        launch.kind.value
        if launch and launch.kind and (not launch.told_as or launch.told_as.value == "event")
        else None
    )


def _other_step(report: Report, told: Sequence[Report]) -> bool:
    """A nuclear test that was carried out is not the one that was feared a while ago, and the other way round."""
    step, steps = _step(report), {_step(one) for one in told} & TEST_STEPS
    return step in TEST_STEPS and bool(steps) and step not in steps and _later(report, told)


def _later(report: Report, told: Sequence[Report]) -> bool:
    """Whether it comes so long after the last of these that it knows no more of the same event."""
    last: datetime = max(one.published_at for one in told)
    return report.published_at - last > TOLD_EXACTLY


def _other_issuer(report: Report, told: Sequence[Report]) -> bool:
    """Whether its title says who imposes sanctions, and all titles of these say so of somebody else."""
    ours, theirs = _issuers(report), [_issuers(one) for one in told]
    return bool(ours) and all(theirs) and ours.isdisjoint(frozenset().union(*theirs))


def _issuers(report: Report) -> frozenset[str]:
    """Who imposes sanctions, where a title plainly says that somebody does."""
    told = report.facts.sanctions.evident if report.facts and report.facts.sanctions else None
    return frozenset(told.value.get("issuers", ())) if told and told.value.get("act") in IMPOSING else frozenset()


def _step(report: Report) -> str | None:
    nuclear = report.facts.nuclear if report.facts else None
    return nuclear.act.value if nuclear and nuclear.act else None


def strangers(features: Features, others: Sequence[Features]) -> bool:
    """Whether none of these reports is in its language, and it shares little more than a country with any."""
    if any(other.language == features.language for other in others):
        return False
    return all(_in_common(features, other) < IN_COMMON for other in others)


def _in_common(features: Features, other: Features) -> int:
    """What both name besides countries; two countries or more, between which something is, count as one thing."""
    shared = features.neutral.keys() & other.weights.keys()
    countries = sum(feature.startswith(COUNTRY) for feature in shared)
    return len(shared) - countries + (countries > 1)


def _one_more(report: Report, features: Features, reports: Sequence[tuple[Report, Features]]) -> bool:
    """It tells of one more missile or strike, a while after the first one or at another time, as nobody here has."""
    opened: datetime = min(one.published_at for one, _ in reports)
    more = features.another and features.repeats and not any(other.another for _, other in reports)
    return more and (report.published_at - opened > ONE_MORE or _other_time(report, [one for one, _ in reports]))


def _other_time(report: Report, told: Sequence[Report]) -> bool:
    """Whether it says another time of day than all of these that say one in its language and zone."""
    ours = _time(report)
    theirs = [time for one in told if one.language == report.language and (time := _time(one))]
    same_clock = [minute for minute, zone in theirs if ours and zone == ours[1]]
    return ours is not None and bool(same_clock) and all(abs(ours[0] - one) > SAME_MINUTES for one in same_clock)


def _time(report: Report) -> tuple[int, str] | None:
    """The minute of the day of a launch, and the offset of its zone, where a report says them."""
    launch = report.facts.launch if report.facts else None
    if launch is None or launch.time is None:
        return None
    time = launch.time.value
    return 60 * int(time[:2]) + int(time[3:5]), time[5:]


def _other_name(features: Features, others: Sequence[Features]) -> bool:
    """Each names what the other does not: the place from which it starts or that is struck, the rocket, the programme.

    And a rocket that starts from the own place of a country which another report does not name.
    """
    for kind in features.named:
        ours, theirs = _names(kind, [features]), _names(kind, others)
        if ours.told and theirs.told and not (_meets(ours.told, theirs.spoken) or _meets(theirs.told, ours.spoken)):
            return True
    pads, others_pads = _names(PAD, [features]).told, _names(PAD, others).told
    if pads and others_pads:
        return False
    named = frozenset[str]().union(*(other.titled_countries for other in others))
    return _of_nobody(pads, named) or _of_nobody(others_pads, features.titled_countries)


def _names(kind: str, reports: Sequence[Features]) -> Named:
    """The names of a kind in these reports together."""
    named = [one.named[kind] for one in reports if kind in one.named]
    if not named:
        return Named()
    return Named(
        innermost(name for one in named for name in one.told), innermost(name for one in named for name in one.spoken)
    )


def _meets(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of the names is one of the others, or lies within it, or the other way round."""
    return any(
        f"{one}_".startswith(f"{other}_") or f"{other}_".startswith(f"{one}_") for one in names for other in others
    )


def _of_nobody(pads: frozenset[str], named: frozenset[str]) -> bool:
    owners = {f"{COUNTRY}{pad[:2]}" for pad in pads if pad[:2] in ALONE}
    return bool(owners and named) and owners.isdisjoint(named)

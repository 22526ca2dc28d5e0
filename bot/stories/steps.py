"""What an entry and a story have in common besides words: who launched, a launch's step, a round of sanctions."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta, timezone
from functools import lru_cache

from bot.model import Report
from bot.model.facts import Facts
from bot.places.gazetteer import load_gazetteer
from bot.stories.features import COUNTRY, SANCTION, Features
from bot.stories.similarity import flown, other_thing, steps_apart
from bot.stories.vetoes import ALONE, EXACT, TEST_STEPS, kind_of

JUST_NOW = timedelta(minutes=90)
"""So soon after the last report of a country's missile, another one of its missile is of the same launch."""
AT_ONCE = timedelta(minutes=30)
"""So soon after the last report, what goes to space for one side is a missile for the other, of a country that launches
from its own pads only."""
NORTH, PYONGYANG = "kp", timezone(timedelta(hours=9))
"""Whose own media tell of a launch the next morning, and by which clock."""
WEAPONS = frozenset({"missile", "ballistic", *EXACT})
"""Kinds of which a country fires its own."""
LAUNCHED = frozenset({"happened", "failed"})
MISSILES, ROCKETS = frozenset({"unknown", "missile", "ballistic"}), frozenset({"rocket", "satellite_launch"})
"""What one launch may be called before it is known better."""
RETOLD = timedelta(hours=24)
"""A newsroom corrects so soon what it told, in words of its own."""
PARTIES = 2
"""Countries that name a relation: who imposes sanctions and on whom; whose satellite and whose rocket."""
WEAPON, STRUCK = "weapon", "struck"


def launchers_apart(report: Report, features: Features, told: Sequence[Report], others: Sequence[Features]) -> bool:
    """Whether two countries launched, by what both say, and none of them the other's satellite."""
    ours, theirs = _launcher(report), {_launcher(one) for one in told} - {None}
    return ours is not None and bool(theirs) and ours not in theirs and not _carried(features, others)


def others_titled(report: Report, told: Sequence[Report]) -> bool:
    """Whether the titles of both say who fired a weapon, and no two the same country."""
    ours, theirs = _titled_launcher(report), {_titled_launcher(one) for one in told}
    return ours is not None and None not in theirs and ours not in theirs


def _titled_launcher(report: Report) -> str | None:
    launch = report.facts.launch if report.facts else None
    titled = launch is not None and launch.actor is not None and launch.actor.sentence == report.title
    return _launcher(report) if titled and kind_of(report) in WEAPONS else None


def _carried(features: Features, others: Sequence[Features]) -> bool:
    """Whether two titles about space flight name the same two countries: one's satellite on the other's rocket."""
    named = features.titled_countries
    return features.domain == "space" and len(named) >= PARTIES and any(named <= one.titled_countries for one in others)


def _launcher(report: Report) -> str | None:
    """The code of the country that launched, where a report of a launch says so; None for a company's launch."""
    launch = report.facts.launch if report.facts else None
    if launch is None or launch.actor is None or (launch.told_as and launch.told_as.value != "event"):
        return None
    return _code(launch.actor.value)


@lru_cache(maxsize=1024)
def _code(country: str) -> str | None:
    """The code of a country by its English name; None where it is none."""
    found = load_gazetteer().find(country, "en")
    return found[0].code if found and found[0].start == 0 and found[0].end == len(country) else None


def same_stage(features: Features, others: Sequence[Features]) -> float:
    """The share of the others that tell of the same step by the same actor; half where only the text says the step."""
    if features.explainer or not features.stage:
        return 0.0
    near = (other for other in others if not other_thing(features, other) and features.actors & other.actors)
    same = [other for other in near if flown(features.stage) == flown(other.stage)]
    return sum(1.0 if features.stage_in_title and other.stage_in_title else 0.5 for other in same) / len(others)


def same_missile(report: Report, features: Features, told: Sequence[Report], others: Sequence[Features]) -> float:
    """1 where these reports tell of a missile that the same country launched just before, in whatever words."""
    theirs = {_launcher(one) for one in told} - {None}
    ours, last = _launcher(report) or _named(features, theirs), max(one.published_at for one in told)
    if ours not in theirs:
        return 0.0
    weapons = features.domain == WEAPON and any(
        other.domain == WEAPON and not other_thing(features, other) for other in others
    )
    since = abs(report.published_at - last)
    return float(
        (weapons and since <= JUST_NOW) or (ours in ALONE and since <= AT_ONCE and _told_both_ways(report, told))
    )


def day_after(report: Report, features: Features, told: Sequence[Report]) -> bool:
    """Whether it is the account that North Korea's media give the next morning of a launch which these tell of."""
    launch = report.facts.launch if report.facts else None
    if launch is None or launch.date is None or features.another or _launcher(report) != NORTH:
        return False
    day = launch.date.value
    same = [one for one in told if _launcher(one) == NORTH and _day(one) == day]
    kinds = ({kind_of(report)} & EXACT, {kind_of(one) for one in same} & EXACT)
    return day < _day(report) and bool(same) and (not all(kinds) or not kinds[0].isdisjoint(kinds[1]))


def _day(report: Report) -> str:
    """The day of publication, as Pyongyang counts it."""
    return report.published_at.astimezone(PYONGYANG).date().isoformat()


def at_once(report: Report, features: Features, told: Sequence[Report], others: Sequence[Features]) -> bool:
    """Whether it tells, within half an hour of these, of a missile of the same country, and not of one more."""
    near = report.published_at - max(one.published_at for one in told) <= AT_ONCE
    return near and not features.another and not _reacts(report) and bool(same_missile(report, features, told, others))


def fails(report: Report, features: Features, told: Sequence[Report]) -> bool:
    """Whether what these tell of as launched has failed soon after: the same vehicle, by its name."""
    launch = report.facts.launch if report.facts else None
    soon = report.published_at - max(one.published_at for one in told) <= JUST_NOW
    if launch is None or launch.name is None or not soon or features.another:
        return False
    failed = launch.status is not None and launch.status.value == "failed"
    return failed and any(_name(one) == launch.name.value for one in told)


def _name(report: Report) -> str | None:
    launch = report.facts.launch if report.facts else None
    return launch.name.value if launch and launch.name else None


def takes_back(report: Report, features: Features, told: Iterable[tuple[Report, Features]]) -> bool:
    """Whether it corrects what its own newsroom told not long ago of the same countries and subject."""
    own = report.newsroom or report.outlet
    return features.correction is not None and any(
        (one.newsroom or one.outlet) == own
        and report.published_at - one.published_at <= RETOLD
        and features.titled_countries == other.titled_countries
        and not features.subjects.isdisjoint(other.subjects)
        for one, other in told
    )


def _named(features: Features, launchers: Collection[str | None]) -> str | None:
    """The one of these whom a title names that does not say who launched: "Chinese missiles fell in Japan's EEZ"."""
    return next((one for one in launchers if f"{COUNTRY}{one}" in features.titled_countries), None)


def same_attack(report: Report, features: Features, known: Sequence[tuple[Report, Features]]) -> float:
    """1 where these tell in other languages of the attack that opened a war, by the same two states, just before."""
    ours = _attack(report)
    if ours is None or features.explainer or report.language in {one.language for one, _ in known}:
        return 0.0
    last = max(one.published_at for one, _ in known)
    opened = any(("strike", ours[0]) in _happened(one) for one, other in known if not other.explainer)
    return float(opened and abs(report.published_at - last) <= JUST_NOW and ours in {_attack(one) for one, _ in known})


def same_test(report: Report, told: Sequence[Report]) -> float:
    """1 where these reports tell of a nuclear test by the same country just before; this one may fear it yet."""
    ours, last = _test(report), max(one.published_at for one in told)
    tests = [_test(one) for one in told]
    same = ours is not None and any(one and one[0] == ours[0] and "tested" in (one[1], ours[1]) for one in tests)
    return float(same and abs(report.published_at - last) <= JUST_NOW)


def _test(report: Report) -> tuple[str, str] | None:
    """Who carries out or prepares a nuclear test, and which of both, where a report says so."""
    nuclear = report.facts.nuclear if report.facts else None
    if nuclear is None or nuclear.act is None or nuclear.actor is None or nuclear.act.value not in TEST_STEPS:
        return None
    return nuclear.actor.value, nuclear.act.value


def same_answer(report: Report, features: Features, told: Sequence[Report]) -> float:
    """1 where somebody reacts to a launch, a nuclear test or the opening of a war, and these tell of that."""
    answers = not features.explainer and (features.reaction or _reacts(report))
    return float(answers and any(not _about(report).isdisjoint(_happened(one)) for one in told))


def _reacts(report: Report) -> bool:
    """Whether the facts of a report are of an answer to what happened."""
    facts = report.facts or Facts()
    launched = facts.launch.told_as if facts.launch else None
    struck = facts.strike.act if facts.strike else None
    return any(fact is not None and fact.value == "reaction" for fact in (launched, struck))


def _about(report: Report) -> frozenset[tuple[str, str]]:
    """The groups of facts that a report has, each with who launches, tests or strikes."""
    facts = report.facts or Facts()
    groups = {"launch": facts.launch, "nuclear": facts.nuclear, "strike": facts.strike}
    return frozenset((name, group.actor.value) for name, group in groups.items() if group and group.actor)


def _happened(report: Report) -> frozenset[tuple[str, str]]:
    """Of these, those which a report tells of as happened: a strike only where it opens a war."""
    facts = report.facts or Facts()
    done = {
        "launch": facts.launch and facts.launch.status and facts.launch.status.value in LAUNCHED,
        "nuclear": facts.nuclear and facts.nuclear.act and facts.nuclear.act.value == "tested",
        "strike": facts.strike and facts.strike.opens and facts.strike.opens.value,
    }
    return frozenset() if _reacts(report) else frozenset(one for one in _about(report) if done[one[0]])


def risen_toll(report: Report, features: Features, told: Sequence[Report], others: Sequence[Features]) -> float:
    """1 where a title says to what number a death toll rises, and these tell of a strike on that place not long ago."""
    killed = report.facts.strike.killed if report.facts and report.facts.strike else None
    counted = killed is not None and killed.sentence == report.title
    near = report.published_at - max(one.published_at for one in told) <= RETOLD
    if not (features.toll and counted and near) or features.reaction:
        return 0.0
    return float(any(not _struck(features).isdisjoint(_struck(other)) for other in others))


def _struck(features: Features) -> frozenset[str]:
    """The places of which a report tells that they were struck."""
    return features.named[STRUCK].told if STRUCK in features.named else frozenset()


def _attack(report: Report) -> tuple[str, str] | None:
    """Who attacks whom, where a title tells that one state attacks another."""
    strike = report.facts.strike if report.facts else None
    if strike is None or strike.opens is None or strike.actor is None or strike.target is None:
        return None
    return strike.actor.value, strike.target.value


def _told_both_ways(report: Report, told: Sequence[Report]) -> bool:
    """Whether one tells of a missile, not saying which, and the other of a rocket to space."""
    ours, theirs = kind_of(report), {kind_of(one) for one in told}
    return (ours in MISSILES and not ROCKETS.isdisjoint(theirs)) or (
        ours in ROCKETS and not MISSILES.isdisjoint(theirs)
    )


def same_round(features: Features, others: Sequence[Features]) -> float:
    """The share of the others whose titles tell of sanctions between the same two countries, in the same measure."""
    parties = _sanctioned(features)
    if features.explainer or features.reaction or len(parties) < PARTIES:
        return 0.0
    near = (other for other in others if not (other.explainer or other.reaction or steps_apart(features, other)))
    return sum(len(parties & _sanctioned(other)) >= PARTIES for other in near) / len(others)


def _sanctioned(features: Features) -> frozenset[str]:
    """The countries that a title about sanctions names; none where it is about something else."""
    return features.titled_countries if SANCTION in features.titled else frozenset()

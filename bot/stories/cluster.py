"""Which open story an entry belongs to: the same page, a copy of the same text, or the same event in other words.

What two reports have in common counts by how rare it is: in such news at large, and among the stories that are open
just now, so that in a week of one rocket the rocket's name tells little. The cosine of the two, so weighted, is lowered
where the reports cannot be of one event: another stage of a launch, another payload, a day between two strikes. A wrong
merge swallows an alert and a missed one only repeats it, so the bar is high. Which weeks the weights were set on, and
what other weeks gave, is in `docs/decisions.md`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import nlargest
from typing import TypeVar

from bot.model import Join, Reason, Report, Story
from bot.places.gazetteer import load_gazetteer
from bot.stories.features import IN_TITLE, UNSEEN, SignReader, Signs, load_signs, rarity

OPEN_FOR = timedelta(hours=48)
"""A story closes when nobody has reported on it for so long."""
COPIED_WITHIN = timedelta(hours=24)
"""A text that comes again later is a form that is filled in every day."""
COPY = 0.6
"""The share of the shorter text's runs of words that a copy has."""
RUNS = 8
"""Runs of words that a text must have for its copy to be told."""
ALIKE = 0.28
"""The likeness from which on two reports are of one event."""
APART = 0.4
"""What is left of a likeness when the two tell of different steps: planned and flown."""
OTHER_KIND = 0.3
"""The same, when they tell of things of two kinds that are launched: a satellite and a missile, a cruise missile."""
OTHER_THING = 0.6
"""The same, when their subjects differ otherwise, or when one of them explains rather than reports."""
ELSEWHERE = 0.35
"""The same, when each names a country that the other does not, and such things happen in many places."""
SAME_OUTLET = 0.8
"""The same, when the outlet has told of the story already: what it writes next is mostly something else."""
SAME_STEP, SAME_ROUND = 0.4, 0.16
"""What is added when the two tell of the same step of a launch by the same actor; of sanctions of the same parties."""
STEP_LASTS = timedelta(hours=24)
"""Less as time passes: after so long without a report, it is the actor's next launch, or the parties' next round."""
STALE = 0.15
DAILY, SLOWLY = 1.0, 0.15
"""How much of a likeness a day takes: of what is repeated every day, such as strikes, and of the rest."""
PARTIES = 2
"""Who imposes sanctions and on whom; whose satellite and whose rocket."""
IN_COMMON = 2
"""Acts, things, figures that two reports in two languages must share, besides countries: one is shared by chance."""
COMPARED = 8
"""Reports of a story that an entry is compared with: the first one, and the latest."""
LOOKED_AT = 4_000
"""Places in the index that are looked at for one entry, the rarest marks first: what keeps the cost flat."""
CANDIDATES = 20
"""Stories that are compared with an entry."""
SHRINK = 15
"""So many stories that have no mark are counted with the open ones, which may be few."""


K = TypeVar("K")
Told = tuple[str, str, str | None]
"""What signs are read from: title, beginning of the text, language."""


@dataclass(slots=True)
class _Open:
    """An open story with the signs of its reports."""

    story: Story
    signs: dict[Told, Signs] = field(default_factory=dict)

    def reports(self) -> Iterator[tuple[Report, Signs]]:
        """Its reports with their signs."""
        return ((report, self.signs[_told(report)]) for report in self.story.reports)

    def compared(self) -> list[Signs]:
        """The signs of the reports to compare with."""
        signs = list(self.signs.values())
        return signs if len(signs) <= COMPARED else [signs[0], *signs[1 - COMPARED :]]


@dataclass(slots=True)
class OpenStories:
    """The stories that an entry may join; `keep` is told of each story as it changes, `close` of the time."""

    reader: SignReader = field(default_factory=load_signs)
    _open: dict[int, _Open] = field(default_factory=dict)
    _links: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _runs: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _marks: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _last: tuple[Told, Signs] | None = None

    @classmethod
    def of(cls, stories: Iterable[Story]) -> "OpenStories":
        """The index of these stories."""
        index = cls()
        for story in stories:
            index.keep(story)
        return index

    def __len__(self) -> int:
        return len(self._open)

    def keep(self, story: Story) -> None:
        """Find the story, as it now is, by all its reports. It must have its id."""
        if story.id is None:
            raise ValueError("a story is kept once it has its id")
        known = self._open.setdefault(story.id, _Open(story))
        known.story = story
        for report in story.reports:
            if report.link is not None:
                self._links[report.link].add(story.id)
            if _told(report) not in known.signs:
                signs = known.signs[_told(report)] = self.signs(report)
                for run in signs.runs:
                    self._runs[run].add(story.id)
                for mark in signs.marks:
                    self._marks[mark].add(story.id)

    def signs(self, report: Report) -> Signs:
        """The signs of a report. The last ones are at hand, since one report is asked about several times in a row."""
        told = _told(report)
        if self._last is None or self._last[0] != told:
            self._last = told, self.reader.read(*told)
        return self._last[1]

    def close(self, now: datetime) -> None:
        """Let go of the stories that have closed."""
        for story_id in [key for key, known in self._open.items() if not _is_open(known.story, now)]:
            self._forget(story_id)

    def find(self, report: Report, now: datetime) -> tuple[Story, Join] | None:
        """The open story that the report belongs to, and why it does."""
        signs = self.signs(report)
        return (
            self._by_link(report, signs, now) or self._by_copy(report, signs, now) or self._by_event(report, signs, now)
        )

    def _by_link(self, report: Report, signs: Signs, now: datetime) -> tuple[Story, Join] | None:
        for story_id in sorted(self._links.get(report.link or "", ()), reverse=True):
            story = self._story(story_id, now)
            if story is None:
                continue
            for one, other in self._open[story_id].reports():
                # A page that is written on tells of the next step under the same address.
                if one.link == report.link and not _steps_apart(signs, other):
                    return story, Join(Reason.LINK, one.outlet)
        return None

    def _by_copy(self, report: Report, signs: Signs, now: datetime) -> tuple[Story, Join] | None:
        if len(signs.runs) < RUNS:
            return None
        hits = Counter(story_id for run in signs.runs for story_id in self._runs.get(run, ()))
        for story_id in nlargest(CANDIDATES, hits, key=lambda one: (hits[one], one)):
            story = self._story(story_id, now)
            if story is None:
                continue
            for one, other in self._open[story_id].reports():
                near = abs(report.published_at - one.published_at) <= COPIED_WITHIN
                if near and _is_copy(signs, other):
                    return story, Join(Reason.COPY, one.outlet)
        return None

    def _by_event(self, report: Report, signs: Signs, now: datetime) -> tuple[Story, Join] | None:
        weights = {mark: self._weight(mark) for mark in signs.marks}
        best: tuple[float, Story, Join] | None = None
        for story_id in self._candidates(signs, weights):
            story = self._story(story_id, now)
            if story is None:
                continue
            compared = self._open[story_id].compared()
            likeness = sum(self._likeness(signs, other, weights) for other in compared) / len(compared)
            likeness *= SAME_OUTLET if report.outlet in story.outlets else 1
            if _launchers_apart(report, story) and not _carried(signs, compared):
                likeness *= APART
            else:
                same = SAME_STEP * _same_step(signs, compared) + SAME_ROUND * _same_round(signs, compared)
                likeness += same * max(0.0, 1 - (now - story.updated_at) / STEP_LASTS)
            likeness *= _freshness(signs, report.published_at - story.opened_at)
            if likeness >= ALIKE and (best is None or likeness > best[0]):
                best = likeness, story, Join(Reason.EVENT, _common(signs, compared, weights))
        return best and best[1:]

    def _candidates(self, signs: Signs, weights: Mapping[str, float]) -> list[int]:
        """The stories that have most in common with these signs, found by their rarest marks."""
        found: defaultdict[int, float] = defaultdict(float)
        looked = 0
        for mark in sorted(signs.marks, key=lambda mark: len(self._marks.get(mark, ()))):
            stories = self._marks.get(mark, ())
            looked += len(stories)
            if looked > LOOKED_AT:
                break
            for story_id in stories:
                found[story_id] += weights[mark] * signs.marks[mark]
        return nlargest(CANDIDATES, found, key=lambda one: (found[one], one))

    def _weight(self, mark: str) -> float:
        """How much a mark tells: the negative logarithm of the share of news, or of open stories, that has it."""
        share = max(rarity().get(mark, UNSEEN), len(self._marks.get(mark, ())) / (len(self._open) + SHRINK))
        return -math.log(min(share, 1.0))

    def _likeness(self, one: Signs, other: Signs, weights: Mapping[str, float]) -> float:
        """How alike two reports are, from 0 to about 1."""
        same = one.language == other.language
        ours = _vector(one, weights, same)
        theirs = _vector(other, {mark: weights.get(mark) or self._weight(mark) for mark in other.marks}, same)
        shared = ours.keys() & theirs.keys()
        if not same and sum(not mark.startswith("c:@") for mark in shared) < IN_COMMON:
            return 0.0
        dot = sum(ours[mark] * theirs[mark] for mark in ours if mark in shared)
        length = math.hypot(*ours.values()) * math.hypot(*theirs.values())
        return _judged(dot / length if length else 0.0, one, other)

    def _story(self, story_id: int | None, now: datetime) -> Story | None:
        known = self._open.get(story_id) if story_id is not None else None
        return known.story if known and _is_open(known.story, now) else None

    def _forget(self, story_id: int) -> None:
        known = self._open.pop(story_id)
        _drop(self._links, [report.link for report in known.story.reports if report.link is not None], story_id)
        for signs in known.signs.values():
            _drop(self._runs, signs.runs, story_id)
            _drop(self._marks, signs.marks, story_id)


def _drop(index: dict[K, set[int]], keys: Iterable[K], story_id: int) -> None:
    """Take a story out of an index, and with it the keys that lead nowhere any more."""
    for key in keys:
        if (stories := index.get(key)) is not None:
            stories.discard(story_id)
            if not stories:
                del index[key]


def _told(report: Report) -> Told:
    return report.title, report.lead, report.language


def _is_open(story: Story, now: datetime) -> bool:
    return now - story.updated_at <= OPEN_FOR


def _is_copy(one: Signs, other: Signs) -> bool:
    """Whether one text is the other's, with the same figures."""
    shorter = min(len(one.runs), len(other.runs))
    if _steps_apart(one, other) or shorter < RUNS or len(one.runs & other.runs) < COPY * shorter:
        return False
    figures = [{mark for mark in signs.marks if mark.startswith("n:")} for signs in (one, other)]
    return figures[0] <= figures[1] or figures[1] <= figures[0]


def _vector(signs: Signs, weights: Mapping[str, float], same_language: bool) -> dict[str, float]:
    return {mark: place * weights[mark] for mark, place in signs.marks.items() if same_language or mark[0] != "w"}


def _judged(likeness: float, one: Signs, other: Signs) -> float:
    """What is left of a likeness after what speaks against one event; who takes a report back speaks of no other."""
    if one.correction:
        return likeness
    if _steps_apart(one, other) or (one.answers and not other.answers):
        likeness *= APART
    if _other_thing(one, other):
        likeness *= OTHER_KIND
    if one.aside or other.aside:
        likeness *= OTHER_THING
    if _only_of(one, other) and _only_of(other, one):
        likeness *= ELSEWHERE if one.repeats or one.actors.isdisjoint(other.actors) else OTHER_THING
    if one.families and other.families and one.families.isdisjoint(other.families):
        likeness *= OTHER_THING
    if one.again and one.repeats and not other.again:
        likeness *= OTHER_THING
    return likeness


def _only_of(one: Signs, other: Signs) -> bool:
    """Whether the title of one names a country that the other does not."""
    return any(
        mark not in other.marks for mark, place in one.marks.items() if mark.startswith("c:@") and place == IN_TITLE
    )


def _other_thing(one: Signs, other: Signs) -> bool:
    """Whether the two tell of different things that are launched by the same hands."""
    if one.sort and other.sort and one.sort != other.sort:
        return True
    return bool(one.threads and other.threads) and one.threads.isdisjoint(other.threads)


def _steps_apart(one: Signs, other: Signs) -> bool:
    """Whether the two tell of different steps of a launch, or of different measures."""
    steps = ((one.stage, other.stage), (one.measure, other.measure))
    return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in steps)


def _launchers_apart(report: Report, story: Story) -> bool:
    """Whether a report and a story both say which country launched, and it is not the same one."""
    ours, theirs = _launcher(report), {_launcher(one) for one in story.reports} - {None}
    return ours is not None and bool(theirs) and ours not in theirs


def _carried(signs: Signs, others: Sequence[Signs]) -> bool:
    """Whether two titles about space flight name the same two countries: one's satellite on the other's rocket."""
    named = _titled_countries(signs)
    return signs.sort == "space" and len(named) >= PARTIES and any(named <= _titled_countries(one) for one in others)


def _titled_countries(signs: Signs) -> frozenset[str]:
    return frozenset(mark for mark, place in signs.marks.items() if place == IN_TITLE and mark.startswith("c:@"))


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


def _same_step(signs: Signs, others: Sequence[Signs]) -> float:
    """The share of the others that tell of the same step by the same actor; half where only the text says the step."""
    if signs.aside or not signs.stage:
        return 0.0
    near = (other for other in others if not _other_thing(signs, other) and signs.actors & other.actors)
    same = [other for other in near if signs.stage == other.stage]
    return sum(1.0 if signs.stage_in_title and other.stage_in_title else 0.5 for other in same) / len(others)


def _same_round(signs: Signs, others: Sequence[Signs]) -> float:
    """The share of the others whose titles tell of sanctions between the same two countries, in the same measure."""
    parties = _sanctioned(signs)
    if signs.aside or signs.answers or len(parties) < PARTIES:
        return 0.0
    near = (other for other in others if not (other.aside or other.answers or _steps_apart(signs, other)))
    return sum(len(parties & _sanctioned(other)) >= PARTIES for other in near) / len(others)


def _sanctioned(signs: Signs) -> frozenset[str]:
    """The countries that a title about sanctions names; none where it is about something else."""
    return _titled_countries(signs) if signs.marks.get("c:sanction") == IN_TITLE else frozenset()


def _freshness(signs: Signs, age: timedelta) -> float:
    """How much a likeness counts when the story is so old: the next day's strike is another one."""
    lost = DAILY if signs.repeats else SLOWLY
    return max(1 - lost * max(age / timedelta(days=1), 0), STALE)


def _common(signs: Signs, others: Iterable[Signs], weights: Mapping[str, float]) -> str:
    """What an entry has in common with a story, the most telling first, for people to read."""
    shared = {mark for other in others for mark in other.marks.keys() & signs.marks.keys()}
    telling = sorted(shared, key=lambda mark: (-weights[mark] * signs.marks[mark], mark))
    return ", ".join(dict.fromkeys(mark.split(":")[-1].removeprefix("@") for mark in telling[:4]))

"""What happened in a time, for a reader: the panels of a picture, the words below it, and the rows of a table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages.keyboards import FIRE
from bot.messages.naming import Naming
from bot.messages.render import cut, escape
from bot.model import URGENT, Subscriber
from bot.model.chart import Panel, Series
from bot.model.facts import Fact, LaunchFacts
from bot.stories.timeline import WEEK, Happening, Period, by_week

FIRES = ("#fed98e", "#fe9929", "#e3641d", "#b3220f", "#5c0a12")
"""From one fire to five: lighter to darker, so that they differ without their colours too."""
FIRST, SECOND = "#56b4e9", "#e69f00"
"""Two colours that nobody confuses (Okabe and Ito, Color Universal Design)."""
LEAST = 2
"""Fewer events make no picture."""
ROWS, LATEST = 6, 5
"""How many kinds or issuers a panel shows, the others being one row; of how many launches it shows figures."""
NAME = 20
"""Letters of a name in a picture."""
COLUMNS = (
    *("story", "opened_at", "severity", "headline", "url", "sources", "retracted_at", "actor", "kind", "name"),
    *("range_km", "apogee_km", "issuer", "target", "act"),
)
"""The columns of the table."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened in a period, newest first, for a reader; `title` is what was asked for, as plain text."""

    naming: Naming
    reader: Subscriber
    title: str
    period: Period
    happenings: tuple[Happening, ...]

    @property
    def standing(self) -> tuple[Happening, ...]:
        """Those that were not taken back: the picture shows no others."""
        return tuple(one for one in self.happenings if one.retracted_at is None)

    def panels(self) -> tuple[Panel, ...]:
        """Events a week by fires; where there are any, launches by kind, their figures, and sanctions by issuer."""
        found = (self._weeks(), self._kinds(), self._figures(), self._issuers())
        return tuple(panel for panel in found if panel is not None)

    def caption(self, command: str) -> str:
        """The totals, as Telegram HTML; `command` asks for the same again."""
        fires = Counter(one.severity for one in self.standing)
        by_fires = " · ".join(f"{FIRE * number} {fires[number]}" for number in range(URGENT, 0, -1) if fires[number])
        sanctions = [one for one in self.standing if one.sanctions]
        eased = sum(one.eased for one in sanctions)
        launches = sum(one.launch is not None for one in self.standing)
        lines = [
            self._say(
                "timeline-caption",
                title=escape(cut(self.title, 200)),
                total=len(self.standing),
                first=self._day(self.period.first),
                last=self._day(self.period.last),
            ),
            by_fires,
            self._say("timeline-launches", count=launches) if launches else "",
            self._say("timeline-sanctions", imposed=len(sanctions) - eased, eased=eased) if sanctions else "",
            self._left_out(),
            f"<code>{escape(command)}</code>",
        ]
        return "\n".join(line for line in lines if line)

    def rows(self) -> list[dict[str, Any]]:
        """The table, the newest first, what was taken back included."""
        return [dict(zip(COLUMNS, _row(one), strict=True)) for one in self.happenings]

    def _left_out(self) -> str:
        back, days = len(self.happenings) - len(self.standing), self.period.days % WEEK
        said = [self._say("timeline-back", count=back)] if back else []
        if days and self.period.days > WEEK:
            said.append(self._say("timeline-first-bar", days=days))
        return " ".join(said)

    def _weeks(self) -> Panel:
        weeks = self.period.weeks
        counts = by_week(self.standing, weeks, ZoneInfo(self.reader.timezone))
        series = (
            Series(self._say("timeline-fires", count=number), counts[number - 1], FIRES[number - 1])
            for number in range(1, URGENT + 1)
        )
        labels = tuple(self.naming.speech.day(self.reader.language, week) for week in weeks)
        return Panel(self._say("timeline-panel-weeks", title=cut(self.title, 60)), labels, tuple(series))

    def _kinds(self) -> Panel | None:
        kinds = Counter(self._kind(one.launch) for one in self.standing if one.launch)
        if not kinds:
            return None
        names, (column,) = self._most(kinds)
        return Panel(self._say("timeline-panel-kinds"), names, (Series("", column, FIRST),), lying=True)

    def _figures(self) -> Panel | None:
        told = [(one, one.launch) for one in self.standing if one.launch and any(_figures_of(one.launch))][:LATEST]
        if not told:
            return None
        zone = ZoneInfo(self.reader.timezone)
        labels = tuple(
            f"{self.naming.speech.day(self.reader.language, one.at.astimezone(zone).date())} · {self._called(launch)}"
            for one, launch in told
        )
        ranges, apogees = zip(*(_figures_of(launch) for _, launch in told), strict=True)
        series = (
            Series(self._say("timeline-range"), ranges, FIRST),
            Series(self._say("timeline-apogee"), apogees, SECOND),
        )
        known = tuple(one for one in series if any(one.values))
        return Panel(self._say("timeline-panel-figures"), labels, known, stacked=False, lying=True)

    def _issuers(self) -> Panel | None:
        acts = [one for one in self.standing if one.sanctions]
        if not acts:
            return None
        imposed, eased = (
            Counter(name for one in acts if one.eased is ends for name in self._issuers_of(one))
            for ends in (False, True)
        )
        names, columns = self._most(imposed, eased)
        keys = (("timeline-imposed", FIRST), ("timeline-eased", SECOND))
        series = (Series(self._say(key), column, colour) for (key, colour), column in zip(keys, columns, strict=True))
        return Panel(self._say("timeline-panel-issuers"), names, tuple(series), lying=True)

    def _issuers_of(self, one: Happening) -> Iterator[str]:
        named = _value(one.sanctions.issuer) if one.sanctions else None
        if not named:
            yield self._say("timeline-unnamed")
        for name in named or ():
            yield cut(self.naming.name(name, self.reader.language) or name, NAME)

    def _most(self, *counts: Counter[str]) -> tuple[tuple[str, ...], list[tuple[int, ...]]]:
        """The most frequent names, the others as one, and how often each stands in each of the counts."""
        every = sum(counts, Counter[str]())
        names = [name for name, _ in every.most_common(ROWS)]
        columns = [tuple(of[name] for name in names) for of in counts]
        if len(every) > ROWS:
            names.append(self._say("timeline-others"))
            columns = [(*column, of.total() - sum(column)) for of, column in zip(counts, columns, strict=True)]
        return tuple(names), columns

    def _called(self, launch: LaunchFacts) -> str:
        return cut(str(_value(launch.name) or self._kind(launch)), NAME)

    def _kind(self, launch: LaunchFacts | None) -> str:
        kind = _value(launch.kind) if launch else None
        return (
            self._say("timeline-unnamed") if kind in (None, "other", "unclear") else self._say("fact-kind", value=kind)
        )

    def _day(self, day: date) -> str:
        return self.naming.speech.day(self.reader.language, day, year=True)

    def _say(self, key: str, /, **values: str | int) -> str:
        return self.naming.speech.say(self.reader.language, key, **values)


def _figures_of(launch: LaunchFacts) -> tuple[float | None, float | None]:
    """How far and how high it flew, in km; what it could have reached is not counted."""
    told = ((launch.range_km, launch.range_is), (launch.apogee_km, launch.apogee_is))
    far, high = (_value(figure) if _value(means) != "capability" else None for figure, means in told)
    return far, high


def _row(one: Happening) -> tuple[Any, ...]:
    launch, sanctions = one.launch, one.sanctions
    launched = (launch.actor, launch.kind, launch.name) if launch else (None, None, None)
    acted = (sanctions.issuer, sanctions.target, sanctions.act) if sanctions else (None, None, None)
    return (
        *(one.id, one.at, one.severity, one.headline, one.url, one.sources, one.retracted_at),
        *map(_written, launched),
        *(_figures_of(launch) if launch else (None, None)),
        *map(_written, acted),
    )


def _value(fact: Fact[Any] | None) -> Any:
    return fact.value if fact else None


def _written(fact: Fact[Any] | None) -> Any:
    value = _value(fact)
    return "; ".join(value) if isinstance(value, tuple) else value

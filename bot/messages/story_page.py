"""A story as a whole -> the alert, who reported it in order, and what each edit changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.messages.factline import FactLine
from bot.messages.keyboards import FIRE
from bot.messages.links import link
from bot.messages.markup import MESSAGE_UNITS, cut, escape, shown
from bot.messages.render import Renderer
from bot.model import Button, Change, Reply, Report, Story, Subscriber
from bot.stories.story import facts_of, retold

FACTS = 200
"""Letters of the facts that an edit changed, at most."""
MORE = 60
"""Units that are kept for the line that counts the reports for which there is no room."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Stories as wholes, by the renderer of alerts."""

    renderer: Renderer

    def reply(self, story: Story, reader: Subscriber, now: datetime) -> Reply:
        """The alert's text, and under it every report with its time, as far as they fit."""
        alert = self.renderer.alert(story, reader, now)
        zone = self.renderer.speech.zone(reader.timezone, story.opened_at)
        head = self._say(reader, "story-reports", id=story.id or 0, total=len(story.reports), zone=zone)
        lines, left = [alert.text, "", head], MESSAGE_UNITS - MORE - shown(f"{alert.text}\n\n{head}\n")
        told = list(self._told(story, reader, now))
        for number, line in enumerate(told):
            left -= shown(line) + 1
            if left < 0:
                lines.append(self._say(reader, "story-more", more=len(told) - number))
                break
            lines.append(line)
        reading = tuple(button for button in alert.buttons[0] if button.url)
        why = Button(self._say(reader, "button-why"), data=f"why:{story.id}")
        return Reply("\n".join(lines), ((*reading, why),))

    def _told(self, story: Story, reader: Subscriber, now: datetime) -> Iterator[str]:
        """Each report in order, and under it what it changed."""
        before = None
        for after, change in retold(story, self.renderer.topics):
            report = after.reports[-1]
            line = self._reported(after, report, reader, now)
            if before and change is Change.UPDATE:
                line += "\n" + self._edit(before, after, report, reader)
            before = after
            yield line

    def _reported(self, story: Story, report: Report, reader: Subscriber, now: datetime) -> str:
        at = self.renderer.published(report, reader, now)
        outlet = link(escape(cut(self.renderer.naming.outlet(report.outlet, reader.language), 60)), report.url)
        return f"{at} {outlet}{self.renderer.joined(story, report, reader)}"

    def _edit(self, before: Story, after: Story, report: Report, reader: Subscriber) -> str:
        """What a report changed: `confirmed · 🔥🔥🔥 · North Korea · ICBM`."""
        return self._say(reader, "story-edit", changes=" · ".join(self._changes(before, after, report, reader)))

    def _changes(self, before: Story, after: Story, report: Report, reader: Subscriber) -> Iterator[str]:
        if report.correction:
            yield self._say(reader, f"edit-{report.correction}")
        if after.official and not before.official:
            yield self._say(reader, "edit-official")
        elif (len(before.sources), len(after.sources)) == (1, 2):
            yield self._say(reader, "edit-confirmed")
        if after.severity > before.severity:
            yield FIRE * after.severity
        said = FactLine(self.renderer.speech, self.renderer.naming)
        facts = said.line(facts_of(after), reader.language)
        if facts and facts != said.line(facts_of(before), reader.language):
            yield escape(cut(facts, FACTS))

    def _say(self, reader: Subscriber, key: str, **values: str | int) -> str:
        return self.renderer.speech.say(reader.language, key, **values)

"""What a search found -> a list with the words in bold, buttons that open its stories, and those that turn the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.i18n import Speech
from bot.messages.keyboards import FIRE
from bot.messages.links import link
from bot.messages.naming import Naming
from bot.messages.render import PAGE, cut, escape
from bot.model import Button, Past, Reply, Story, Subscriber
from bot.queries.expression import Expression
from bot.queries.search import spans

TITLE, EXCERPT, BEFORE = 200, 160, 40
"""Letters of a title, of an excerpt, and of that before its first word in bold, at most."""
LOOKED_AT = 20_000
"""Letters of a text in which words are looked for to show them."""


@dataclass(frozen=True, slots=True)
class Finds:
    """A page of what was found for a query as it was `written`: from `offset`, of `total`, and maybe `more`."""

    written: str
    expression: Expression
    shown: Sequence[Past]
    stories: Mapping[int, Story]
    offset: int
    total: int
    more: bool

    def reply(self, speech: Speech, reader: Subscriber, now: datetime) -> Reply:
        """The page; the query stands in it as code, from where the buttons that turn it take it again."""
        query = f"<code>{escape(self.written)}</code>"
        plus = "+" if self.more else ""
        lines = [speech.say(reader.language, "search-title", query=query, total=self.total, more=plus)]
        opening = []
        for number, past in enumerate(self.shown, self.offset + 1):
            story = self.stories.get(past.story_id or 0)
            lines.append(self._find(number, past, story, speech, reader, now))
            if story:
                label = speech.say(reader.language, "button-story", number=number)
                opening.append(Button(label, data=f"story:{story.id}"))
        turning = turns(speech, reader, "search:", self.offset, self.total)
        return Reply("\n\n".join(lines), tuple(row for row in (tuple(opening), turning) if row))

    def _find(
        self, number: int, past: Past, story: Story | None, speech: Speech, reader: Subscriber, now: datetime
    ) -> str:
        """A find: its title, as that report has it, who told it when, and where in the text the words are."""
        heading = past.title or " ".join(past.text[:LOOKED_AT].split()) or past.outlet
        title = link(self._bold(cut(heading, TITLE)), past.url)
        fires = f"{FIRE * story.severity} " if story else ""
        mark = speech.say(reader.language, "list-retracted") if story and story.retracted_at else ""
        at = speech.clock(reader.language, past.published_at, reader.timezone, now)
        outlets = story.outlets[:3] if story else (past.outlet,)
        naming = Naming(speech)
        names = dict.fromkeys(naming.outlet(outlet, reader.language) for outlet in (past.outlet, *outlets))
        by = speech.listed(reader.language, (escape(cut(name, 40)) for name in names))
        excerpt = "" if spans(self.expression, heading) else self._excerpt(past.text)
        return f"{number}. {fires}{mark}{title}\n<i>{at} · {by}</i>{excerpt}"

    def _excerpt(self, text: str) -> str:
        """A line of the text around the first of the words; '' where none stands there."""
        line = " ".join(text[:LOOKED_AT].split())
        found = spans(self.expression, line)
        if not found:
            return ""
        start = max(found[0][0] - BEFORE, 0)
        start = line.find(" ", start, found[0][0]) + 1 if start else 0
        return f"\n{'…' if start else ''}{self._bold(cut(line[start:], EXCERPT))}"

    def _bold(self, text: str) -> str:
        """Text as Telegram HTML with the words in bold."""
        parts, end = [], 0
        for start, stop in spans(self.expression, text):
            parts.append(f"{escape(text[end:start])}<b>{escape(text[start:stop])}</b>")
            end = stop
        return "".join([*parts, escape(text[end:])])


def turns(speech: Speech, reader: Subscriber, data: str, offset: int, total: int) -> tuple[Button, ...]:
    """The buttons that turn a page: their data is `data` and where the other one begins."""
    there = (("button-back", max(offset - PAGE, 0), offset > 0), ("button-more", offset + PAGE, offset + PAGE < total))
    return tuple(
        Button(speech.say(reader.language, label), data=f"{data}{to}") for label, to, possible in there if possible
    )

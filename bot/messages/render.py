"""Alerts, lists and answers -> valid Telegram HTML within 4096 UTF-16 units, cut before tags are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.facts.merge import StoryFacts
from bot.messages.bar_chart import bars, marked
from bot.messages.factline import FactLine
from bot.messages.keyboards import FIRE
from bot.messages.links import link, takes_link
from bot.messages.lists import Lists
from bot.messages.markup import cut as cut
from bot.messages.markup import escape as escape
from bot.messages.markup import folded
from bot.messages.markup import plain as plain
from bot.messages.markup import units as units
from bot.messages.reasons import Reasons
from bot.model import (
    UNTOUCHED,
    Button,
    Feed,
    Health,
    Pictures,
    Preview,
    Query,
    Reply,
    Standing,
    Story,
    Subscriber,
    Thread,
)
from bot.queries.trial import Trial
from bot.stories.story import facts_of
from bot.stories.telling import Telling, telling

PAGE = 5
"""How many stories a page of a list has."""
ALIKE = 40
"""A sentence whose first so many letters stand in the headline or the summary is said there."""
QUOTED = 400
"""How much of the sentence of the leading fact an alert quotes, folded."""


@dataclass(frozen=True, slots=True)
class Renderer(Reasons, Lists):
    """What messages are made of, and the buttons under them."""

    def alert(self, story: Story, reader: Subscriber, now: datetime, standing: Standing = UNTOUCHED) -> Reply:
        """The one message that a subscriber sees of a story."""
        told, known = telling(story, reader.language), facts_of(story)
        head = self._head(story, told, known, reader)
        if story.retracted_at:
            head.append(self._say(reader, "retracted", at=self._at(story.retracted_at, reader, now)))
        if facts := FactLine(self.speech, self.naming).line(known, reader.language):
            head.append(f"<b>{escape(cut(facts, 300))}</b>{self._quoted(told, known, reader)}")
        foot = [self._reported_by(story, reader, now), *self._history(story, reader)]
        body = self._summary(told, reader)
        lines = ["\n".join(head), *body, "\n".join(f"<i>{line}</i>" for line in foot)]
        if held := standing.holder:
            name = escape(cut(held.name, 60))
            lines.append(self._say(reader, "held-by", name=name, at=self._at(held.at, reader, now)))
        return Reply("\n\n".join(lines), self.alert_buttons(story, reader, standing), _preview(told.url, reader))

    def _quoted(self, told: Telling, known: StoryFacts, reader: Subscriber) -> str:
        """The sentence of the fact that leads, and whose it is; nothing where the alert says it anyway."""
        fact = next((fact for _, fact in FactLine(self.speech, self.naming).stated(known, reader.language)), None)
        begins = fact.sentence[:ALIKE] if fact else ""
        if fact is None or begins in told.summary or begins in told.headline:
            return ""
        whose = self.naming.outlet(fact.outlet or "", reader.language)
        return "\n" + folded(f"{cut(fact.sentence, QUOTED)} — {cut(fact.says or whose, 60)}")

    def _summary(self, told: Telling, reader: Subscriber) -> list[str]:
        """The sentences: a machine's translation where the alert has one, else as they are, with their language."""
        if told.translation:
            return [escape(cut(told.translation.summary, 1200))] if told.translation.summary else []
        return [escape(cut(told.summary, 1200)) + self._foreign(told.language, reader)] if told.summary else []

    def _head(self, story: Story, told: Telling, known: StoryFacts, reader: Subscriber) -> list[str]:
        """The fires and the headline; where every report is foreign, one in the reader's language, the original below.

        That one was translated by a machine, or else built of facts.
        """
        fires, original = FIRE * story.severity, link(escape(cut(told.headline, 300)), told.url)
        own = self._own(story, told, known, reader)
        if own is None:
            return [f"{fires} <b>{original}</b>"]
        line, mark = own
        return [f"{fires} <b>{escape(cut(line, 300))}</b> {mark}", f"{original}{self._foreign(told.language, reader)}"]

    def ring(self, story: Story, reader: Subscriber) -> Reply:
        """A short answer to an alert that was edited, so that the phone rings: it grew worse, or was taken back."""
        key = "ring-retracted" if story.retracted_at else "ring-severity"
        headline = self.headline(story, reader, 200)
        return Reply(self._say(reader, key, fires=FIRE * story.severity, headline=headline))

    def _history(self, story: Story, reader: Subscriber) -> list[str]:
        """`4th launch this year in my records, 19 days after the last`; nothing where no other is known."""
        if story.actor is None or story.history is None or story.history.last_at is None:
            return []
        zone = ZoneInfo(reader.timezone)
        days = (story.opened_at.astimezone(zone).date() - story.history.last_at.astimezone(zone).date()).days
        number = story.history.this_year + 1
        form = self.speech.ordinal(reader.language, number)
        return [self._say(reader, "history", number=number, form=form, days=days)]

    def slip(self, reader: Subscriber, text: str, slip: QueryError) -> Reply:
        """What is wrong with a query, and where."""
        values = {name: escape(cut(str(value), 60)) for name, value in slip.values.items()}
        reason = self._say(reader, slip.key, **values)
        return Reply(reason if slip.at is None else f"{reason}\n<pre>{escape(marked(text, slip.at))}</pre>")

    def trial(
        self, reader: Subscriber, query: str, trial: Trial, now: datetime, words: Sequence[tuple[str, int]] = ()
    ) -> Reply:
        """What a query would have brought: how many stories, when, how many entries they merged, and some of them."""
        lines = [
            f"<code>{escape(cut(query, 600))}</code>",
            self._say(
                reader,
                "trial",
                stories=trial.stories,
                days=len(trial.days),
                entries=trial.entries,
                merged=trial.merged,
                most=max(trial.days),
                first=self.speech.day(reader.language, trial.first),
            ),
            f"<code>{bars(trial.days)}</code>",
        ]
        if words:
            said = self.speech.listed(reader.language, (f"{word} ({count})" for word, count in words))
            lines.append(self._say(reader, "trial-matched", words=escape(cut(said, 300))))
        for past in trial.samples:
            at = self.speech.clock(reader.language, past.published_at, reader.timezone, now)
            headline = link(escape(cut(past.title, 160)), past.url)
            lines.append(f"{headline}\n<i>{at} · {self._outlet(past.outlet, reader, 40)}</i>")
        return Reply("\n\n".join(lines))

    def status(self, health: Health, reader: Subscriber, followed: Sequence[str], now: datetime) -> Reply:
        """Whether the service sees the world, and what the reader follows (titles)."""
        names = self.speech.listed(reader.language, map(escape, followed))
        text = self._say(
            reader,
            "status",
            healthy=health.feeds_healthy,
            feeds=health.feeds,
            silent=health.feeds_silent,
            failing=health.feeds_failing,
            poll=self._at(health.last_poll_at, reader, now),
            alert=self._at(health.last_alert_at, reader, now),
            stories=health.stories,
            topics=names or self._say(reader, "status-nothing"),
        )
        return Reply(text)

    def feed_gone(self, feed: Feed) -> Reply:
        """The notice to admins that a feed was disabled, in English: admins are told by id, not as readers."""
        return Reply(
            self.speech.say(
                "en",
                "feed-gone",
                outlet=escape(cut(feed.source.outlet, 100)),
                url=escape(cut(feed.source.shown, 500)),
                error=escape(cut(feed.state.error or "", 300)),
            )
        )

    def chat_shut(self, reader: Subscriber) -> Reply:
        """The notice to admins that a chat takes no messages though we are in it, in English as the one above."""
        chat, thread = reader.address.chat_id, reader.address.thread_id
        where = f"{chat}, topic {thread}" if thread else str(chat)
        return Reply(self.speech.say("en", "chat-shut", where=where, error=escape(cut(reader.shut_error or "", 300))))

    def threads_lost(self, reader: Subscriber, lost: Sequence[Thread], own: Sequence[Query]) -> Reply:
        """The notice to a chat that the alerts of some of its threads come to the chat itself from now on."""
        names = self.speech.listed(reader.language, (self.thread_name(one.key, reader.language, own) for one in lost))
        made = any(thread.thread_id is not None for thread in lost)
        text = self._say(reader, "threads-lost" if made else "threads-unmade", names=escape(cut(names, 300)))
        again = Button(self._say(reader, "button-threads-again"), data=f"threads:{reader.threads_by}")
        return Reply(text, ((again,), (Button(self._say(reader, "button-threads-off"), data="threads:off"),)))


def _preview(url: str | None, reader: Subscriber) -> Preview | None:
    """The page whose picture an alert shows, where its reader wants one and Telegram takes the address."""
    if reader.pictures is Pictures.NONE or url is None or not takes_link(url):
        return None
    return Preview(url, large=reader.pictures is Pictures.LARGE)

"""Alerts, lists and answers -> valid Telegram HTML within 4096 UTF-16 units, cut before tags are added."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.facts.merge import StoryFacts
from bot.messages.bar_chart import bars, marked
from bot.messages.built import MARK, Built
from bot.messages.factline import FactLine
from bot.messages.i18n import DEFAULT
from bot.messages.keyboards import FIRE, Keyboards
from bot.messages.links import link
from bot.messages.markup import cut as cut
from bot.messages.markup import emphasise, folded, moment, shown
from bot.messages.markup import escape as escape
from bot.messages.markup import plain as plain
from bot.messages.markup import units as units
from bot.model import (
    LISTED,
    UNTOUCHED,
    Button,
    Delivery,
    Digest,
    Feed,
    Health,
    Join,
    Judgement,
    Match,
    Page,
    Query,
    Reason,
    Reply,
    Report,
    Role,
    Standing,
    Story,
    Subscriber,
    Subscription,
    Thread,
)
from bot.queries.trial import Trial
from bot.stories.story import facts_of, facts_of_reports, judged
from bot.stories.telling import Telling, telling

MESSAGE_UNITS = 4096
"""Telegram's limit on a message, in UTF-16 units after its tags are parsed."""
PAGE = 5
"""How many stories a page of a list has."""
TRANSLATED = "🌐"
"""What marks a headline as a machine's translation; /help explains it."""
ALIKE = 40
"""A sentence whose first so many letters stand in the headline or the summary is said there."""
QUOTED = 400
"""How much of the sentence of the leading fact an alert quotes, folded."""
NAMED = 2
"""How many outlets an alert names; the others are counted."""
SHOWN = 30
"""How many outlets the button Sources lists: as many as fit into a message with their links; the others are counted."""


@dataclass(frozen=True, slots=True)
class Renderer(Keyboards):
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
        return Reply("\n\n".join(lines), self.alert_buttons(story, reader, standing))

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

    def _own(
        self, story: Story, told: Telling, known: StoryFacts, reader: Subscriber, *, spoken: bool = True
    ) -> tuple[str, str] | None:
        """A foreign story's headline in the reader's language, and its mark; None where there is none."""
        if told.translation:
            return told.translation.headline, TRANSLATED
        make = Built(self.speech, self.naming).headline
        built = make(known, story.topics, reader.language, spoken=spoken) if told.foreign else None
        return (built, MARK) if built else None

    def headline(self, story: Story, reader: Subscriber, limit: int) -> str:
        """The headline as HTML where there is room for one line only, within `limit` units, unlinked.

        An English one tells most readers more than a line that only says what it is about.
        """
        told = telling(story, reader.language)
        english = (told.language or "").startswith(DEFAULT)
        if own := self._own(story, told, facts_of(story), reader, spoken=not english):
            return f"{escape(cut(own[0], limit))} {own[1]}"
        return escape(cut(told.headline, limit))

    def ring(self, story: Story, reader: Subscriber) -> Reply:
        """A short answer to an alert that was edited, so that the phone rings: it grew worse, or was taken back."""
        key = "ring-retracted" if story.retracted_at else "ring-severity"
        headline = self.headline(story, reader, 200)
        return Reply(self._say(reader, key, fires=FIRE * story.severity, headline=headline))

    def sources(self, story: Story, reader: Subscriber, now: datetime) -> Reply:
        """Each outlet of a story with its first report's time and link, and why it was counted to the story."""
        first = {report.outlet: report for report in reversed(story.reports)}
        outlets = tuple(dict.fromkeys(report.outlet for report in story.reports))
        shown = [first[outlet] for outlet in outlets[:SHOWN]]
        lines = [f"<b>{self.headline(story, reader, 300)}</b>"]
        for report in shown:
            at = self.published(report, reader, now)
            joined = self.joined(story, report, reader)
            lines.append(f"{at} {link(self._outlet(report.outlet, reader), report.url)}{joined}")
        zone = self.speech.zone(reader.timezone, story.opened_at)
        more = len(outlets) - len(shown)
        lines.append(self._say(reader, "sources-foot", more=more, own=len(story.sources), zone=zone))
        return Reply("\n".join(lines))

    def published(self, report: Report, reader: Subscriber, now: datetime) -> str:
        """When a report was published, by the reader's clock: in a list that names the zone once."""
        at = self.speech.clock(reader.language, report.published_at, reader.timezone, now)
        return self._as_seen(at, report, reader)

    def _as_seen(self, at: str, report: Report, reader: Subscriber) -> str:
        """The time of a report, marked where its feed gave none and it is when we first saw it."""
        return self._say(reader, "as-seen", at=at) if report.undated else at

    def joined(self, story: Story, report: Report, reader: Subscriber) -> str:
        """Why a report was counted to the story: `: the same text as Yonhap`, `: the same event (North Korea)`.

        What the two have in common is said by the facts that both state: what was compared are features, not words.
        """
        join = report.join
        if report.credit and not report.repeats:
            join = Join(Reason.COPY, report.credit)
        if join is None:
            return ""
        reason, detail = join.reason.value, self.naming.outlet(join.detail, reader.language)
        if join.reason is Reason.EVENT:
            before = story.reports[: story.reports.index(report)]
            line = FactLine(self.speech, self.naming)
            detail = line.shared(facts_of_reports([report]), facts_of_reports(before), reader.language)
            reason = reason if detail else "alike"
        return self._say(reader, "sources-join", reason=reason, detail=escape(cut(detail, 80)))

    def _history(self, story: Story, reader: Subscriber) -> list[str]:
        """`4th launch this year in my records, 19 days after the last`; nothing where no other is known."""
        if story.actor is None or story.history is None or story.history.last_at is None:
            return []
        zone = ZoneInfo(reader.timezone)
        days = (story.opened_at.astimezone(zone).date() - story.history.last_at.astimezone(zone).date()).days
        number = story.history.this_year + 1
        form = self.speech.ordinal(reader.language, number)
        return [self._say(reader, "history", number=number, form=form, days=days)]

    def why(
        self, story: Story, reader: Subscriber, now: datetime, told_at: datetime | None, asked: Sequence[Query] = ()
    ) -> Reply:
        """Why a story came: the rule of its fires, topic, score, sentences with their words in bold, facts, times.

        `asked` are the reader's own queries that hold for it. What finds no room is left out from the end of the facts.
        """
        parts = [f"<b>{self.headline(story, reader, 300)}</b>", self._fires(story, reader)]
        for match in story.matches[:4]:
            topic = self.topic_title(match.topic, reader.language)
            text = "why-passing" if match.passing else "why-topic"
            parts.append(self._say(reader, text, topic=topic, score=round(match.score * 100)))
            if countries := self._countries(match, reader.language):
                parts.append(self._say(reader, "why-countries", countries=escape(cut(countries, 300))))
            sentences: dict[str, set[str]] = {}
            for evidence in match.evidence:
                sentences.setdefault(evidence.sentence, set()).add(evidence.term)
            for sentence, terms in list(sentences.items())[:2]:
                parts.append(f"<blockquote>{emphasise(cut(sentence, 300), terms)}</blockquote>")
        for query in asked[:4]:
            name, text = escape(query.name), escape(cut(query.text, 200))
            parts.append(self._say(reader, "why-query", name=name, query=text))
        foot = [f"<i>{self._reported_by(story, reader, now)}</i>", *self._times(story, reader, now, told_at)]
        room = MESSAGE_UNITS - sum(shown(part) + 1 for part in (*parts, *foot))
        return Reply("\n".join((*parts, *self._stated(story, reader, room), *foot)))

    def _fires(self, story: Story, reader: Subscriber) -> str:
        """How many fires a story has, and the rule that gave them."""
        verdict = judged(story, self.topics)
        rule = verdict.rule if story.topics else "query"
        if rule == "query" or verdict.fires == story.severity:
            said = self._say(reader, f"severity-{rule}")
        else:
            said = self._say(reader, "severity-kept")
        return self._say(reader, "why-fires", fires=FIRE * story.severity, rule=said)

    def _stated(self, story: Story, reader: Subscriber, room: int) -> list[str]:
        """What the reports state, each sentence once with what it says and whose it is, as far as there is room."""
        said: dict[str, tuple[list[str], str]] = {}
        for piece, fact in FactLine(self.speech, self.naming).stated(facts_of(story), reader.language):
            outlet = self.naming.outlet(fact.outlet or "", reader.language)
            said.setdefault(fact.sentence, ([], fact.says or outlet))[0].append(piece)
        lines = [self._say(reader, "why-facts")] if said else []
        for sentence, (pieces, outlet) in said.items():
            facts, whose = (escape(cut(text, 200)) for text in (" · ".join(pieces), outlet))
            quoted = f"<blockquote>{escape(cut(sentence, 300))}</blockquote>"
            lines.append(f"{self._say(reader, 'why-fact', facts=facts, outlet=whose)}\n{quoted}")
        while lines and sum(shown(line) + 1 for line in lines) > room:
            lines.pop()
        return lines

    def _times(self, story: Story, reader: Subscriber, now: datetime, told_at: datetime | None) -> list[str]:
        """To the second: when the first report was published and fetched, and when it was told here, if it was."""
        first = story.reports[0]
        published, fetched = (self._at(at, reader, now, seconds=True) for at in (first.published_at, first.seen_at))
        published = self._as_seen(published, first, reader)
        outlet = self._outlet(first.outlet, reader)
        times = [self._say(reader, "why-times", outlet=outlet, published=published, fetched=fetched)]
        if told_at is not None:
            times.append(self._say(reader, "why-sent", sent=self._at(told_at, reader, now, seconds=True)))
        return times

    def stories(self, title: str, page: Page, reader: Subscriber, now: datetime, size: int, data: str) -> Reply:
        """A list of stories under a title (HTML), `size` a page; buttons turn it: their data is `data` + offset."""
        lines = [title, *(self._listed(story, reader, now) for story in page.stories)]
        if not page.stories:
            lines.append(self._say(reader, "list-empty"))
        row = []
        if page.offset > 0:
            newer = max(page.offset - size, 0)
            row.append(Button(self._say(reader, "button-newer"), data=f"{data}{newer}"))
        if page.offset + len(page.stories) < page.total:
            row.append(Button(self._say(reader, "button-older"), data=f"{data}{page.offset + size}"))
        return Reply("\n\n".join(lines), (tuple(row),) if row else ())

    def _listed(self, story: Story, reader: Subscriber, now: datetime) -> str:
        """A story as lists show it: its fires and headline, when it opened and who reported it."""
        at = self._clock(story.opened_at, reader, now)
        mark = self._say(reader, "list-retracted") if story.retracted_at else ""
        url = telling(story, reader.language).url
        headline = link(self.headline(story, reader, 180 if mark else 200), url)
        outlets = ", ".join(self._outlet(outlet, reader, 40) for outlet in story.outlets[:3])
        return f"{FIRE * story.severity} {mark}{headline}\n<i>{at} · {outlets}</i>"

    def gathering(self, delivery: Delivery, now: datetime) -> Reply:
        """The alerts that would have rung too often in one message, this one among them: how many, and the gravest."""
        reader, story, kept = delivery.subscriber, delivery.story, delivery.gathering
        known = {one.id: one for one in kept.stories} if kept else {}
        total = (kept.total if kept else 0) + (delivery.gathered_at is None)
        gravest = sorted((known | {story.id: story}).values(), key=lambda one: -one.severity)[:LISTED]
        since = self._at(kept.since if kept else now, reader, now)
        lines = [self._say(reader, "gathering-title", total=total, since=since, most=reader.rings_most)]
        lines += [self._listed(one, reader, now) for one in gravest]
        if more := total - len(gravest):
            lines.append(self._say(reader, "digest-more", more=more))
        return Reply("\n\n".join(lines))

    def digest(self, digest: Digest, now: datetime) -> Reply:
        """What waited for a subscriber's digest, the gravest first, or in a line that nothing did."""
        reader = digest.subscriber
        since = self._at(digest.since, reader, now)
        lines = [self._say(reader, "digest-title", since=since, total=digest.total)]
        lines += [self._listed(story, reader, now) for story in digest.stories]
        if more := digest.total - len(digest.stories):
            lines.append(self._say(reader, "digest-more", more=more))
        if reader.digest_at is None:
            lines.append(self._say(reader, "digest-last"))
        return Reply("\n\n".join(lines))

    def topic_list(self, reader: Subscriber, followed: Mapping[str, Subscription], own: Sequence[Query] = ()) -> Reply:
        """Every topic with a sentence, the reader's own queries with theirs, and which are on."""
        lines = [self._say(reader, "topics-title")]
        for key, topic in self.topics.items():
            about = escape(self.naming.about(topic, reader.language))
            tick = "✅" if key in followed else "⬜"
            title = escape(self.narrowed(followed.get(key, Subscription(key)), reader.language))
            lines.append(f"{tick} <b>{title}</b> (<code>{key}</code>)\n{about}")
        for query in own:
            tick = "✅" if query.topic in followed else "⬜"
            lines.append(f"{tick} <b>{escape(query.name)}</b>\n<code>{escape(cut(query.text, 60))}</code>")
        return Reply("\n\n".join(lines), self.topic_buttons(reader, followed, own=own))

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
            said = ", ".join(f"{word} ({count})" for word, count in words)
            lines.append(self._say(reader, "trial-matched", words=escape(cut(said, 300))))
        for past in trial.samples:
            at = self.speech.clock(reader.language, past.published_at, reader.timezone, now)
            headline = link(escape(cut(past.title, 160)), past.url)
            lines.append(f"{headline}\n<i>{at} · {self._outlet(past.outlet, reader, 40)}</i>")
        return Reply("\n\n".join(lines))

    def status(self, health: Health, reader: Subscriber, followed: Sequence[str], now: datetime) -> Reply:
        """Whether the service sees the world, and what the reader follows (titles)."""
        names = ", ".join(map(escape, followed))
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

    def feedback(self, judgements: Sequence[Judgement], reader: Subscriber) -> Reply:
        """What readers called not relevant: votes per topic and per source, and the stories with the most."""
        if not judgements:
            return Reply(self._say(reader, "feedback-none"))
        topics: Counter[str] = Counter()
        outlets: Counter[str] = Counter()
        for one in judgements:
            topics.update(dict.fromkeys(one.story.topics, one.votes))
            outlets[one.story.outlets[0]] += one.votes
        lines = [self._say(reader, "feedback-title", votes=sum(one.votes for one in judgements))]
        lines += [f"{self.topic_title(key, reader.language)}: {votes}" for key, votes in topics.most_common()]
        lines.append(self._say(reader, "feedback-sources"))
        lines += [f"{self._outlet(outlet, reader)}: {votes}" for outlet, votes in outlets.most_common(10)]
        lines.append(self._say(reader, "feedback-stories"))
        for one in judgements[:10]:
            headline = link(self.headline(one.story, reader, 120), one.story.url)
            lines.append(self._say(reader, "feedback-story", headline=headline, votes=one.votes, told=one.told))
        return Reply("\n".join(lines))

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
        names = ", ".join(self.thread_name(thread.key, reader.language, own) for thread in lost)
        made = any(thread.thread_id is not None for thread in lost)
        text = self._say(reader, "threads-lost" if made else "threads-unmade", names=escape(cut(names, 300)))
        again = Button(self._say(reader, "button-threads-again"), data=f"threads:{reader.threads_by}")
        return Reply(text, ((again,), (Button(self._say(reader, "button-threads-off"), data="threads:off"),)))

    def topic_title(self, key: str, language: str) -> str:
        """The title of a topic as HTML; its key where the topic is no more."""
        topic = self.topics.get(key)
        return escape(self.naming.title(topic, language) if topic else key)

    def _countries(self, match: Match, language: str) -> str:
        """The countries of a match with their roles: `Japan (issuer) → Russia (target), Ukraine`."""

        def named(role: Role) -> str:
            titles = [self.naming.place(one.code, language) for one in match.countries if one.role is role]
            if role is Role.CONCERNED:
                return ", ".join(titles)
            return ", ".join(self.speech.say(language, f"part-{role}", country=title) for title in titles)

        sanctions = " → ".join(filter(None, (named(Role.ISSUER), named(Role.TARGET))))
        return ", ".join(filter(None, (named(Role.ACTOR), sanctions, named(Role.CONCERNED))))

    def _at(self, at: datetime | None, reader: Subscriber, now: datetime, *, seconds: bool = False) -> str:
        if at is None:
            return self._say(reader, "never")
        return self._clock(at, reader, now, self.speech.zone(reader.timezone, at), seconds=seconds)

    def _clock(self, at: datetime, reader: Subscriber, now: datetime, zone: str = "", *, seconds: bool = False) -> str:
        """A moment as each phone shows it; by the reader's clock, and in the zone, where it cannot."""
        said = self.speech.clock(reader.language, at, reader.timezone, now, seconds=seconds)
        there = ZoneInfo(reader.timezone)
        dated = at.astimezone(there).date() != now.astimezone(there).date()
        return moment(f"{said} {zone}".rstrip(), at, dated=dated, seconds=seconds)

    def _outlet(self, name: str, reader: Subscriber, limit: int = 60) -> str:
        """An outlet as its readers in this language call it, as HTML."""
        return escape(cut(self.naming.outlet(name, reader.language), limit))

    def _foreign(self, language: str | None, reader: Subscriber) -> str:
        """The mark behind a text that is not in the reader's language, '' where it is or may be."""
        if not language or language.startswith(reader.language):
            return ""
        name = self.speech.language_name(reader.language, language)
        return f" <i>{self._say(reader, 'in-language', language=escape(name))}</i>" if name else ""

    def _reported_by(self, story: Story, reader: Subscriber, now: datetime) -> str:
        """Who reported it and when, the first one first, in the reader's zone."""
        first: dict[str, Report] = {}
        for report in story.reports:
            first.setdefault(report.outlet, report)
        named = [
            f"{self._outlet(outlet, reader)} {self._as_seen(self._clock(at.published_at, reader, now), at, reader)}"
            for outlet in story.outlets[:NAMED]
            if (at := first[outlet])
        ]
        more, seen = max(len(story.outlets) - NAMED, 0), self._at(story.opened_at, reader, now)
        return self._say(reader, "reported-by", outlets=", ".join(named), more=more, seen=seen)

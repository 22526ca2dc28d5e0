"""Why a story came, and why each report was counted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.factline import FactLine
from bot.messages.keyboards import FIRE
from bot.messages.lines import Lines
from bot.messages.links import link
from bot.messages.markup import MESSAGE_UNITS, cut, emphasise, escape, shown
from bot.model import Join, Match, Query, Reason, Reply, Report, Role, Story, Subscriber
from bot.stories.story import facts_of, facts_of_reports, judged

SHOWN = 30
"""How many outlets the button Sources lists: as many as fit into a message with their links; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reasons(Lines):
    """What is behind the buttons Why? and Sources."""

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
            sentences: dict[str, set[str]] = {}
            for evidence in match.evidence:
                sentences.setdefault(evidence.sentence, set()).add(evidence.term)
            for sentence, terms in list(sentences.items())[:2]:
                parts.append(f"<blockquote>{emphasise(cut(sentence, 300), terms)}</blockquote>")
            if countries := self._countries(match, reader.language):
                parts.append(self._say(reader, "why-countries", countries=escape(cut(countries, 300))))
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

    def _countries(self, match: Match, language: str) -> str:
        """The countries of a match with their roles: `Japan (issuer) → Russia (target), Ukraine`."""

        def named(role: Role) -> str:
            titles = [self.naming.place(one.code, language) for one in match.countries if one.role is role]
            if role is Role.CONCERNED:
                return self.speech.listed(language, titles)
            parts = (self.speech.say(language, f"part-{role}", country=title) for title in titles)
            return self.speech.listed(language, parts)

        sanctions = " → ".join(filter(None, (named(Role.ISSUER), named(Role.TARGET))))
        return self.speech.listed(language, filter(None, (named(Role.ACTOR), sanctions, named(Role.CONCERNED))))

"""Lists of stories and topics: pages, digests, gatherings, what readers called not relevant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.keyboards import FIRE
from bot.messages.lines import Lines
from bot.messages.links import link
from bot.messages.markup import cut, escape
from bot.model import LISTED, Button, Delivery, Digest, Judgement, Page, Query, Reply, Story, Subscriber, Subscription
from bot.stories.telling import telling


@dataclass(frozen=True, slots=True)
class Lists(Lines):
    """What has several stories or topics in one message."""

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
        outlets = self.speech.listed(reader.language, (self._outlet(one, reader, 40) for one in story.outlets[:3]))
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

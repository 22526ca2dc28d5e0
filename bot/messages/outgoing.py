"""A story and the machine that is to hear of it -> the HTTP request that tells it, in the form that it understands.

Standard Webhooks (standardwebhooks.com) says how our own form is signed; the others are Slack's incoming webhooks,
Discord's webhooks, and ntfy's publishing as JSON, whose `sequence_id` replaces what was published under it before.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bot.messages.factline import FactLine
from bot.messages.keyboards import FIRE
from bot.messages.render import Renderer, cut
from bot.model import Form, Posting, Receiver, Story
from bot.model.facts import GROUPS, Fact
from bot.stories.story import facts_of
from bot.stories.telling import Telling, telling

PREFIX = "whsec_"
"""What a secret of Standard Webhooks begins with; the rest is base64."""
PRIORITIES = (2, 3, 3, 4, 5)
"""ntfy's priority of one to five fires; what only changed has the first, which makes no sound."""
COLOURS = (0x7F8C8D, 0xF1C40F, 0xE67E22, 0xE74C3C, 0x992D22)
"""The colour of Discord's bar for one to five fires."""


@dataclass(frozen=True, slots=True)
class Call:
    """An HTTP request: `body` is JSON."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Tells machines, with the words in which a renderer tells people."""

    renderer: Renderer

    def call(self, receiver: Receiver, posting: Posting, now: datetime) -> Call | None:
        """The request that tells it; None where the receiver cannot replace a message and a new one is not worth it."""
        if receiver.form is Form.BONGSU:
            return _signed(receiver, posting, now)
        text = _Text.of(self.renderer, posting.story, receiver.language)
        if receiver.form is Form.DISCORD:
            return _discord(receiver, posting, text)
        if receiver.form is Form.NTFY:
            return _ntfy(receiver, posting, text)
        return _slack(receiver, text) if posting.rings else None


@dataclass(frozen=True, slots=True)
class _Text:
    """A story as plain text: a line with its fires, a line of facts, sentences, and who reports it."""

    title: str
    facts: str
    summary: str
    outlets: str
    url: str | None

    @classmethod
    def of(cls, renderer: Renderer, story: Story, language: str) -> "_Text":
        told = telling(story, language)
        title = headline_of(renderer, story, told, language)
        facts = FactLine(renderer.speech, renderer.naming).line(facts_of(story), language)
        outlets = ", ".join(renderer.naming.outlet(one, language) for one in story.outlets)
        return cls(title, facts, told.summary, outlets, told.url)

    def body(self, limit: int) -> str:
        """All but the title, within so many letters."""
        return cut("\n".join(filter(None, (self.facts, self.summary, self.outlets))), limit)


def headline_of(renderer: Renderer, story: Story, told: Telling, language: str) -> str:
    """The fires and the headline in plain text; first of all, that it was taken back."""
    line = f"{FIRE * story.severity} {told.headline}"
    if not story.retracted_at:
        return line
    return renderer.speech.say(language, "ring-retracted", headline=line)


def document(story: Story) -> dict[str, Any]:
    """A story as data: plain values, times in ISO 8601, every fact with the sentence that states it."""
    known = facts_of(story)
    groups = {name: sides for name in GROUPS if (sides := getattr(known, name))}
    return {
        "id": story.id,
        "revision": story.revision,
        "headline": story.headline,
        "summary": story.summary,
        "language": story.language,
        "url": story.url,
        "fires": story.severity,
        "topics": list(story.topics),
        "countries": sorted({concern.code for match in story.matches for concern in match.countries}),
        "facts": {
            name: {field: [_fact(one) for one in told] for field, told in sides.items() if field != "evident"}
            for name, sides in groups.items()
        },
        "reports": [
            {
                "outlet": report.outlet,
                "tier": str(report.tier),
                "title": report.title,
                "url": report.url,
                "language": report.language,
                "published_at": report.published_at.isoformat(),
            }
            for report in story.reports
        ],
        "opened_at": story.opened_at.isoformat(),
        "updated_at": story.updated_at.isoformat(),
        "retracted_at": story.retracted_at.isoformat() if story.retracted_at else None,
    }


def reference_of(form: Form, answer: bytes) -> str | None:
    """What the receiver calls the message that it made, by its answer; None where it does not say."""
    if form is not Form.DISCORD:
        return None
    try:
        number = json.loads(answer)["id"]
    except (ValueError, TypeError, KeyError):
        return None
    return number if isinstance(number, str) and number.isdecimal() and len(number) < 30 else None


def _fact(fact: Fact[Any]) -> dict[str, Any]:
    value = dict(fact.value) if isinstance(fact.value, Mapping) else fact.value
    return {"value": value, "sentence": fact.sentence, "outlet": fact.outlet, "says": fact.says}


def _signed(receiver: Receiver, posting: Posting, now: datetime) -> Call:
    story = posting.story
    kind = "retracted" if story.retracted_at else "updated" if posting.told else "new"
    moment = story.updated_at.isoformat()
    body = _json({"type": f"story.{kind}", "timestamp": moment, "data": document(story)})
    name, sent = f"story-{story.id}-{story.revision}", str(int(now.timestamp()))
    headers = {"webhook-id": name, "webhook-timestamp": sent}
    if receiver.secret:
        key = b64decode(receiver.secret.removeprefix(PREFIX))
        signed = hmac(key, b".".join((name.encode(), sent.encode(), body)), sha256).digest()
        headers["webhook-signature"] = f"v1,{b64encode(signed).decode()}"
    return Call("POST", receiver.url, body, headers)


def _slack(receiver: Receiver, text: _Text) -> Call:
    title = f"*<{_slack_url(text.url)}|{_slack_text(text.title)}>*" if text.url else f"*{_slack_text(text.title)}*"
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"{title}\n{_slack_text(text.body(1000))}"}}
    return Call("POST", receiver.url, _json({"text": cut(text.title, 300), "blocks": [section]}), {})


def _slack_text(text: str) -> str:
    """Text with what Slack's mrkdwn takes for markup escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")


def _slack_url(url: str) -> str:
    return url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")


def _discord(receiver: Receiver, posting: Posting, text: _Text) -> Call:
    story = posting.story
    embed = {
        "title": cut(text.title, 256),
        "url": text.url,
        "description": text.body(2000),
        "color": COLOURS[story.severity - 1],
        "timestamp": story.opened_at.isoformat(),
    }
    body = _json({"embeds": [{key: value for key, value in embed.items() if value}], "allowed_mentions": {"parse": []}})
    parts = urlsplit(receiver.url)
    if posting.reference:
        path = f"{parts.path.rstrip('/')}/messages/{posting.reference}"
        return Call("PATCH", urlunsplit(parts._replace(path=path)), body, {})
    query = "&".join(filter(None, (parts.query, "wait=true")))
    return Call("POST", urlunsplit(parts._replace(query=query)), body, {})


def _ntfy(receiver: Receiver, posting: Posting, text: _Text) -> Call:
    story, parts = posting.story, urlsplit(receiver.url)
    base, _, topic = parts.path.rstrip("/").rpartition("/")
    said = {
        "topic": topic,
        "title": cut(text.title, 200),
        "message": text.body(2000) or text.title,
        "priority": PRIORITIES[story.severity - 1] if posting.rings else PRIORITIES[0],
        "click": text.url,
        "sequence_id": f"bongsu-{story.id}",
    }
    body = _json({key: value for key, value in said.items() if value})
    headers = {"Authorization": f"Bearer {receiver.secret}"} if receiver.secret else {}
    return Call("POST", urlunsplit(parts._replace(path=f"{base}/")), body, headers)


def _json(value: Any) -> bytes:
    """As UTF-8; lone surrogates, which no JSON may hold, as escapes of theirs would be, are replaced."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")

"""A story in the little window over a group's chat that only who pressed a button sees: 200 letters of plain text."""

from datetime import datetime

from bot.messages.markup import cut, plain
from bot.messages.render import Renderer
from bot.model import Reply, Story, Subscriber
from bot.stories.telling import telling

POPUP_UNITS = 200
"""Telegram's limit on what is answered over a button, in characters; counted in UTF-16 units, which are no fewer."""


def beginning(reply: Reply) -> str:
    """As much of a message as there is room for."""
    return cut(plain(reply.text), POPUP_UNITS)


def why(renderer: Renderer, story: Story, reader: Subscriber) -> str:
    """Why a story was flagged: its first topic, how sure, the words, and the sentence that they stand in."""
    match = story.matches[0] if story.matches else None
    if match is None or not match.evidence:
        return cut(telling(story, reader.language).headline, POPUP_UNITS)
    topic, first = renderer.topics.get(match.topic), match.evidence[0]
    terms = dict.fromkeys(one.term for one in match.evidence if one.sentence == first.sentence)
    said = renderer.speech.say(
        reader.language,
        "popup-why",
        topic=renderer.naming.title(topic, reader.language) if topic else match.topic,
        score=round(match.score * 100),
        terms=cut(renderer.speech.listed(reader.language, terms), 60),
        sentence=first.sentence,
    )
    return cut(said, POPUP_UNITS)


def sources(renderer: Renderer, story: Story, reader: Subscriber, now: datetime) -> str:
    """The outlets with the times of their first reports, as many as there is room for."""
    first: dict[str, str] = {}
    for report in story.reports:
        at = renderer.speech.clock(reader.language, report.published_at, reader.timezone, now)
        first.setdefault(report.outlet, f"{at} {cut(renderer.naming.outlet(report.outlet, reader.language), 60)}")
    zone = renderer.speech.zone(reader.timezone, story.opened_at)
    return cut("\n".join([f"{zone}:", *first.values()]), POPUP_UNITS)

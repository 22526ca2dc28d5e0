"""`bongsu preview --once`: a person subscribes, the script is played fast, and what arrived is checked and printed."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import urlsplit

from bot.preview.chats import Message
from bot.preview.script import Script, article_of
from bot.preview.stage import Stage

SPEED = 12.0
"""How many times as fast as in the page: 90 seconds of news in less than 8."""
UNLIMITED = "rings:most:0"
"""The button of the settings with which every alert may ring."""
ANSWER_SECONDS = 180.0
PLAY_SECONDS = 180.0
ALERTS_SECONDS = 180.0
"""The bot sends a chat one message a second at most, and edits count. All three are for a machine that is very busy."""
QUIET_SECONDS = 3.0
"""After so long without a message nothing more is on its way: polls are a second apart, sends too."""


async def play_once(stage: Stage, out: TextIO) -> bool:
    """Play beside a running service; prints the chat and the verdict, and says whether all was as expected."""
    try:
        await _subscribe(stage)
        before = len(stage.telegram.messages(stage.person))
        async with asyncio.timeout(PLAY_SECONDS):
            await stage.play(SPEED)
            await stage.site.read_again()
    except TimeoutError as exc:
        out.write(f"WRONG: the bot does not answer, or does not read its feeds. {exc}\n")
        return False
    await _settle(stage, before)
    messages = stage.telegram.messages(stage.person)
    out.write(transcript(messages))
    alerts = _alerts(messages[before:])
    faults = [*find_faults(stage.script, alerts), *_lacking(stage)]
    out.writelines(f"WRONG: {fault}\n" for fault in faults)
    if not faults:
        news, events = stage.script.news, len(stage.script.events)
        reports = sum(item.event is not None for item in news)
        out.write(
            f"As expected: {len(news)} items, {reports} of them reports of {events} events; {len(alerts)} alerts.\n"
        )
    return not faults


async def _subscribe(stage: Stage) -> None:
    """Say /start and press every topic's button, as a person would: each when the one before is answered."""
    stage.telegram.say(stage.person, "/start")
    await stage.telegram.wait(lambda: _topic_buttons(stage), timeout=ANSWER_SECONDS)
    for message, data in _topic_buttons(stage):
        await _press(stage, message, data)
    # All of it comes within seconds: without this, what rings too often would share one message.
    told = len(stage.telegram.messages(stage.person))
    stage.telegram.say(stage.person, "/settings")
    await stage.telegram.wait(lambda: len(stage.telegram.messages(stage.person)) > told + 1, timeout=ANSWER_SECONDS)
    await _press(stage, stage.telegram.messages(stage.person)[-1], UNLIMITED)


async def _press(stage: Stage, message: Message, data: str) -> None:
    answers, edits = len(stage.telegram.answers), len(message.history)
    stage.telegram.press(stage.person, message.id, data)
    await stage.telegram.wait(
        lambda: len(stage.telegram.answers) > answers and len(message.history) > edits, timeout=ANSWER_SECONDS
    )


def _topic_buttons(stage: Stage) -> list[tuple[Message, str]]:
    """The buttons that name a topic of the script, with the message that they are under."""
    topics = {topic for event in stage.script.events.values() for topic in event.topics}
    return [
        (message, button["callback_data"])
        for message in stage.telegram.messages(stage.person)
        for row in message.buttons
        for button in row
        if "callback_data" in button and any(topic in button["text"].casefold() for topic in topics)
    ]


async def _settle(stage: Stage, before: int) -> None:
    """Wait until every event has its alert and nothing more comes."""

    def all_came() -> bool:
        return not missing(stage.script, stage.telegram.messages(stage.person)[before:]) and not list(_lacking(stage))

    try:
        async with asyncio.timeout(ALERTS_SECONDS):
            await stage.telegram.wait(all_came, timeout=ALERTS_SECONDS)
            while True:
                await _another(stage)
    except TimeoutError:
        return  # nothing more came; the check says whether that is right


async def _another(stage: Stage) -> None:
    """Wait for the next thing to happen in a chat; TimeoutError where all is quiet."""
    last = stage.telegram.events.last
    await stage.telegram.wait(lambda: stage.telegram.events.last > last, timeout=QUIET_SECONDS)


def transcript(messages: list[Message]) -> str:
    """The chat as text: who, when, what, and the buttons in brackets."""
    return "\n".join(_told(message) for message in messages) + "\n\n"


def _told(message: Message) -> str:
    who = "Bongsu" if message.from_bot else "You"
    at = datetime.fromtimestamp(message.date, UTC)
    edited = " (edited)" if message.edited else ""
    text = "\n".join(f"    {line}".rstrip() for line in message.text.splitlines())
    rows = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in message.labels)
    return f"{who}, {at:%H:%M:%S}{edited}\n{text}{rows}\n"


def find_faults(script: Script, alerts: list[Message]) -> Iterator[str]:
    """What is missing, double or uncalled for among the messages that came after the subscription."""
    told = Counter[str]()
    for message in alerts:
        events = events_of(script, message)
        told.update(events)
        if not events:
            yield f"an alert that should not have come: {message.text[:80]!r}"
    for event in missing(script, alerts):
        yield f"no alert of: {script.events[event].title}"
    for event, count in told.items():
        if count > 1:
            yield f"{count} alerts instead of one of: {script.events[event].title}"


def _alerts(messages: list[Message]) -> list[Message]:
    """The messages that are no answers to others, as those are by which a change of an alert rings."""
    return [message for message in messages if message.reply_to is None]


def _lacking(stage: Stage) -> Iterator[str]:
    """What the group and the channel lack: alerts in threads, and a digest of several events."""
    if not any(message.thread and message.labels for message in stage.telegram.messages(stage.newsroom)):
        yield "no alert in a thread of the group"
    if not any(len(events_of(stage.script, message)) > 1 for message in stage.telegram.messages(stage.beacon)):
        yield "no digest in the channel"


def missing(script: Script, alerts: list[Message]) -> list[str]:
    """The events that no message tells of."""
    told = {event for message in alerts for event in events_of(script, message)}
    return [event for event in script.events if event not in told]


def events_of(script: Script, message: Message) -> set[str]:
    """The events whose articles a message links to, in its text or by a button."""
    links = [entity.url for entity in message.entities]
    links += [button.get("url") for row in message.buttons for button in row]
    paths = {article_of(urlsplit(link).path) for link in links if link}
    return {item.event for item in script.news if item.event and item.article in paths}

"""/stop: unsubscribes from everything and forgets the chat's data, after a confirming button."""

from dataclasses import asdict

from bot.model import Button, Reply
from handlers.ask import Answer, Ask


async def stop(ask: Ask) -> Answer:
    """Ask whether it is meant."""
    yes, no = (Button(ask.say(f"button-stop-{word}"), data=f"stop:{word}") for word in ("yes", "no"))
    return Answer(Reply(ask.say("stop-confirm"), ((yes,), (no,))))


async def confirm(ask: Ask) -> Answer:
    """A button of the question: `stop:yes` or `stop:no`."""
    if ask.words != ("yes",):
        return Answer(Reply(ask.say("stop-kept")))
    gone = await ask.desk.store.forget(ask.reader.address.chat_id)
    return Answer(Reply(ask.say("stop-done", **asdict(gone))))

"""Unknown input gets a hint in private; in groups it is not for us."""

from bot.messages.render import cut, escape
from bot.model import Reply
from handlers.ask import CLOSE, Answer, Ask


async def hint(ask: Ask) -> Answer:
    """Words that are no command: say what to type."""
    return Answer(Reply(ask.say("hint")))


async def unknown_command(ask: Ask, names: tuple[str, ...]) -> Answer:
    """A command that does not exist: name the one that it is most like, if any."""
    from rapidfuzz import fuzz, process  # here, so that only who mistypes loads it

    found = process.extractOne(ask.words[0].lstrip("/"), names, scorer=fuzz.ratio, score_cutoff=CLOSE)
    close = f"/{found[0]}" if found else "none"
    return Answer(Reply(ask.say("unknown-command", command=escape(cut(ask.words[0], 40)), close=close)))

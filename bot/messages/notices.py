"""What admins are told of the service itself: troubles that begin and that are over, in their language."""

from collections.abc import Sequence

from bot.messages.i18n import DEFAULT, Speech
from bot.messages.markup import plain
from bot.messages.render import cut, escape
from bot.model import Bulletin, Button, Reply, Trouble

LISTED = 8
"""So many troubles are told in one message; /status has the others."""


def notice(speech: Speech, language: str, begun: Sequence[Trouble], over: Sequence[Trouble]) -> Reply:
    """One message for all that began and all that is over."""
    lines = [f"⚠️ {words(speech, language, one)}" for one in begun]
    lines += [speech.say(language, "trouble-over", what=words(speech, language, one)) for one in over]
    if more := len(lines) - LISTED:
        lines = lines[:LISTED] + ([speech.say(language, "trouble-more", more=more)] if more > 0 else [])
    return Reply("\n".join(lines))


def words(speech: Speech, language: str, trouble: Trouble) -> str:
    """A trouble in a line or two of HTML."""
    detail = {
        name: escape(cut(value, 150)) if isinstance(value, str) else value for name, value in trouble.detail.items()
    }
    return speech.say(language, f"trouble-{trouble.kind}", **detail)


def for_log(speech: Speech, trouble: Trouble) -> str:
    """A trouble as plain text, for the log."""
    return plain(words(speech, DEFAULT, trouble))


def progress(speech: Speech, bulletin: Bulletin, *, over: bool) -> Reply:
    """How far a text to every chat has come, with a button that stops it until it is `over`."""
    state = "stopped" if bulletin.ended_at else "over" if over else "going"
    counts = {"sent": bulletin.sent, "total": bulletin.total, "failed": bulletin.failed}
    text = speech.say(bulletin.language, "bulletin-progress", state=state, **counts)
    stop = Button(speech.say(bulletin.language, "button-bulletin-stop"), data=f"bulletin:stop:{bulletin.id}")
    return Reply(text, ((stop,),) if state == "going" else ())

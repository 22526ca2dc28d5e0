"""What admins are told of the service itself: troubles that begin and that are over, in their language."""

from collections.abc import Sequence

from bot.messages.i18n import Speech
from bot.messages.render import cut, escape
from bot.model import Reply, Trouble

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

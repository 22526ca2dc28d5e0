"""What Telegram's errors mean: telegram.error is translated here and nowhere else. Pure.

The phrases are those of the Bot API server (fail_query_with_error, check_chat_access) and of Telegram itself, whose
names in capitals it passes on; they are found wherever they stand in the description, in either case.
"""

import re
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.model import Gone, Later, Moved, Outcome, Refused, Shut

SLOWLY = timedelta(minutes=10)
"""Between two tries where Telegram says no and may say otherwise later; a guess between waste and delay."""
GONE = (
    "chat not found", "user not found", "user is deactivated", "user_deactivated", "user_is_blocked",
    "bot was blocked", "bot was kicked", "bot is not a member", "can't initiate conversation",
    "chat was deleted", "group chat was deactivated", "group chat is deactivated",
    "channel_private", "channel_invalid", "peer_id_invalid",
)  # fmt: skip
"""The subscriber cannot be reached: whoever it was has left, or has shut us out."""
SHUT = (
    "not enough rights", "need administrator rights", "have no rights", "chat_write_forbidden", "chat_restricted",
    "chat_admin_required", "chat_send_plain_forbidden", "chat_guest_send_forbidden", "user_restricted",
    "topic_closed", "sent message was immediately deleted",
)  # fmt: skip
"""We are in the chat, and people there keep our messages out: they can let them in again."""
CLOSED = ("topic_closed",)
"""The forum topic is closed to who may not manage topics."""
NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
"""The forum topic is not there, or not now: its chat still is."""
NO_TEXT = ("message is too long", "message_too_long", "text is too long", "text is empty", "text must be non-empty")
"""The text itself is wrong, and would be again."""
GONE_MESSAGE = ("to edit not found", "can't be edited", "message_id_invalid")
"""The message to edit was deleted."""
STALE = (*GONE_MESSAGE, "not modified", "message_not_modified", "query is too old", "query_id_invalid")
"""What is said to what comes twice, or after its message was deleted: nobody misses it."""
LACKED = ('unsupported start tag "tg-time"', "text buttons are unallowed")
"""What a server says that does not know a part of an alert: a date-time entity, or a button that copies a text."""
_SLOW_MODE = re.compile(r"(?:slowmode|flood)_wait_([0-9]{1,6})")


def outcome_of(exc: TelegramError) -> Outcome:
    """What an error of Telegram means for a delivery; BadRequest and TimedOut are NetworkErrors, so order matters.

    What is not known is tried slowly: it may pass, and one that does not is given up with the alert, after a day.
    """
    match exc:
        case RetryAfter():
            return Later(str(exc), after=wait_named(exc))
        case ChatMigrated():
            return Moved(exc.new_chat_id)
    if known := _of_chat(exc.message):
        return known
    match exc:
        case Forbidden():
            return Gone(exc.message)
        case BadRequest() if _says(exc.message, NO_TEXT):
            return Refused(exc.message)
        case NetworkError() | InvalidToken() if not isinstance(exc, BadRequest):
            # A revoked token is the operator's to mend; until then everything waits.
            return Later(exc.message)
    return Later(exc.message, after=SLOWLY)


def wait_named(exc: RetryAfter) -> timedelta:
    """The wait that a 429 names; never less than a second."""
    wait = exc.retry_after  # a timedelta where PTB_TIMEDELTA is set, which python-telegram-bot is moving to
    return max(wait if isinstance(wait, timedelta) else timedelta(seconds=wait), timedelta(seconds=1))


def is_stale(exc: TelegramError) -> bool:
    """Whether what was asked for is done already, or has nothing any more that it could be done to."""
    return _says(exc.message, STALE)


def is_missing(exc: TelegramError) -> bool:
    """Whether the message to edit is not there (any more)."""
    return _says(exc.message, GONE_MESSAGE)


def lacks_topic(exc: TelegramError) -> bool:
    """Whether the forum topic is what is missing."""
    return _says(exc.message, NO_TOPIC)


def shuts_topic(exc: TelegramError) -> bool:
    """Whether a forum topic is there and takes no messages of ours."""
    return _says(exc.message, CLOSED)


def may_be_form(exc: BadRequest) -> bool:
    """Whether a message may be refused for its form, a button, a link or an entity: for nothing known of its chat."""
    return not is_stale(exc) and _of_chat(exc.message) is None


def lacks_part(exc: BadRequest) -> bool:
    """Whether the server is too old for a part of the message, as it would be for any other message with it."""
    return _says(exc.message, LACKED)


def _of_chat(message: str) -> Outcome | None:
    """What a description says of the chat; None where it may be about the message."""
    if _says(message, GONE):
        return Gone(message)
    if _says(message, SHUT) or _says(message, NO_TOPIC):
        return Shut(message)
    if wait := _SLOW_MODE.search(message.lower()):
        return Later(message, after=timedelta(seconds=max(int(wait[1]), 1)))
    return None


def _says(message: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in message.lower() for phrase in phrases)

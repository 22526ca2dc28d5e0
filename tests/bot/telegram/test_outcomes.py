"""What Telegram says, and what it means for a delivery."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.model import Gone, Later, Moved, Outcome, Refused, Shut
from bot.telegram.outcomes import SLOWLY, may_be_form, outcome_of

LEFT = [
    "Chat not found", "User not found", "USER_IS_BLOCKED", "User is deactivated", "INPUT_USER_DEACTIVATED",
    "Group chat was deactivated", "CHANNEL_PRIVATE", "CHANNEL_INVALID", "PEER_ID_INVALID", "Bot was kicked",
]  # fmt: skip
KEPT_OUT = [
    "Not enough rights to send text messages to the chat", "Need administrator rights in the channel chat",
    "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "CHAT_SEND_PLAIN_FORBIDDEN", "CHAT_ADMIN_REQUIRED",
    "Have no rights to send a message", "TOPIC_CLOSED", "TOPIC_DELETED", "Message thread not found",
    "Internal Server Error: sent message was immediately deleted",
]  # fmt: skip
WAIT = RetryAfter(7)


@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
@pytest.mark.parametrize("said", LEFT)
def test_who_cannot_be_reached_is_gone(kind: type[TelegramError], said: str) -> None:
    """Whoever blocked us, left, or threw us out."""
    assert outcome_of(kind(said)) == Gone(said)


@pytest.mark.parametrize("kind", [BadRequest, Forbidden, NetworkError])
@pytest.mark.parametrize("said", KEPT_OUT)
def test_a_chat_that_keeps_us_out_is_shut(kind: type[TelegramError], said: str) -> None:
    """People there can let us in again: what waits for it goes on waiting, whatever the status."""
    assert outcome_of(kind(said)) == Shut(said)


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (Forbidden("Forbidden: something new"), Gone("Forbidden: something new")),
        (WAIT, Later(str(WAIT), after=timedelta(seconds=7))),
        (BadRequest("SLOWMODE_WAIT_10"), Later("SLOWMODE_WAIT_10", after=timedelta(seconds=10))),
        (BadRequest("SLOWMODE_WAIT_0"), Later("SLOWMODE_WAIT_0", after=timedelta(seconds=1))),
        (BadRequest("Something new"), Later("Something new", after=SLOWLY)),
        (BadRequest("Can't parse entities: no end tag"), Later("Can't parse entities: no end tag", after=SLOWLY)),
        (Conflict("Something new"), Later("Something new", after=SLOWLY)),
        (BadRequest("Message is too long"), Refused("Message is too long")),
        (BadRequest("MESSAGE_TOO_LONG"), Refused("MESSAGE_TOO_LONG")),
        (BadRequest("Message text is empty"), Refused("Message text is empty")),
        (ChatMigrated(-1001), Moved(-1001)),
        (TimedOut(), Later("Timed out")),
        (NetworkError("Bad Gateway"), Later("Bad Gateway")),
        (InvalidToken("Unauthorized"), Later("Unauthorized")),
    ],
)
def test_the_rest(exc: TelegramError, expected: Outcome) -> None:
    """Waits that are named are kept; what is not known is tried slowly, and only a wrong text is refused at once."""
    assert outcome_of(exc) == expected


def test_the_form_is_suspected_where_the_chat_is_not() -> None:
    """Of a button, an entity or something new; not where nothing changed, the chat is shut, or it is too fast."""
    form = ["BUTTON_URL_INVALID", "Can't parse entities: x", "ENTITY_BOUNDS_INVALID", "Something new"]
    other = [*LEFT, *KEPT_OUT, "SLOWMODE_WAIT_10", "Message is not modified: reply markup", "Message to edit not found"]
    assert [said for said in (*form, *other) if may_be_form(BadRequest(said))] == form

"""The promise of access: invitations, admissions, counts."""

from datetime import datetime
from typing import Protocol

from bot.model import Admission, Census, Invitation


class AccessStore(Protocol):
    """Who is let in, by whom, and how many there are."""

    async def invite(self, invitation: Invitation, now: datetime) -> None:
        """Keep an invitation; those that are over are forgotten."""

    async def invitations(self, now: datetime) -> tuple[Invitation, ...]:
        """The invitations that still let somebody in, those that end first before others."""

    async def withdraw(self, digest: str) -> None:
        """Let nobody in by this invitation any more."""

    async def redeem(self, digest: str, chat_id: int, now: datetime) -> bool:
        """Let a chat in by the invitation of this digest; False where there is none, or it is used up or over.

        Who is in already uses nothing up.
        """

    async def admit(self, chat_id: int, by: int, now: datetime) -> None:
        """Somebody lets a chat in; once is enough."""

    async def admissions(self) -> tuple[Admission, ...]:
        """Every chat that was let in, the newest first; `forget` lets one in no more."""

    async def is_admitted(self, chat_id: int) -> bool:
        """Whether a chat was let in, or subscribed before anybody had to be."""

    async def census(self, since: datetime) -> Census:
        """How many subscribers there are, and how many came and went since then."""

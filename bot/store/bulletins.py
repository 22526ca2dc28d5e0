"""The promise of bulletins: texts to every chat, and their copies."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Address, Bulletin, Copy


class BulletinStore(Protocol):
    """Texts of the admins to every chat. `DeliveryStore.settle` writes what came of their copies."""

    async def chats(self) -> int:
        """To how many chats a bulletin would go: each once, however many of its topics subscribed."""

    async def draft_bulletin(self, text: str, shown: Address, language: str, now: datetime) -> int:
        """Keep a text whose sending is not confirmed yet; its id."""

    async def begin_bulletin(self, number: int, message_id: int | None, now: datetime) -> Bulletin | None:
        """Have a text sent to every chat from now on, once however often it is asked for; None: there is none."""

    async def end_bulletin(self, number: int, now: datetime) -> Bulletin | None:
        """Send a text to nobody else: what is in flight may still arrive. None: there is none."""

    async def bulletins(self) -> tuple[Bulletin, ...]:
        """Those that were begun, and whose author has not seen the end of it."""

    async def report_bulletin(self, number: int, now: datetime) -> None:
        """The author has seen its end."""

    async def claim_copies(self, now: datetime, lease: timedelta, limit: int) -> tuple[Copy, ...]:
        """The due copies, the longest due first, each hidden for `lease`; of texts that were stopped none."""

    async def drop_bulletins(self, before: datetime) -> int:
        """Delete the texts, with their copies, that were drafted before then and are under way no more; how many."""

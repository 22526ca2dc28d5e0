"""The promise of translations: headlines and summaries in a language of their readers."""

from datetime import datetime
from typing import Protocol

from bot.model import Translation


class TranslationStore(Protocol):
    """What a machine made of foreign stories."""

    async def save_translation(self, story_id: int, made: Translation, now: datetime) -> int:
        """Keep it, and have the alerts of its readers edited that stand as they will: how many."""

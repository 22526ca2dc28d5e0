"""The promise of search: entries by their words."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model import Past, Sought, Story


class SearchStore(Protocol):
    """Everything that is kept, by its words."""

    async def search(self, sought: Sought | None, most: int) -> tuple[Past, ...]:
        """Entries that have these tokens (None: any): the newest so many, and the newest so many reports, by id.

        A report's text is its entry's, and what was read of its page.
        """

    async def stories_of(self, ids: Sequence[int]) -> Mapping[int, Story]:
        """The stories of these ids, with their reports and matches."""

    async def index_older(self, limit: int) -> int:
        """Have search know so many entries that came before it was, the newest first; how many there were."""

"""Has a translator make of foreign stories what their readers can read; the alerts are edited when it has.

Nothing waits for it: an alert goes first, and what the translator does not do, or does not do in time, is left out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.config import JobName
from bot.errors import BongsuError
from bot.model import Story, Translation
from bot.pipeline.works import Works
from bot.store import Store
from bot.stories.telling import telling

WAITING = 100
"""How many stories wait for the translator at most; more are left as they are."""
TRIES = 3
"""How often a story is tried, with so many seconds between."""
REST_SECONDS = 10.0
LONGEST_HEADLINE, LONGEST_SUMMARY = 1_000, 4_000
"""Letters of a translation; what is longer is none."""

Translate = Callable[[Sequence[str], str | None, str], Awaitable[Sequence[str]]]


@dataclass(slots=True)
class Translating:
    """What waits for the translator, and who asks it."""

    works: Works
    store: Store
    translate: Translate
    rest: float = REST_SECONDS
    _waiting: asyncio.Queue[tuple[Story, str]] = field(default_factory=lambda: asyncio.Queue(WAITING))
    _asked: dict[tuple[int | None, str, str], None] = field(default_factory=dict)
    """What was asked for lately: story, language, headline; in order, so that the oldest goes first."""

    def want(self, story: Story, language: str) -> None:
        """Have the story translated for readers of this language, if it is foreign to them and was not asked for."""
        told = telling(story, language)
        asked = (story.id, language, told.headline)
        if not told.foreign or told.translation or asked in self._asked or self._waiting.full():
            return
        self._asked[asked] = None
        if len(self._asked) > 10 * WAITING:
            del self._asked[next(iter(self._asked))]
        self._waiting.put_nowait((story, language))

    async def run(self) -> None:
        """Translate one after the other, until cancelled."""
        while True:
            story, language = await self._waiting.get()
            for tried in range(TRIES):
                if tried:
                    await asyncio.sleep(self.rest)
                with self.works.logged("asking the translator"):
                    await self._translated(story, language)
                    break

    async def _translated(self, story: Story, language: str) -> None:
        told = telling(story, language)
        texts = [told.headline, *([told.summary] if told.summary else [])]
        headline, *rest = await self.translate(texts, told.language, language)
        summary = rest[0] if rest else ""
        if not headline or len(headline) > LONGEST_HEADLINE or len(summary) > LONGEST_SUMMARY:
            raise BongsuError("the translator answered nothing, or too much")
        if story.id is not None:
            made = Translation(language, told.headline, headline, summary)
            if await self.store.save_translation(story.id, made, self.works.clock()):
                self.works.wake(JobName.DELIVER)

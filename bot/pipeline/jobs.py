"""The three jobs over one store, and what they do together when the clock jumps."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from bot.config import JobName
from bot.pipeline import timing
from bot.pipeline.delivering import Delivering
from bot.pipeline.detecting import Detecting
from bot.pipeline.polling import Polling
from bot.pipeline.posting import Posts
from bot.pipeline.watching import Watching
from bot.pipeline.works import Works, steady
from bot.store import Store

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Pipeline:
    """The three jobs over one store, each with a `run` that works until stopped, and what watches over them."""

    works: Works
    store: Store
    polling: Polling
    detecting: Detecting
    delivering: Delivering
    posts: Posts
    watching: Watching
    _jumps: timing.Jumps = field(default_factory=timing.Jumps)

    async def check_clock(self, *, mends: bool = True) -> bool:
        """Whether the clock jumped since the last call: what waits for a time is put right, and the jobs look anew.

        `mends`: this process puts it right, not another over the same database.
        """
        jump = self._jumps.look(self.works.clock(), steady())
        if not jump:
            self._jumps.go_on(self.works.clock(), steady())
            return False
        logger.warning("The clock jumped by %.0f seconds; what waits is put right.", jump.total_seconds())
        with self.works.logged("putting right what waits"):
            if mends and jump < timedelta():
                await self.store.rewind(self.works.clock(), -jump)
            self._jumps.go_on(self.works.clock(), steady())
        for job in JobName:
            self.works.wake(job)
        return True

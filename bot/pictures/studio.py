"""Panels -> a picture, in a process that is forked when one is asked for and ended when it takes too long."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Self

from bot.errors import PictureError
from bot.model.chart import Panel
from bot.pictures.drawing import draw
from bot.web.worker import Nursery, Worker, WorkerDied

SECONDS, MEGABYTES = 20.0, 512
"""What a picture gets; it takes a second and 90 MB."""
QUEUE = 4
"""How many may wait for theirs at a time."""
MOST, WITHIN = 10, timedelta(minutes=10)
"""So many pictures a chat, and a person, may have within this time."""


class Studio:
    """Draws one picture at a time, and says who must wait; the process ends when nobody asked for a while."""

    def __init__(self, nursery: Nursery | None = None) -> None:
        self._nursery = nursery or Nursery()
        self._worker = Worker(self._nursery, seconds=SECONDS, megabytes=MEGABYTES)
        self._asked: dict[int, list[datetime]] = {}
        self._waiting = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._worker.aclose()
        await self._nursery.aclose()

    def admit(self, who: Collection[int], now: datetime) -> timedelta | None:
        """None where all of these (chats, people) may have a picture now, which counts; else how long to wait."""
        kept = {one: [at for at in times if now - at < WITHIN] for one, times in self._asked.items()}
        self._asked = {one: times for one, times in kept.items() if times}
        full = [self._asked[one] for one in who if len(self._asked.get(one, ())) >= MOST]
        if full:
            return max(times[0] + WITHIN - now for times in full)
        for one in who:
            self._asked.setdefault(one, []).append(now)
        return None

    async def draw(self, panels: Sequence[Panel]) -> bytes:
        """The picture (PNG); PictureError where too many wait for theirs, or the process ended over it."""
        if self._waiting >= QUEUE:
            raise PictureError("too many pictures are being drawn")
        self._waiting += 1
        try:
            return await self._worker.call(draw, tuple(panels))
        except (TimeoutError, WorkerDied, OSError) as exc:
            raise PictureError("the process that draws ended over it") from exc
        finally:
            self._waiting -= 1

"""How long tests wait: until what they wait for has happened. And a clock for what must not take long.

Nothing here makes a machine fast. A wait ends with its event, and PATIENCE only ends a run that hangs; a promise in
seconds is measured by a Stopwatch, which does not count the time for which a busy machine had no processor to give.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from bot.preview.world import PATIENCE

__all__ = ["PATIENCE", "Stopwatch"]


class Stopwatch:
    """The seconds that something took, as on a machine that does nothing else.

    Linux says how long each thread was ready and waited for a processor; where these processes, or this one, did, the
    watch stands still. Processes that end are looked at, by `look`, while they run. Elsewhere it is a common clock.
    """

    def __init__(self, *processes: int) -> None:
        self._processes = (os.getpid(), *processes)
        self._began = time.monotonic()
        self._kept_waiting = {process: kept_waiting(process) for process in self._processes}
        self._last = dict(self._kept_waiting)

    def look(self) -> None:
        """Note how long the processes have had to wait so far."""
        for process in self._processes:
            self._last[process] = max(self._last[process], kept_waiting(process))

    @property
    def lost(self) -> float:
        """The seconds for which the machine kept them waiting."""
        self.look()
        return sum(self._last[process] - self._kept_waiting[process] for process in self._processes)

    @property
    def seconds(self) -> float:
        """What it took so far, without those."""
        return max(time.monotonic() - self._began - self.lost, 0.0)


def kept_waiting(process: int) -> float:
    """The seconds for which the threads of a process were ready and had no processor; 0 where nobody counts them."""
    nanoseconds = 0
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # it has ended
            nanoseconds += int(thread.read_text().split()[1])
    return nanoseconds / 1e9

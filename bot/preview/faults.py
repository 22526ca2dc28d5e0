"""Trouble on demand: what networks and busy servers do to calls, for the next so many calls or by chance."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Trouble(StrEnum):
    """What can happen to a call."""

    FLOOD = "flood"
    """It is answered 429 with `seconds` as retry_after, and not carried out."""
    BAD_GATEWAY = "bad-gateway"
    """It is answered 502 with a page of HTML, and not carried out."""
    REFUSED = "refused"
    """It is answered 400 with words that nobody knows, and not carried out."""
    CUT_BEFORE = "cut-before"
    """The connection breaks before anything is done."""
    CUT_AFTER = "cut-after"
    """It is carried out, and the connection breaks before the answer."""
    HANG = "hang"
    """Nothing happens until `release`; then it is carried out, whoever still listens."""
    SLOW = "slow"
    """It is carried out `seconds` later; another fault may strike it as well."""
    AWAY = "away"
    """The server is gone: every connection breaks, those that wait for updates too."""


@dataclass(slots=True)
class Fault:
    """One trouble, which methods it hits (none named: all) and how often (`times` None: until cleared)."""

    trouble: Trouble
    methods: frozenset[str] = frozenset()
    times: int | None = None
    probability: float = 1.0
    seconds: float = 1.0

    def json(self) -> dict[str, object]:
        """What `POST /control/faults` takes and `GET` shows."""
        return {
            "trouble": self.trouble,
            "methods": sorted(self.methods),
            "times": self.times,
            "probability": self.probability,
            "seconds": self.seconds,
        }


class Faults:
    """The faults that are set, and the calls that hang. `on_away` is called when the server goes away."""

    def __init__(self, seed: int, on_away: Callable[[], None]) -> None:
        self._dice = Random(seed)  # noqa: S311 - tests want the same dice every time, not secrets
        self._on_away = on_away
        self._released = asyncio.Event()
        self.active: list[Fault] = []
        self.hanging = 0
        """How many calls hang now."""

    def add(
        self,
        trouble: Trouble | str,
        *methods: str,
        times: int | None = None,
        probability: float = 1.0,
        seconds: float = 1.0,
    ) -> None:
        """Let this happen from now on to calls of these methods (none named: all)."""
        fault = Fault(Trouble(trouble), frozenset(methods), times, probability, seconds)
        self.active.append(fault)
        if fault.trouble is Trouble.AWAY:
            self._on_away()

    @property
    def away(self) -> bool:
        """Whether the server is gone."""
        return any(fault.trouble is Trouble.AWAY for fault in self.active)

    def clear(self) -> None:
        """All is well again; what hangs is carried out."""
        self.active.clear()
        self.release()

    def release(self) -> None:
        """Carry out what hangs; the faults stay."""
        self._released.set()
        self._released = asyncio.Event()

    def strike(self, method: str) -> Sequence[Fault]:
        """What happens to this call: delays, then at most one fault of another kind."""
        struck: list[Fault] = []
        for fault in list(self.active):
            if fault.methods and method not in fault.methods:
                continue
            if fault.probability < 1 and self._dice.random() >= fault.probability:
                continue
            struck.append(fault)
            if fault.times is not None:
                fault.times -= 1
                if not fault.times:
                    self.active.remove(fault)
            if fault.trouble is not Trouble.SLOW:
                break
        return struck

    async def hang(self) -> None:
        """Wait for `release`."""
        self.hanging += 1
        try:
            await self._released.wait()
        finally:
            self.hanging -= 1

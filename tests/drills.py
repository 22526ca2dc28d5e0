"""Drills at any size: kills at random moments while stories fan out, and a Telegram that is away.

Real processes end by SIGKILL; what each subscriber got is counted where it arrives, in the Telegram stand-in.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from random import Random

from bot.model import Form, Receiver
from bot.preview.limits import Call, Calls
from bot.preview.telegram import Telegram
from bot.telegram.send import room
from storage import opened
from tests.feedserver import FeedServer
from tests.machine import Machine
from tests.patience import PATIENCE, Stopwatch
from tests.running import TOKEN, Service, World, until

OUTLET = "Hangang Wire"
COUNTRIES = (
    "North Korea", "Iran", "Russia", "China", "India", "Japan", "South Korea", "Israel", "Pakistan", "France",
    "Britain", "Turkey", "Brazil", "Italy", "Norway", "Sweden", "Spain", "Australia", "Germany", "Argentina",
)  # fmt: skip
WEAPONS = (
    "fires a ballistic missile", "test-fires a cruise missile", "launches a spy satellite",
    "launches a weather satellite", "fires a hypersonic missile", "launches a cargo spacecraft",
    "test-fires an anti-ship missile", "launches a navigation satellite", "fires a submarine-launched missile",
    "launches a communications satellite",
)  # fmt: skip
TITLES = tuple(f"{country} {weapon}" for weapon, country in product(WEAPONS, COUNTRIES))
"""As many different events as a drill may have stories."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills, stories and subscribers; `seed` decides the moments."""

    kills: int
    stories: int
    subscribers: int
    seed: int = 1
    per_second: int = 96
    """Messages a second: the most at which no more are in flight than at Telegram's 30."""

    @property
    def alerts(self) -> int:
        """How many alerts there are to send."""
        return self.stories * self.subscribers


class Sends(Calls):
    """Counts the messages that were taken, by chat and headline, and keeps nothing else."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(keep=0)
        self.titles = titles
        self.taken: Counter[tuple[int, str]] = Counter()
        self.times: list[float] = []
        """When each came, by the stand-in's clock."""

    def add(self, call: Call) -> None:
        """Count a message of an alert."""
        if call.method == "sendMessage" and call.status == 200 and call.chat_id is not None:
            title = next(title for title in self.titles if title in call.params["text"])
            self.taken[call.chat_id, title] += 1
            self.times.append(call.at)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a drill: alerts that nobody got, messages too many, kills that met sends, and the time it took."""

    plan: Plan
    missing: int
    repeats: int
    kills_amid_sends: int
    seconds: float
    unposted: int
    """Stories that the machine which hears of all of them did not hear of."""

    @property
    def allowed(self) -> int:
        """The most repeats: what may be in flight at each kill."""
        return self.plan.kills * room(self.plan.per_second)

    @property
    def kept(self) -> bool:
        """Whether the promise was."""
        enough = self.kills_amid_sends >= self.plan.kills / 2  # else nothing was tried
        return not (self.missing or self.unposted) and self.repeats <= self.allowed and enough


@asynccontextmanager
async def field(folder: Path, database_url: str, plan: Plan) -> AsyncIterator[tuple[World, Machine]]:
    """A world without limits, with one feed and everybody in it, and a machine that hears of all its stories."""
    telegram = Telegram(token=TOKEN, keep_messages=2)
    telegram.calls = Sends(TITLES[: plan.stories])
    settings = {"MESSAGES_PER_SECOND": str(plan.per_second)}
    async with (
        telegram,
        FeedServer() as server,
        World(telegram, server, folder, database_url, (OUTLET,), settings) as here,
        Machine() as machine,
        opened(database_url, migrate=True) as store,
    ):
        receiver = Receiver("desk", machine.url(), Form.BONGSU, "en")
        await store.add_receiver(receiver, await store.time())
        here.publish("Old news of rain")
        await here.join(*[telegram.private(first_name=f"Reader {n}") for n in range(plan.subscribers)])
        yield here, machine


async def drill(here: World, machine: Machine, plan: Plan) -> Tally:
    """Kill and start again until the plan is done, then let the last one finish."""
    sends, dice, began = here.telegram.calls, Random(plan.seed), time.monotonic()
    assert isinstance(sends, Sends)
    async with here.running():
        await here.primed()
    met = 0
    for kill in range(plan.kills):
        told = TITLES[: -(-plan.stories * (kill + 1) // plan.kills)]
        here.publish("Old news of rain", *told)
        met += await _killed(here, sends, dice, 2 * plan.alerts / plan.kills, len(told) * plan.subscribers)
    async with here.running():
        await here.rows("SELECT count(*) FROM stories", plan.stories, 2 * PATIENCE)
        left = "SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL"
        await here.rows(left, 0, 2 * PATIENCE + plan.alerts / 100)
        with suppress(TimeoutError):
            await machine.until(lambda: len(_heard(machine)) == plan.stories)
    missing = plan.alerts - len(sends.taken)
    repeats = sends.taken.total() - len(sends.taken)
    unposted = plan.stories - len(_heard(machine))
    return Tally(plan, missing, repeats, met, time.monotonic() - began, unposted)


def _heard(machine: Machine) -> set[str]:
    """What it was told of: each id and revision is one, however often it came."""
    return {posted.headers["webhook-id"] for posted in machine.posted}


async def _killed(here: World, sends: Sends, dice: Random, most: float, there: int) -> bool:
    """Run the service until a random moment, at which no more than `there` went: whether any had when it was killed."""
    before = sends.taken.total()
    if dice.random() < 0.2:  # while it starts, reads its feed, detects
        service = await here.launch()
        await asyncio.sleep(dice.uniform(0.2, 2.5))
    else:
        service = await here.start()
        goal = min(before + 1 + dice.random() * most, there)
        await here.telegram.wait(lambda: sends.taken.total() >= goal, PATIENCE + most / 50)
    await service.kill()
    return sends.taken.total() > before


@dataclass(frozen=True, slots=True)
class Restart:
    """What came of one kill amid a fan-out: seconds from the restart to the last alert, and the longest silence.

    The silence is one after the restart's first second, in which nothing can be expected. `waited` are the seconds for
    which a busy machine had no processor for the service until its first alert.
    """

    last: float
    gap: float
    waited: float
    repeats: int


async def restart(here: World, plan: Plan) -> Restart:
    """Kill the service when a third of a story's alerts have gone, start it again, and let it finish."""
    sends = here.telegram.calls
    assert isinstance(sends, Sends)
    async with here.running() as service:
        await here.primed()
        here.publish("Old news of rain", TITLES[0])
        await here.telegram.wait(lambda: sends.taken.total() >= plan.subscribers / 3)
        await service.kill()
    began, before = here.telegram.clock(), sends.taken.total()
    again = await here.launch()
    watch = Stopwatch(again.process.pid)
    await here.telegram.wait(lambda: sends.taken.total() > before)
    waited = watch.lost
    await here.telegram.wait(lambda: len(sends.taken) == plan.subscribers)
    await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)
    await again.kill()
    times = [began + 1, *(at for at in sends.times if at > began + 1)]
    gap = max(later - earlier for earlier, later in pairwise(times))
    return Restart(times[-1] - began, gap, waited, sends.taken.total() - plan.subscribers)


@dataclass(frozen=True, slots=True)
class Return:
    """Seconds from Telegram's return: to the first alert that arrived, to the last one, and to the first answer."""

    first: float
    last: float
    answer: float


async def absence(here: World, chats: Sequence[int], service: Service, titles: Sequence[str], seconds: float) -> Return:
    """Take Telegram away amid the first story's fan-out, publish the rest, and bring it back after so many seconds."""
    telegram = here.telegram
    here.publish(*titles[:1])
    await telegram.wait(lambda: any(here.alerts(chat) for chat in chats))
    telegram.faults.add("away")
    await until(lambda: "Telegram is away" in service.log, service)
    here.publish(*titles)
    await asyncio.sleep(seconds)  # the absence itself
    had, asker = sum(len(here.alerts(chat)) for chat in chats), telegram.private(first_name="Asker")
    telegram.say(asker, "/help")
    telegram.faults.clear()
    watch = Stopwatch(service.process.pid)

    async def after(so: Callable[[], bool]) -> float:
        await telegram.wait(so, PATIENCE + len(chats) * len(titles) / 20)
        return watch.seconds

    return Return(
        *await asyncio.gather(
            after(lambda: sum(len(here.alerts(chat)) for chat in chats) > had),
            after(lambda: all(len(here.alerts(chat)) >= len(titles) for chat in chats)),
            after(lambda: len(telegram.messages(asker)) > 1),
        )
    )

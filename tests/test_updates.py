"""What people send is lost by no kill and by no stop, be it by long polling or by webhook: the service as a process."""

import signal
from pathlib import Path

import pytest

from tests.running import World, until, world
from tests.test_websub import free_port

PEOPLE = 30


def _answers(here: World, chats: list[int]) -> int:
    """How many answers these chats have."""
    return sum(message.from_bot for chat in chats for message in here.telegram.messages(chat))


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_no_command_is_lost(tmp_path: Path, sqlite_store_url: str, way: str) -> None:
    """A stop amid the answers to many commands and a kill amid the rest lose none, and few are answered twice."""
    async with world(tmp_path, sqlite_store_url, webhook_pause=0.02) as here:
        here.settings["MESSAGES_PER_SECOND"] = "1000"
        if way == "webhook":
            port = free_port()
            here.settings |= {"WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
        chats = [here.telegram.private(first_name=f"Reader {number}") for number in range(PEOPLE)]
        here.telegram.faults.add("slow", "sendMessage", seconds=0.05)
        for chat in chats:
            here.telegram.say(chat, "/subscribe launches")
        for number, end in ((5, signal.SIGTERM), (PEOPLE + 5, signal.SIGKILL)):
            async with here.running(JOBS="chat") as service:
                await here.telegram.wait(lambda number=number: _answers(here, chats) >= number)  # type: ignore[misc]
                if end is signal.SIGTERM:
                    assert await service.end() == 0
                    assert "did not stop in time" not in service.log
                    assert _answers(here, chats) <= PEOPLE
            for chat in chats:
                here.telegram.say(chat, "/subscribe nuclear")
        async with here.running(JOBS="chat") as service:
            asked = 3 * PEOPLE
            await here.telegram.wait(lambda: _answers(here, chats) >= asked)
            await until(lambda: not len(here.telegram.updates), service)
            assert "Traceback" not in service.log

        assert _answers(here, chats) < asked + PEOPLE  # only what was not confirmed yet came again
        await here.rows("SELECT count(*) FROM subscriptions", 2 * PEOPLE)

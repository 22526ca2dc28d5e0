"""`bongsu preview`, as it is typed."""

import asyncio
import re
import signal
import socket
import sys
import urllib.request

import pytest

from tests.patience import PATIENCE
from tests.running import run


async def test_a_port_that_is_taken() -> None:
    """One sentence that names it and says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = await run("preview", "--port", port, environment={})

    assert (code, out) == (2, "")
    assert err.startswith(f"bongsu: Port {port} cannot be used")
    assert "--port" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_serves_until_it_is_ended(number: signal.Signals) -> None:
    """It prints the page's address, serves the page there, and ends by itself when told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "preview", "--port", "0"),
        env={},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"http://127\.0\.0\.1:\d+/", await process.stdout.readline())):
                pass
            page = await asyncio.to_thread(lambda: urllib.request.urlopen(found[0].decode(), timeout=PATIENCE).read())  # noqa: S310
            assert b"<title>Bongsu" in page
            process.send_signal(number)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

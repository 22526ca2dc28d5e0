"""What the tests of the command line share."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.__main__ import main

Typed = Callable[..., Awaitable[tuple[int, str, str]]]
"""Words and environment -> exit code, standard output, standard error."""


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Run a command of `bongsu` within this process, which spares starting one for each."""
    monkeypatch.setenv("COLUMNS", "120")

    async def run(*words: str, **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(main, list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return run

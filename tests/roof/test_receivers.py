"""`bongsu receivers`, as it is typed."""

import json

import pytest

from bot.__main__ import main
from tests.machine import Machine
from tests.roof.conftest import Typed


async def test_a_receiver_from_beginning_to_end(sqlite_url: str, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added with a secret that is shown once, tried, listed without it, removed."""
    monkeypatch.setenv("BONGSU_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("BONGSU_ALLOW_PRIVATE_ADDRESSES", "true")
    async with Machine() as machine:
        code, out, _ = await typed("receivers", "add", "desk", machine.url("/secret-path"), "--topic", "launches")
        assert (code, "whsec_" in out) == (0, True)
        assert await typed("receivers", "test", "desk") == (0, "desk took it.\n", "")
        assert machine.posted[0].body["type"] == "story.new"
        machine.status = 500
        assert await typed("receivers", "test", "desk") == (1, "desk did not take it: it answered 500.\n", "")

        code, out, _ = await typed("receivers", "list", "--json")
        (listed,) = json.loads(out)
        assert (listed["name"], listed["topics"], listed["state"]) == ("desk", "launches", "well")
        assert "whsec_" not in out
        assert "secret-path" not in out
        assert (await typed("receivers", "add", "desk", machine.url()))[0] == 2
        assert await typed("receivers", "remove", "desk") == (0, "Removed: desk.\n", "")
        assert (await typed("receivers", "remove", "desk"))[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Desk!", "https://h.example/"), "small letters"),
        (("desk", "ftp://h.example/"), "https://"),
        (("desk", "https://h.example/", "--topic", "weather"), "There is no topic weather; there are"),
        (("desk", "https://h.example/", "--language", "xx"), "There is no language xx; there are en"),
        (("desk", "https://h.example/", "--secret", "whsec_c2hvcnQ="), "24 bytes"),
    ],
)
def test_a_mistake_is_one_sentence(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    """It says what to write instead."""
    assert main(["receivers", "add", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err

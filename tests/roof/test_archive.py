"""`bongsu archive`: what it writes, `bongsu replay` reads."""

import argparse
import json
from datetime import datetime, timedelta

import pytest

from bot.__main__ import main
from bot.config import load_settings
from bot.pipeline.replay import replay
from bot.roof import archive
from bot.store import Store
from tests.making import NOON, detector, entry, save_poll
from tests.storage.samples import a_feed

HOUR = timedelta(hours=1)


async def written(url: str, since: datetime, until: datetime, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of an archive of this period."""
    assert await archive.run_archive(argparse.Namespace(since=since, until=until), load_settings(database_url=url)) == 0
    return capsys.readouterr().out.splitlines()


async def test_what_is_archived_can_be_replayed(
    store: Store, store_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entry of the period once, the oldest first, however many are read at a time, with all that replay takes."""
    monkeypatch.setattr(archive, "BATCH", 2)
    feed = await a_feed(store)
    entries = [
        entry("봉수 3", published_at=NOON + 2 * HOUR),
        entry("Too late", published_at=NOON + 3 * HOUR),
        entry("Too soon", published_at=NOON - timedelta(microseconds=1)),
        entry("The first", published_at=NOON, language=None, url=None, link=None, text="Two\nlines."),
        entry("An aggregator's", published_at=NOON + HOUR, outlet="Paper"),
        entry("Of the same moment", published_at=NOON + HOUR),
    ]
    await save_poll(store, feed, feed.state, feed.source.url, entries, NOON + 3 * HOUR)

    lines = await written(store_url, NOON, NOON + 3 * HOUR, capsys)

    records = [json.loads(line) for line in lines]
    assert [record["title"] for record in records] == ["The first", "An aggregator's", "Of the same moment", "봉수 3"]
    assert [record["source"] for record in records] == ["Agency", "Paper", "Agency", "Agency"]
    assert records[0] == records[0] | {"text": "Two\nlines.", "url": None, "lang": None, "published": NOON.isoformat()}
    assert [d.arrival.entry.title for _, d in replay(lines, detector())] == [record["title"] for record in records]
    assert len({record["id"] for record in records}) == 4
    assert await written(store_url, NOON + 9 * HOUR, NOON + 10 * HOUR, capsys) == []


@pytest.mark.parametrize(
    ("period", "said"),
    [(("2026-11-02", "2026-11-01"), "FROM must be before TO"), (("yesterday", "2026-11-01"), "such as 2026-11-01")],
)
def test_a_period_that_is_none(period: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and exit code 2."""
    try:
        code = main(["archive", *period])
    except SystemExit as exc:  # argparse's own way
        code = int(str(exc.code))
    assert (code, said in capsys.readouterr().err) == (2, True)

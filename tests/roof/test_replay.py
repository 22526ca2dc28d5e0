"""`bongsu replay` and `bongsu feedback`, as they are typed."""

import csv
import gc
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.errors import DataError
from bot.model import Story
from bot.pipeline.replay import as_json, replay
from storage import open_store
from tests.making import NOON, detector
from tests.roof.conftest import Typed
from tests.running import run
from tests.storage.samples import join, tell

MISSILE = "North Korea fires ballistic missile toward the East Sea"
ENTRIES: tuple[dict[str, Any], ...] = (
    {"id": "a", "title": MISSILE, "text": "", "published": "2026-11-23T21:00:00Z", "lang": "en", "source": "Wire"},
    {"id": 2, "title": "Harvest is late", "text": "", "published": None, "lang": None},
    {"id": "c", "title": MISSILE, "text": "It flew.", "published": "2026-11-23T21:10:00+00:00", "source": "Desk"},
    {"id": "d", "title": "", "text": "", "url": "", "source": "", "published": "2026-11-24", "lang": ""},
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of four entries, one of them empty, with an empty line between."""
    path = tmp_path / "archive.jsonl"
    path.write_text("\n\n".join(json.dumps(entry) for entry in ENTRIES), encoding="utf-8")
    return path


async def test_a_line_for_each_entry(archive: Path, typed: Typed) -> None:
    """`--json` says of every entry, in order, what became of it."""
    code, out, err = await typed("replay", str(archive), "--json")
    lines: list[Mapping[str, Any]] = [json.loads(line) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert [line["id"] for line in lines] == ["a", 2, "c", "d"]
    assert [line["alert"] for line in lines] == ["new", "none", "update", "none"]
    assert [line["story"] for line in lines] == [1, None, 1, None]
    assert lines[0]["topics"][0]["key"] == "launches"
    assert lines[0]["topics"][0]["evidence"][0]["sentence"] == MISSILE
    assert [line["severity"] is None for line in lines] == [False, True, False, True]
    assert [line["summary"] is None for line in lines] == [False, True, False, True]


async def test_every_entry_is_grouped_on_request(tmp_path: Path, typed: Typed) -> None:
    """`--all` tells of any subject, though nobody follows it and no entry has a date."""
    path = tmp_path / "any.jsonl"
    titles = ("Ferry runs aground off Gotland", "Visby ferry runs aground near Gotland", "Choir of Riga wins the prize")
    entries = [{"id": n, "title": title, "published": "", "source": f"Desk {n}"} for n, title in enumerate(titles)]
    path.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    _, plain, _ = await typed("replay", str(path), "--json")
    _, out, _ = await typed("replay", str(path), "--json", "--all")
    _, said, _ = await typed("replay", str(path), "--all")

    assert [json.loads(line)["story"] for line in plain.splitlines()] == [None, None, None]
    assert [json.loads(line)["story"] for line in out.splitlines()] == [1, 1, 2]
    assert said.splitlines()[-1] == "3 entries, 3 grouped, 1 merged, 2 alerts."


async def test_the_same_every_time(archive: Path) -> None:
    """Replaying depends on the archive alone: no clock, no chance, no order of hashes."""
    outs = {(await run("replay", str(archive), "--json", environment={"PYTHONHASHSEED": seed}))[1] for seed in "12"}

    assert len(outs) == 1


async def test_for_a_person(archive: Path, typed: Typed) -> None:
    """The alerts, then counts per day and topic, then the sum."""
    code, out, _ = await typed("replay", str(archive))
    lines = out.splitlines()

    assert code == 0
    assert lines[0].startswith("2026-11-23 21:00  🔥")
    assert MISSILE in lines[0]
    assert lines[-2].split() == ["2026-11-23", "launches", "1"]
    assert lines[-1] == "4 entries, 2 flagged, 1 merged, 1 alerts."


@pytest.mark.parametrize("line", ["{", "[]", '{"title": "x"}', '{"id": 1, "published": "soon"}', '"x"'])
def test_a_line_that_is_no_entry(line: str) -> None:
    """One sentence that names the line."""
    with pytest.raises(DataError, match=r"\ALine 2 of the archive is no entry: .*\Z"):
        list(replay([json.dumps(ENTRIES[0]), line], detector()))


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2004", "2004-01-01T00:00:00+00:00"),
        ("2004-05", "2004-05-01T00:00:00+00:00"),
        ("2004-05-03", "2004-05-03T00:00:00+00:00"),
        ("20040503", "2004-05-03T00:00:00+00:00"),
        ("2004-W19", "2004-05-03T00:00:00+00:00"),
        ("2004-W19-2", "2004-05-04T00:00:00+00:00"),
        ("2004-124", "2004-05-03T00:00:00+00:00"),
        ("2004-05-03T10", "2004-05-03T10:00:00+00:00"),
        ("20040503T1000+0900", "2004-05-03T01:00:00+00:00"),
        ("2004-05-03T10:00:00,5Z", "2004-05-03T10:00:00.500000+00:00"),
        ("2004-05-03 10:00+09:00", "2004-05-03T01:00:00+00:00"),
        ("", "1970-01-01T00:00:00+00:00"),
        (None, "1970-01-01T00:00:00+00:00"),
        (1083578400, "2004-05-03T10:00:00+00:00"),
        (1083578400.5, "2004-05-03T10:00:00.500000+00:00"),
        (1083578400000, "2004-05-03T10:00:00+00:00"),
        ("1083578400", "2004-05-03T10:00:00+00:00"),
        ("1083578400000", "2004-05-03T10:00:00+00:00"),
        ("Mon, 03 May 2004 10:00:00 GMT", "2004-05-03T10:00:00+00:00"),
        ("3 May 2004 19:00 +0900", "2004-05-03T10:00:00+00:00"),
        ("Mon, 03 May 2004 06:00:00 EDT", "2004-05-03T10:00:00+00:00"),
        ("Mon, 03 May 2004 10:00:00 -0000", "2004-05-03T10:00:00+00:00"),
    ],
)
def test_every_date_of_iso_8601_is_taken(published: str | float | None, moment: str) -> None:
    """Also a mere year, month or week, RFC 822 and seconds; an entry without a date came with those before it."""
    [(_, detection)] = replay([json.dumps({"id": 1, "title": MISSILE, "published": published})], detector())

    assert detection.arrival.seen_at == datetime.fromisoformat(moment)


def test_the_language_is_the_one_that_was_recognised() -> None:
    """What a feed declares is only what it declares."""
    told = ((MISSILE, "en"), ("북한, 동해상으로 탄도미사일 발사", None), ("КНДР запустила ракету", "en"))
    lines = [json.dumps({"id": number, "title": title, "lang": lang}) for number, (title, lang) in enumerate(told)]

    assert [as_json(*outcome)["lang"] for outcome in replay(lines, detector())] == ["en", "ko", "ru"]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An archive whose second line is cut off."""
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps(ENTRIES[0]) + "\n{", encoding="utf-8")
    return path


async def test_an_archive_with_a_line_that_is_no_entry(broken: Path, typed: Typed) -> None:
    """What came before it, then one sentence on standard error, and exit code 2."""
    code, out, err = await typed("replay", str(broken), "--json")

    assert (code, out.count("\n")) == (2, 1)
    assert err.startswith("bongsu: Line 2 of the archive is no entry: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"published": True},
        {"published": ["2004"]},
        {"published": {"year": 2004}},
        {"published": 1e300},
        {"published": "yesterday"},
        {"published": "Mon, 99 Foo 2004"},
        {"published": "31 Feb 2004 10:00:00 GMT"},
        {"url": 7},
        {"lang": ["en"]},
    ],
)
def test_what_is_wrong_with_a_line_is_a_sentence(wrong: dict[str, object]) -> None:
    """It names the line, whatever stands in place of a text or a date."""
    lines = [json.dumps(ENTRIES[0]), json.dumps({"id": 1, "title": MISSILE} | wrong)]
    with pytest.raises(DataError, match=r"^Line 2 of the archive is no entry: .*\.$"):
        list(replay(lines, detector()))


async def test_an_archive_that_is_not_there(tmp_path: Path, typed: Typed) -> None:
    """One sentence that names the file."""
    code, _, err = await typed("replay", str(tmp_path / "none.jsonl"))

    assert code == 2
    assert "none.jsonl cannot be read" in err


def test_memory_does_not_grow_with_the_archive() -> None:
    """An archive without end is replayed as it is read, and stories that closed are let go."""

    def endless() -> Iterator[str]:
        for number in count():
            day, hour = divmod(number, 24)
            at = f"20{26 + day // 336}-{1 + day // 28 % 12:02}-{1 + day % 28:02}T{hour:02}:00:00Z"
            yield json.dumps({"id": number, "title": f"{MISSILE}, number {number}", "published": at})

    outcomes = replay(endless(), detector())
    assert sum(detection.story is not None for _, detection in islice(outcomes, 600)) == 600
    assert sum(isinstance(kept, Story) for kept in gc.get_objects()) < 300


async def test_feedback_as_csv(tmp_path: Path, typed: Typed) -> None:
    """A line a story with votes: what an editor needs to tune a topic."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}"
    store = await open_store(url, migrate=True)
    await join(store)
    story = await tell(store)
    await store.vote(story.id or 0, 7, NOON)
    await store.close()
    code, out, _ = await typed("feedback", "--csv", BONGSU_DATABASE_URL=url)
    (row,) = csv.DictReader(io.StringIO(out))

    assert code == 0
    assert (row["votes"], row["told"], row["topics"], row["scores"]) == ("1", "0", "launches", "0.90")
    assert (row["terms"], row["source"], row["headline"]) == ("rocket; 로켓", "Agency", "Rocket launched")


async def test_feedback_is_of_late_unless_told_otherwise(tmp_path: Path, typed: Typed) -> None:
    """The table has the votes of 90 days, as /feedback has, and CSV all there are; both those of so many days."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}"
    store = await open_store(url, migrate=True)
    for title, days in (("1", 1), ("2", 91)):
        await store.vote((await tell(store, title)).id or 0, 7, datetime.now(UTC) - timedelta(days=days))
    await store.close()

    async def stories(*options: str) -> int:
        code, out, _ = await typed("feedback", *options, BONGSU_DATABASE_URL=url)
        assert code == 0
        return out.count("Rocket launched")

    assert await stories() == 1
    assert await stories("--days", "92") == 2
    assert await stories("--csv") == 2
    assert await stories("--csv", "--days", "90") == 1


@pytest.mark.parametrize("days", ["0", "-1", "1e9", "²", "9" * 30])
def test_days_that_are_none_are_refused(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake on the command line is said in a line, with what is wanted."""
    with pytest.raises(SystemExit) as ended:
        main(["feedback", f"--days={days}"])
    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "bongsu feedback: error: argument --days: days are a number from 1 to 36500"

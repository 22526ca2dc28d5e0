"""bot.store.SearchStore: what an index finds, the same on each engine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model import Change, Detection, Entry
from bot.places.gazetteer import load_gazetteer
from bot.queries.query import parse
from bot.queries.search import rank, sought
from bot.store import Store
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, MINUTE, NOW, PAPER, a_feed, entry, report, story

CORPUS = (
    ("en", "North Korea fires ballistic missile toward East Sea", "It flew 900 km, Seoul said."),
    ("en", "Sanctions against Russia widened", "The council listed tankers. No missile was named."),
    ("en", "Pop star fires manager", "The tour goes on."),
    ("en", "Hwasong-18 shown at parade", "The missiles passed the square."),
    ("ko", "정부, 대북제재 위반 선박 공개", "제재 대상은 열 곳이다."),
    ("ko", "북한, 동해상으로 탄도미사일 발사", "합참은 화성-18형으로 본다."),
    ("ko", "발사믹 식초 값 올라", "올리브유도 비싸졌다."),
    ("ja", "北朝鮮がミサイルを発射した", "日本の排他的経済水域の外に落下した。"),
    ("zh", "美國宣布對俄羅斯新制裁", "措施涉及銀行。"),
    ("zh", "朝鲜发射弹道导弹", "韩国军方证实。"),
    ("ru", "КНДР запустила баллистическую ракету", "Ещё одна ракета упала в море."),
)
FOUND: Mapping[str, Sequence[int]] = {
    "missile": (0, 1),
    "missile*": (0, 1, 3),
    "title:missile": (0,),
    "hwasong": (3,),
    "화성": (5,),
    "*미사일 발사": (5,),
    "발사": (5,),
    "제재": (4,),
    "ミサイル": (7,),
    "発射": (7,),
    "海": (),
    "制裁": (8,),
    "导弹": (9,),
    "弾": (),
    "ракета": (10,),
    "ещё": (10,),
    "fires -star": (0,),
    "(sanctions OR 制裁 OR star)": (1, 2, 8),
    "lang:ko": (4, 5, 6),
    "lang:(ja OR ru)": (7, 10),
    "country:kp": (0, 4, 5, 7, 9, 10),
    "country:ru missile": (1,),
    "source:agency tankers": (1,),
    "source:paper": (),
    "tier:agency 900": (0,),
    '"east sea"': (0,),
    "*misail": (),
    "*issile": (0, 1),
}


def corpus() -> list[Entry]:
    """The corpus as entries, each a minute older than the one after it."""
    return [
        replace(entry(str(n)), title=title, text=body, language=language, published_at=NOW - DAY + n * MINUTE)
        for n, (language, title, body) in enumerate(CORPUS)
    ]


async def find(store: Store, written: str, most: int = 100) -> list[str]:
    """The guids of the entries that a query finds, the best first."""
    expression = parse(written)
    found = rank(expression, await store.search(sought(expression), most), load_gazetteer(), NOW)
    return [str(past.link).rpartition("/")[2] for past in found]


async def test_entries_are_found_in_five_languages(store: Store) -> None:
    """By words of two letters, within sentences and compounds, by beginnings and by fields."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, corpus(), NOW)
    found = {written: sorted(map(int, await find(store, written))) for written in FOUND}
    assert found == {written: sorted(these) for written, these in FOUND.items()}


async def test_an_index_proposes_little_else(store: Store) -> None:
    """What is looked at of a query's entries holds, but for what only the text tells."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, corpus(), NOW)
    looked = {written: len(await store.search(sought(parse(written)), 100)) for written in FOUND}
    assert {w: n for w, n in looked.items() if n > len(FOUND[w])} == {
        "title:missile": 2, "발사": 2, "country:kp": 11, "country:ru missile": 2, "fires -star": 2, "*misail": 11,
        "*issile": 11,
    }  # fmt: skip


def deep(levels: int) -> str:
    """A query that is nested so deep."""
    query = "tankers"
    for level in range(levels):
        query = f"(council {query})" if level % 2 else f"(a OR {query})"
    return query


@pytest.mark.parametrize("written", [deep(58), "가" * 500, "".join(map(chr, range(0xAC00, 0xAC00 + 500))), "x" * 500])
async def test_a_query_that_is_as_long_as_may_be_is_answered(store: Store, written: str) -> None:
    """However deep it is nested, and however many tokens it has."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, corpus(), NOW)
    assert await find(store, written) == (["1"] if "tankers" in written else [])


async def test_so_many_are_looked_at(store: Store) -> None:
    """The newest, and the newest reports beside them, whatever came since."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, [entry("report")], NOW)
    (arrival,) = await store.undetected(10)
    new = story(arrival)
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept
    later = [replace(entry(str(n)), title=f"Rocket {n}", published_at=NOW) for n in range(5)]
    await save_poll(store, feed, feed.state, AGENCY.url, later, NOW)
    assert await find(store, "rocket", 2) == ["report", "4", "3"]
    assert await find(store, "topic:launches", 2) == ["report"]
    assert await find(store, "rocket -ferry", 1) == ["report", "4"]
    assert dict(await store.stories_of([kept.id or 0, 99])) == {kept.id: kept}


async def test_what_was_read_of_a_page_is_found(store: Store) -> None:
    """With the title that a page gave; and it is found once, by its story."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, [replace(entry("1"), title="", text="Read on.")], NOW)
    (arrival,) = await store.undetected(10)
    new = story(arrival)
    read = replace(report(arrival), title="A ferry sank", lead="Divers searched.")
    told = replace(new, reports=(read,))
    assert await find(store, "divers") == []
    await store.save_detection(Detection(arrival, new.matches, told, Change.NEW), NOW)
    assert await find(store, "divers ferry") == ["1"]


async def test_entries_of_a_new_feed_are_found(store: Store) -> None:
    """They are searchable, though never pushed."""
    await store.add_feed(PAPER, NOW)
    (feed,) = await store.feeds()
    await save_poll(store, feed, feed.state, PAPER.url, corpus(), NOW)
    assert await store.undetected(10) == ()
    assert await find(store, "source:paper hwasong") == ["3"]


@pytest.mark.parametrize("batch", [1, 3, 100])
async def test_entries_from_before_come_into_the_index(store: Store, store_url: str, batch: int) -> None:
    """The newest first, while others arrive and are detected; none twice, none forgotten, and then no more."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, corpus(), NOW)
    await empty_index(store_url)
    assert await find(store, "missile OR *미사일") == []
    middle = next(arrival for arrival in await store.undetected(100) if arrival.entry.guid == "5")
    new = story(middle)
    await store.save_detection(Detection(middle, new.matches, new, Change.NEW), NOW)
    await save_poll(store, feed, feed.state, AGENCY.url, [replace(entry("new"), title="Missile found")], NOW)
    assert await find(store, "missile OR *미사일") == ["new"]
    assert await store.index_older(batch) == min(batch, len(CORPUS))
    while await store.index_older(batch):
        pass
    assert await find(store, "missile OR *미사일") == ["5", "new", "0", "1"]
    assert await find(store, "topic:launches") == ["5"]


async def test_an_entry_that_code_cannot_read_keeps_no_other_back(store: Store, store_url: str) -> None:
    """It is passed over, at the end of a batch as within one."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, corpus(), NOW)
    await empty_index(store_url, "UPDATE entries SET tier = 'none' WHERE guid IN ('4', '9', '10')")
    while await store.index_older(3):
        pass
    assert sorted(await find(store, "tier:agency missile")) == ["0", "1"]
    assert await find(store, "제재") == []


async def empty_index(store_url: str, *also: str) -> None:
    """As a migration leaves it: nothing that is kept is in the index."""
    engine = create_async_engine(store_url)
    async with engine.begin() as connection:
        for statement in ("DELETE FROM search", *also):
            await connection.execute(text(statement))
    await engine.dispose()

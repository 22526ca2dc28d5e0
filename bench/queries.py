"""What subscribers' own queries cost: `python bench/queries.py [--archive FILE.jsonl[.xz]] [--entries N]`.

Entries a second through the built-in topics alone, and with so many queries more (made up by a seeded generator, in
five languages), the memory that the queries take, and beside them a loop over each query's compiled regular
expressions. An archive's lines are as for `bongsu replay`; without one, entries are made up as well.
"""

from __future__ import annotations

import argparse
import gc
import json
import lzma
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from babel import Locale

from bot.model import Entry, Source
from bot.queries.expression import Expression, Known, Leaf, Words, holds, key_of, leaves
from bot.queries.index import QueryIndex
from bot.queries.query import parse
from bot.text.reading import Reading
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher

SIZES = (0, 100, 1_000, 10_000, 100_000)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source("https://wire.example/feed", "Hangang Wire", "en", "kr")
NAIVE_SECONDS = 3.0
"""How long the loop over regular expressions is given for each size."""
ADDED = 20
"""How many queries are added one by one."""
NAIVE_QUERIES = 2_000
"""How many queries the loop is measured with at most."""
SUBJECTS = {
    "en": "missile rocket satellite launch test sanctions export embargo tanker shipyard drone summit reactor uranium "
    "centrifuge tariff election strike port refinery chip battery grain pipeline cable spy hacker crypto treaty",
    "ko": "미사일 로켓 위성 발사 시험 제재 수출 유조선 조선소 무인기 정상회담 원자로 우라늄 관세 선거 항구 정유 반도체 "
    "배터리 곡물 해저케이블 간첩 해킹 가상자산 조약 훈련 순항미사일 탄도미사일",
    "ja": "ミサイル ロケット 衛星 発射 実験 制裁 輸出 タンカー 造船 無人機 首脳会談 原子炉 ウラン 関税 選挙 港湾 条約",
    "zh": "导弹 火箭 卫星 发射 试验 制裁 出口 油轮 造船 无人机 峰会 反应堆 铀 关税 选举 港口 芯片 电池 条约 軍演 飛彈",
    "ru": "ракет* спутник* пуск* испытани* санкци* экспорт* танкер* беспилотник* саммит* реактор* уран* пошлин* порт*",
}
SYLLABLES = {
    "en": "ka lo ri ven tor mar del san quin bel or ash win fro gar hol ist jun",
    "ko": "가 나 다 라 마 바 사 아 자 차 김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 홍",
    "ja": "ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ 山 川 田 中 木 村 小 林 井 上",
    "zh": "王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 马 朱 胡 林 郭 何 高 罗 华 明 建 国 伟 军",
    "ru": "ва но ри мос тов ков лен гор бел ски дан пет ро ши",
}
NOISE = (
    "film",
    "game",
    "football",
    "K-pop",
    "album",
    "stock",
    "recipe",
    "영화",
    "게임",
    "축구",
    "映画",
    "电影",
    "фильм*",
)
WEIGHTS = {"en": 50, "ko": 20, "ja": 10, "zh": 10, "ru": 10}


class Names:
    """Words of a language for queries: a few that many people use, countries, and names without end."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance = chance
        self.subjects = SUBJECTS[language].split()
        self.syllables = SYLLABLES[language].split()
        territories = {str(code): name for code, name in Locale(language).territories.items()}
        self.countries = [code.lower() for code in territories if len(code) == 2 and code.isalpha()]
        self.places = [territories[code.upper()] for code in self.countries]

    def subject(self) -> str:
        """The first ones are what most people ask for."""
        return self.subjects[int(len(self.subjects) * self.chance.random() ** 2)]

    def place(self) -> str:
        """Likewise."""
        return f'"{self.places[int(len(self.places) * self.chance.random() ** 2)]}"'

    def name(self) -> str:
        """A person, a company, a ship or a model: hardly ever the same."""
        made = "".join(self.chance.choices(self.syllables, k=3))
        if self.chance.random() < 0.3:
            return f"{made}-{self.chance.randint(1, 40)}"
        return f'"{made} {"".join(self.chance.choices(self.syllables, k=2))}"' if self.chance.random() < 0.5 else made


def made_queries(count: int, seed: int = 7) -> Iterator[str]:
    """Queries as people of five languages might ask them."""
    chance = random.Random(seed)
    names = {language: Names(language, chance) for language in SUBJECTS}
    shapes: dict[Callable[[Names], str], int] = {
        lambda n: n.name(): 20,
        lambda n: f"({n.name()} OR {n.name()}) {n.subject()}": 20,
        lambda n: f"{n.subject()} {n.place()} -{chance.choice(NOISE)}": 15,
        lambda n: f"({n.subject()} OR {n.subject()} OR {n.name()}) {n.place()} {n.subject()}": 15,
        lambda n: f"title:{n.subject()} country:({chance.choice(n.countries)} OR {chance.choice(n.countries)})": 10,
        lambda n: f"topic:{chance.choice(('sanctions', 'launches'))} ({n.name()} OR {n.place()})": 10,
        lambda n: f"{n.name()} {n.place()} -({chance.choice(NOISE)} OR tier:aggregator)": 5,
        lambda n: f"lang:(en OR ko) {n.subject()} {n.name()}": 5,
    }
    for _ in range(count):
        (language,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        (shape,) = chance.choices(list(shapes), list(shapes.values()))
        yield shape(names[language])


def made_entries(count: int, seed: int = 11) -> Iterator[Entry]:
    """Entries of some 250 words each, of the words that queries ask for and of others."""
    chance = random.Random(seed)
    names = {language: Names(language, chance) for language in SUBJECTS}
    for number in range(count):
        (language,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        n = names[language]
        words = [chance.choice((n.subject, n.place, n.name, n.name))().strip('"*') for _ in range(250)]
        yield Entry(str(number), " ".join(words[:10]), " ".join(words[10:]), NOW, language=language)


def archived(path: Path) -> Iterator[Entry]:
    """The entries of an archive, an unpacked or an xz one."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            guid, title, text = (str(record.get(name) or "") for name in ("id", "title", "text"))
            yield Entry(guid, title, text, NOW, language=record.get("lang"))


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured with so many queries.

    `read` and `added`: seconds to read them all, and then one more; `alone`: seconds that they take of an entry;
    `speed` and `naive`: entries a second, topics included, and through the loop; `held`: how many hold for an entry.
    """

    queries: int
    distinct: int
    read: float
    added: float
    megabytes: float
    speed: float
    alone: float
    held: float
    naive: float | None


def measure(entries: Sequence[Entry], sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """A row for each number of queries; each index is made from nothing."""
    matcher = Matcher(load_topics())
    speed_of(matcher, QueryIndex(), entries[:50])  # what is made at first use is made
    for size in sizes:
        gc.collect()
        before, started = resident(), time.perf_counter()
        followed = QueryIndex()
        followed.add(read(made_queries(size)))
        seconds, megabytes = time.perf_counter() - started, resident() - before
        distinct, speed, alone, held = len(followed), *speed_of(matcher, followed, entries)
        started = time.perf_counter()
        for query in read(made_queries(ADDED, seed=13)):
            followed.add([query])
        added = (time.perf_counter() - started) / ADDED
        yield Row(size, distinct, seconds, added, megabytes, speed, alone, held, naive_speed(size, entries))


def read(queries: Iterator[str]) -> Iterator[tuple[str, Expression]]:
    """Each query with its key."""
    for query in queries:
        expression = parse(query)
        yield key_of(expression), expression


def speed_of(matcher: Matcher, followed: QueryIndex, entries: Sequence[Entry]) -> tuple[float, float, float]:
    """Entries a second through topics and queries, the queries' seconds of each, and how many queries hold for it."""
    started, alone, held = time.perf_counter(), 0.0, 0
    for entry in entries:
        reading = Reading.of(entry.title, entry.text, entry.language)
        topics = {match.topic for match in matcher.match(reading)}
        if len(followed):
            begun = time.perf_counter()
            countries = frozenset(("kp", "ru")) if topics else frozenset()
            held += len(followed.match(Known.of(reading, SOURCE, topics, countries)))
            alone += time.perf_counter() - begun
    return len(entries) / (time.perf_counter() - started), alone / len(entries), held / len(entries)


def naive_speed(size: int, entries: Sequence[Entry]) -> float | None:
    """Entries a second when each query searches the text for its words, one compiled expression a word.

    Beyond NAIVE_QUERIES the time is that of so many queries in proportion: the loop is as long as the queries are many.
    """
    if not size:
        return None
    asked, done = min(size, NAIVE_QUERIES), 0
    expressions = [expression for _, expression in read(made_queries(asked))]
    patterns = {
        leaf: pattern(leaf) for expression in expressions for leaf in leaves(expression) if isinstance(leaf, Words)
    }
    started = time.perf_counter()
    for entry in entries:
        text = f"{entry.title}\n{entry.text}"

        def true(leaf: Leaf, text: str = text) -> bool:
            return isinstance(leaf, Words) and patterns[leaf].search(text) is not None

        for expression in expressions:
            holds(expression, true)
        done += 1
        if time.perf_counter() - started > NAIVE_SECONDS:
            break
    return done / (time.perf_counter() - started) * asked / size


def pattern(words: Words) -> re.Pattern[str]:
    """A query's word as a regular expression over the text as it is."""
    left, right = "" if words.term.open_left else r"\b", "" if words.term.open_right else r"\b"
    return re.compile(left + re.escape(words.term.text).replace(r"\ ", r"[\s-]+") + right, re.IGNORECASE)


def resident() -> float:
    """The memory of this process, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def show(rows: Iterator[Row]) -> None:
    """Print the table as it comes."""
    print(" queries distinct entries/s of 100  queries   hold  read in one more  memory  loop of regular expressions")
    base = None
    for row in rows:
        base = row.speed if row.queries == 100 else base
        part = f"{row.speed / base:6.0%}" if base else ""
        loop = f"{row.naive:8.2f}/s, {row.speed / row.naive:,.0f} times slower" if row.naive else ""
        print(
            f"{row.queries:8,} {row.distinct:8,} {row.speed:9,.0f} {part:>6} {row.alone * 1e6:5.0f} us {row.held:6.1f}"
            f" {row.read:6.1f} s {row.added * 1e3:5.1f} ms {row.megabytes:4.0f} MB  {loop}",
            flush=True,
        )


def speed(archive: Path | None, count: int) -> None:
    """Measure over so many entries, of an archive or made up, and print."""
    entries = list(islice(archived(archive) if archive else made_entries(count), count))
    letters = sum(len(entry.title) + len(entry.text) for entry in entries) / max(len(entries), 1)
    print(f"{len(entries):,} entries of {letters:,.0f} letters each\n")
    show(measure(entries))


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, metavar="FILE")
    parser.add_argument("--entries", type=int, default=1_000)
    args = parser.parse_args()
    speed(args.archive, args.entries)


if __name__ == "__main__":
    main()

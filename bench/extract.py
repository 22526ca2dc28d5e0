"""Reads the pages of a folder and compares with their gold: `python bench/extract.py FOLDER [--each]`.

FOLDER/COUNTRY/ holds pages (`OUTLET_DATE.html.gz`) and per outlet the gold of each (`OUTLET.json`). The score is the F1
of the words of a page's text (`\\w+`, case folded, counted) against the gold's summary, headings and paragraphs.
trafilatura alone reads the same pages in the same run. Exit code 1 where the mean is under 0.95, a page under 0.6, or a
phrase of the page's furniture survives.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean

import trafilatura

from bot.pages.article import read
from bot.text.html import plain_text

MEAN, LEAST = 0.95, 0.6
FURNITURE = re.compile(
    r"posted on ?:|modified on ?:|back to top|most viewed|button that move to original|클릭시 원문|관련 ?기사$"
    r"|sign up (?:for|to) (?:our|the) |subscribe to (?:our|the) |newsletter to your inbox"
    r"|(?:uses?|accept(?: all)?|manage) cookies|all rights reserved|무단 ?전재|재배포 ?금지|our standards: "
    r"|^[^.]{0,60}\((?:AP|AFP|Reuters|Yonhap)\) ?[-–—]+|\(.{0,20}=연합뉴스\)|[가-힣]{2,4} 기자 ?[\w.]+@"
    r"|^(?:by|photo|image|credit)[ :]+[A-Z][\w.]+ [A-Z]\w+$|^reporting by |editing by [A-Z]",
    re.IGNORECASE | re.MULTILINE,
)
"""Phrases of what stands around an article; a sentence of news has none of them."""

Gold = tuple[str, ...]


def main(folder: Path, each: bool) -> int:
    """Print the table, and a line a page where asked; 0 where the targets are met."""
    pages = list(_pages(folder))
    methods: dict[str, Callable[[bytes], str]] = {"trafilatura alone": _alone, "bot.pages.article": _ours}
    print(f"{'':20} {'mean F1':>8} {'lowest':>7} {'under 0.6':>9} {'furniture':>9} {'doubled':>8} {'ms a page':>9}")
    scores: dict[str, list[float]] = {}
    survived = 0
    for name, method in methods.items():
        started = time.perf_counter()
        texts = [method(html) for _, html, _ in pages]
        spent = (time.perf_counter() - started) * 1000 / len(pages)
        scores[name] = [f1(text, gold) for text, (_, _, gold) in zip(texts, pages, strict=True)]
        found = [phrase[0] for text in texts for phrase in FURNITURE.finditer(text)]
        doubled, survived = sum(map(_doubled, texts)), len(found)
        low, mid = min(scores[name]), mean(scores[name])
        under = sum(score < LEAST for score in scores[name])
        print(f"{name:20} {mid:8.4f} {low:7.3f} {under:9} {survived:9} {doubled:8} {spent:9.1f}")
    print(f"{len(pages)} pages; furniture left by bot.pages.article: {sorted(set(found)) if survived else 'none'}")
    if each:
        rows = sorted(
            zip(scores["bot.pages.article"], scores["trafilatura alone"], (name for name, *_ in pages), strict=True)
        )
        print("\n".join(f"{ours:.3f} {alone:.3f} {name}" for ours, alone, name in rows))
    ours = scores["bot.pages.article"]
    return 0 if mean(ours) >= MEAN and min(ours) >= LEAST and not survived and not doubled else 1


def f1(text: str, gold: str) -> float:
    """The harmonic mean of precision and recall of the words of a text."""
    ours, theirs = _words(text), _words(gold)
    return 2 * (ours & theirs).total() / ((ours.total() + theirs.total()) or 1)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _doubled(text: str) -> int:
    """Lines that stand there twice in a row, as captions do that are written for eyes and for ears."""
    lines = text.splitlines()
    return sum(line == following for line, following in pairwise(lines))


def _pages(folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """Each page's name, bytes and gold: that version of its outlet's whose words it holds."""
    for path in sorted(folder.glob("*/*.html.gz")):
        html = gzip.decompress(path.read_bytes())
        versions = json.loads((path.parent / f"{path.name.split('_')[0]}.json").read_text(encoding="utf-8")).values()
        golds = [_gold(version["body"]) for version in versions if version.get("body")]
        on_page = _words(plain_text(html.decode("utf-8", "replace")) + html.decode("utf-8", "replace"))
        yield path.name, html, max(golds, key=lambda gold: (_words(gold) & on_page).total() / _words(gold).total())


def _gold(body: dict[str, list[dict[str, list[str]]]]) -> str:
    sections = [line for section in body["sections"] for line in (*section["headline"], *section["paragraphs"])]
    return "\n".join([*map(str, body["summary"]), *sections])


def _alone(html: bytes) -> str:
    return trafilatura.extract(html, include_comments=False) or ""


def _ours(html: bytes) -> str:
    article = read(html)
    return article.text if article else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true", help="also a line a page: our score, trafilatura's, its name")
    arguments = parser.parse_args()
    sys.exit(main(arguments.folder, arguments.each))

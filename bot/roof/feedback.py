"""`bongsu feedback`: what readers called not relevant, for people and as CSV to tune topics with."""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table

import storage
from bot.config import Settings
from bot.model import Judgement
from handlers.feedback import LATELY

COLUMNS = ("story", "opened", "votes", "told", "topics", "scores", "terms", "source", "headline", "url")


async def run_feedback(args: argparse.Namespace, settings: Settings) -> int:
    """Print a line a story, those with the most votes first: of late as /feedback; `--csv` for machines, of ever."""
    async with storage.opened(settings.database_url, migrate=False) as store:
        since = await store.time() - (timedelta(days=args.days) if args.days else LATELY)
        judgements = await store.judgements(None if args.csv and not args.days else since)
    if args.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(judgements))
    else:
        table = Table("votes", "told", "topics", "source", "headline")
        for one in judgements:
            story = one.story
            table.add_row(str(one.votes), str(one.told), ", ".join(story.topics), story.outlets[0], story.headline)
        Console().print(table)
    return 0


def _rows(judgements: Sequence[Judgement]) -> Iterator[tuple[object, ...]]:
    for one in judgements:
        story = one.story
        terms = dict.fromkeys(evidence.term for match in story.matches for evidence in match.evidence)
        yield (
            story.id,
            story.opened_at.isoformat(),
            one.votes,
            one.told,
            " ".join(story.topics),
            " ".join(f"{match.score:.2f}" for match in story.matches),
            "; ".join(terms),
            story.outlets[0],
            story.headline,
            story.url or "",
        )

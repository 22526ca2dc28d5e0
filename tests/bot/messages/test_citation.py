"""A report as one cites it."""

import pytest

from bot.messages.citation import LONGEST, citation
from bot.messages.markup import units
from tests.making import report, subscriber

KOREAN = subscriber(timezone="Asia/Seoul")


def test_a_citation_says_what_who_when_and_where() -> None:
    """The time is the reader's, with its date and zone."""
    told = report("Yonhap", url="https://yonhap.example/1")
    assert citation("North Korea\nfires missile", "Yonhap", told, KOREAN, "KST") == (
        "“North Korea fires missile”, Yonhap, 2026-11-24 21:00 KST, https://yonhap.example/1"
    )


@pytest.mark.parametrize("url", [None, "https://a.example/" + "x" * 60, "https://a.example/" + "x" * 300])
def test_a_citation_has_at_most_256_characters(url: str | None) -> None:
    """The headline is cut; an address that leaves it no room is left out."""
    said = citation("🚀 " * 200, "한" * 90, report("A", url=url), KOREAN, "KST")
    assert units(said) <= LONGEST
    assert said.count("🚀") > 20
    assert said.endswith("x" if url and len(url) < 100 else "KST")

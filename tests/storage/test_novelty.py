"""storage.novelty: which items are new entries of their feed, and which new entries are no news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.model import Entry, Tier
from storage.novelty import (
    MOST_VERSIONS,
    NEWS_FOR,
    PUT_IN,
    RENEWED,
    REPEATED,
    RETURNS,
    Known,
    is_old,
    print_of,
    print_of_title,
    sift,
)
from tests.making import HOUR, MINUTE, NOON

LINK = "nav.example/warnings"
WARNING = "Hazardous operations: rocket launching"


def item(
    title: str = WARNING, guid: str = "w0", link: str | None = LINK, *, at: datetime | None = NOON, **said: Any
) -> Entry:
    """An item as it is published at that time; None: without a date, first seen at noon."""
    text = said.pop("text", "Keep clear.")
    return Entry(guid, title, text, at or NOON, link, link, "en", undated_at=None if at else NOON, **said)


def known(number: int, entry: Entry, seen_at: datetime, tier: Tier) -> Known:
    """What is remembered of an entry."""
    prints = print_of_title(entry.title, tier), print_of(entry.text)
    return Known(number, entry.guid, entry.link, *prints, entry.published_at, entry.undated_at is not None, seen_at)


class AFeed:
    """A feed that is read again and again, and remembers as the store does."""

    def __init__(self, tier: Tier = Tier.PRESS) -> None:
        self.tier, self.had, self.at = tier, list[Known](), NOON
        self.old = list[str]()

    def shows(self, *shown: Entry, after: timedelta = MINUTE) -> list[str]:
        """The titles of the entries that are new when it shows these, so long after the last time; `old`: no news."""
        before, self.at = self.at if self.had else None, self.at + after
        sifted = sift(shown, self.had, tier=self.tier, last_good=before, now=self.at)
        self.had += [known(len(self.had) + n, entry, self.at, self.tier) for n, (entry, _) in enumerate(sifted.new)]
        self.old = [entry.title for entry, old in sifted.new if old]
        return [entry.title for entry, _ in sifted.new]


def test_what_was_known_is_known() -> None:
    """Shown again, with a text or a guid or an address that changed by itself."""
    feed = AFeed()
    assert feed.shows(item()) == [WARNING]
    for same in (
        item(),
        item(text="Keep clear!"),
        item(text="Keep well clear of the area."),
        item(guid="https://nav.example/?p=7"),
        item(link="nav.example/moved"),
        item(title=f"{WARNING.upper()}."),
        item(title=f"UPDATE 2: {WARNING}", guid="w0 2"),
        item(title=f"(2nd LD) {WARNING} - Reuters"),
        item(title=f"[속보] {WARNING}"),
        item(at=NOON + MINUTE),
        item(at=NOON + RENEWED),
    ):
        assert feed.shows(same) == [], same


def test_two_items_of_one_address_are_two() -> None:
    """Whatever is told apart by guid or by title, now and in later documents, though the address stays."""
    feed = AFeed()
    assert feed.shows(item("One", "w0"), item("Two", "w1")) == ["One", "Two"]
    assert feed.shows(item("Three", "w2"), item("Two", "w1"), item("One", "w0")) == ["Three"]
    assert feed.shows(item("Three", "w3", text="Another.")) == ["Three"]


def test_a_guid_that_a_whole_feed_shares_tells_nothing() -> None:
    """Documents of one item each, as hubs push them: another address and title is another entry."""
    feed = AFeed()
    pushed = [item(title, "https://x.example/", f"x.example/{title}") for title in ("a", "b", "c")]
    assert [feed.shows(one) for one in pushed] == [["a"], ["b"], ["c"]]
    assert [feed.shows(one) for one in pushed] == [[], [], []]


@pytest.mark.parametrize("link", [LINK, None])
@pytest.mark.parametrize("dated", [True, False])
def test_the_latest_alert_of_a_feed_of_one_item(link: str | None, *, dated: bool) -> None:
    """Guid and address stay, each new title is an entry; one that comes back after a day says that it is so again."""
    feed = AFeed()

    def shows(title: str, after: timedelta) -> list[str]:
        at = feed.at + after if dated else None
        return feed.shows(item(title, "latest", link, at=at), after=after)

    assert shows("No alert", MINUTE) == ["No alert"]
    assert shows("Missile launched", HOUR) == ["Missile launched"]
    assert shows("Missile launched", HOUR) == []
    assert shows("Missile landed", MINUTE) == ["Missile landed"]
    assert shows("No alert", RETURNS) == ["No alert"]
    assert shows("Missile launched", RETURNS) == ["Missile launched"]
    assert feed.old == []


def test_a_title_that_flips_to_and_fro_is_new_once_each() -> None:
    """A site that tries two headlines makes two entries, however often it changes its mind."""
    feed = AFeed()
    assert [new for title in ("One", "Two") * 20 for new in feed.shows(item(title))] == ["One", "Two"]


def test_a_page_that_is_updated_in_place() -> None:
    """As gov.uk does: the id holds the date, `updated` moves on, the address and the title stay."""
    feed = AFeed()

    def update(after: timedelta, text: str, guid: str | None = None) -> list[str]:
        at = feed.at + after
        return feed.shows(item("UK sanctions list", guid or f"{LINK}#{at}", at=at, text=text), after=after)

    assert update(MINUTE, "The list.") == ["UK sanctions list"]
    assert update(9 * HOUR, "12 entries added under the Russia regime.") == ["UK sanctions list"]
    assert update(9 * HOUR, "12 entries added under the Russia regime.") == ["UK sanctions list"]
    same = feed.had[-1].guid
    assert update(9 * HOUR, "12 entries added under the Russia regime.", same) == []
    assert update(9 * HOUR, "3 entries added.", same) == ["UK sanctions list"]
    assert feed.old == []


def test_a_date_of_its_own_for_the_update() -> None:
    """An entry that was published long ago and is rewritten now is as young as its update; it is so once."""
    feed = AFeed()
    page = item(at=NOON - 400 * timedelta(days=1))
    assert feed.shows(page) == [WARNING]
    assert feed.old == [WARNING]
    updated = replace(page, text="The area moved.", updated_at=NOON + 4 * HOUR)
    assert feed.shows(updated, after=5 * HOUR) == [WARNING]
    assert feed.old == []
    assert feed.shows(updated) == []


def test_a_retraction_is_an_entry() -> None:
    """Under the same guid and address, re-dated or not."""
    feed = AFeed()
    feed.shows(item())
    assert feed.shows(item(f"RETRACTED: {WARNING}")) == [f"RETRACTED: {WARNING}"]
    assert feed.shows(item(f"CORRECTED-{WARNING}")) == [f"CORRECTED-{WARNING}"]
    assert feed.shows(item(f"(Withdrawn) {WARNING}", at=NOON + HOUR)) == [f"(Withdrawn) {WARNING}"]


def test_a_clock_in_a_title_makes_so_many_entries_a_day() -> None:
    """Rows do not grow without bound with a page that writes the time, or a count, into its title."""
    feed = AFeed()
    titles = [f"Live: {number} comments" for number in range(3 * MOST_VERSIONS)]
    assert [new for title in titles for new in feed.shows(item(title))] == titles[:MOST_VERSIONS]
    assert feed.shows(item("Live: day two"), after=timedelta(days=1)) == ["Live: day two"]


def named(n: int, titles: Sequence[str], at: datetime | None, *, step: timedelta = HOUR) -> list[Entry]:
    """Items that have the n-th guid and link, the first published then, each other one a step before."""
    moments = [at - place * step if at else None for place in range(len(titles))]
    return [
        item(title, f"{title}-{n}", f"x.example/{n}/{title}", at=moment)
        for title, moment in zip(titles, moments, strict=True)
    ]


@pytest.mark.parametrize("at", [NOON + MINUTE, None])
def test_guids_and_links_that_are_new_at_each_poll(at: datetime | None) -> None:
    """Title, text and date tell, or the document as a whole does: nothing is new twice, and what is new is."""
    feed = AFeed()
    assert feed.shows(*named(0, "cba", at)) == ["c", "b", "a"]
    assert [new for n in range(1, 9) for new in feed.shows(*named(n, "cba", at))] == []
    assert feed.shows(*named(9, "d", at and at + HOUR), *named(9, "cba", at)) == ["d"]
    assert feed.shows(*named(10, "d", at and at + HOUR), *named(10, "cba", at)) == []


@pytest.mark.parametrize("step", [HOUR, timedelta(seconds=1)])
def test_a_site_that_moves_gives_everything_another_name(step: timedelta) -> None:
    """With the dates that it had, or all re-dated to now: no news, and what is new beside it is."""
    feed = AFeed()
    feed.shows(*named(0, "dcba", NOON, step=step))
    moved = named(1, "dcba", NOON if step == HOUR else NOON + 5 * HOUR, step=step)
    assert feed.shows(*named(1, "e", NOON + 5 * HOUR), *moved, after=5 * HOUR) == ["e"]
    assert feed.shows(*moved) == []


def test_what_is_said_again_is_news() -> None:
    """Sirens have one text each time: under a new guid, later, beside what was there or alone."""
    feed = AFeed()
    assert feed.shows(*named(0, "a", NOON)) == ["a"]
    assert feed.shows(*named(1, "a", NOON + HOUR), *named(0, "a", NOON), after=HOUR) == ["a"]
    assert feed.shows(*named(2, "a", NOON + 2 * HOUR), after=HOUR) == ["a"]
    assert feed.shows(*named(3, "abc", NOON + 9 * HOUR), after=7 * HOUR) == ["a", "b", "c"]
    assert feed.shows(*named(4, "abc", NOON + 19 * HOUR), after=10 * HOUR) == ["a", "b", "c"]
    for n in (5, 6):
        thrice = [item("a", f"{n}{x}", f"x.example/{n}{x}", at=NOON + (15 + n) * HOUR) for x in "xyz"]
        assert feed.shows(*thrice, after=HOUR) == ["a", "a", "a"]
    twice = [item("Notice", str(n), f"x.example/{n}", at=NOON + 22 * HOUR) for n in range(2)]
    assert [feed.shows(one, after=HOUR) for one in twice] == [["Notice"], ["Notice"]]


def test_an_aggregators_item_under_another_guid_and_link() -> None:
    """The same outlet's title is the same article for days; of another outlet, or much later, it is another one."""
    feed = AFeed(Tier.AGGREGATOR)

    def shows(n: int, after: timedelta, at: datetime = NOON, title: str = "NK fires missile - Reuters") -> list[str]:
        return feed.shows(item(title, f"CBMi{n}", f"news.example/CBMi{n}", at=at, text=f"{title} {n}"), after=after)

    assert shows(0, MINUTE) == ["NK fires missile - Reuters"]
    assert [new for n in range(1, 40) for new in shows(n, 3 * HOUR)] == []
    assert shows(50, MINUTE, title="NK fires missile - AP") == ["NK fires missile - AP"]
    assert shows(51, MINUTE, at=NOON + REPEATED + HOUR) == ["NK fires missile - Reuters"]
    assert AFeed().shows(item(guid="1", link="a"), item(guid="2", link="b")) == [WARNING, WARNING]


@pytest.mark.parametrize(
    ("ago", "polled", "old"),
    [
        (HOUR, MINUTE, False),
        (NEWS_FOR - HOUR, timedelta(days=4), False),
        (NEWS_FOR + HOUR, timedelta(days=4), True),
        (PUT_IN, MINUTE, False),
        (PUT_IN + HOUR, MINUTE, True),
        (timedelta(days=1000), None, True),
        (HOUR, None, False),
    ],
)
def test_what_is_old(ago: timedelta, polled: timedelta | None, *, old: bool) -> None:
    """Two days make any news old; a day and a half, where the feed was read since."""
    assert is_old(NOON - ago, None if polled is None else NOON - polled, NOON) is old


def test_an_archive_that_is_shown_anew_is_no_news() -> None:
    """New guids and addresses, old dates: all of it is stored as old."""
    feed = AFeed()
    feed.shows(item("Now"))
    days = [item(f"{n} days ago", f"{n}", f"x/{n}", at=NOON - n * timedelta(days=1)) for n in (1000, 300, 4, 2)]
    assert len(feed.shows(*days)) == 4
    assert feed.old == [day.title for day in days]


@pytest.mark.parametrize(
    ("order", "old"),
    [
        ("Nabc", []),
        ("aNbc", ["N"]),
        ("abcN", ["N"]),
        ("N", []),
        ("NMabc", []),
        ("NaMbc", ["M"]),
    ],
)
@pytest.mark.parametrize("dated", [False, True])
def test_what_is_undated_is_news_above_what_is_known(order: str, old: Sequence[str], *, dated: bool) -> None:
    """In a list whose newest stands first, what is further down was there before, or was put in since."""
    feed, dates = AFeed(), {name: NOON - n * HOUR if dated else None for n, name in enumerate("abc")}
    for shown in ("c", "bc", "abc"):
        feed.shows(*(item(name, name, name, at=dates[name]) for name in shown))
    assert feed.shows(*(item(name, name, name, at=dates.get(name)) for name in order)) == [
        n for n in order if n in "NM"
    ]
    assert feed.old == old


@pytest.mark.parametrize("before", [("abc",), ("a", "ab", "abc"), ("ca", "bca", "abc")])
@pytest.mark.parametrize("order", ["Nabc", "aNbc", "abcN", "abcNM"])
def test_what_is_undated_is_news_anywhere_in_a_list_of_another_order(before: Sequence[str], order: str) -> None:
    """Where the newest stands last, or by rank, or nothing tells yet: to a primed feed, what it did not show is new."""
    feed = AFeed()
    for shown in before:
        feed.shows(*(item(name, name, name, at=None) for name in shown))
    assert feed.shows(*(item(name, name, name, at=None) for name in order)) == [n for n in order if n in "NM"]
    assert feed.old == []


def test_a_pinned_item_hides_no_news() -> None:
    """What stands at the head for days is older than what follows: what comes between is new."""
    feed = AFeed()
    for order in ("P", "abP", "Pab"):
        feed.shows(*(item(name, name, name, at=None) for name in order))
    assert feed.shows(*(item(name, name, name, at=None) for name in "PNab")) == ["N"]
    assert feed.old == []

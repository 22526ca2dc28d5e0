"""The sample feeds: what the script promises, and how the site serves it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import feedparser
import httpx
import pytest

from bot.feeds.catalogue import read_catalogue, write_opml
from bot.model import Entry, Report, Story, Tier
from bot.preview.formats import FORMATS, Published, content_type, render_feed
from bot.preview.script import Item, Outlet, load_script
from bot.preview.site import Site
from bot.stories.cluster import OpenStories
from bot.web.link import canonical
from tests.making import matcher, read
from tests.patience import PATIENCE
from tests.preview.reading import read_on

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:1"
SCRIPT = load_script()
MATCHER = matcher()
OUTLETS = {outlet.key: outlet for outlet in SCRIPT.outlets}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The whole script's site, at its start, its clock standing still."""
    made = Site(SCRIPT, clock=lambda: START)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def web(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A client at the site."""
    async with httpx.AsyncClient(base_url=site.url, timeout=PATIENCE) as client:
        yield client


def topics_of(item: Item) -> set[str]:
    """What the service's matcher says of an item."""
    entry = Entry(item.path, item.title, "\n".join(item.paragraphs), START, language=OUTLETS[item.outlet].language)
    return {match.topic for match in MATCHER.match(read(entry.title, entry.text, entry.language))}


def report_of(item: Item) -> Report:
    """An item's part in a story."""
    outlet, link = OUTLETS[item.outlet], canonical(BASE + item.path)
    lead, at = "\n".join(item.paragraphs), START + timedelta(seconds=item.at)
    return Report(outlet.outlet, Tier.PRESS, item.title, link, link, outlet.language, at, lead=lead)


def test_script_covers_what_people_will_meet() -> None:
    """The samples have every format and damage, two languages, old items and about a minute and a half of news."""
    assert {outlet.format for outlet in SCRIPT.outlets} == set(FORMATS)
    assert {outlet.damage for outlet in SCRIPT.outlets} == {None, "sloppy", "error-page"}
    assert {outlet.encoding for outlet in SCRIPT.outlets} == {"utf-8", "euc-kr"}
    assert {outlet.language for outlet in SCRIPT.outlets} >= {"en", "ko"}
    assert len(SCRIPT.items) - len(SCRIPT.news) == 12
    assert 20 <= len(SCRIPT.news) <= 35
    assert 60 < SCRIPT.news[-1].at <= 90


def test_events_are_reported() -> None:
    """Every event has its items, and every item's event is known; old items report none."""
    assert {item.event for item in SCRIPT.news} - {None} == set(SCRIPT.events)
    assert all(item.event is None for item in SCRIPT.items if item.at < 0)


@pytest.mark.parametrize("item", SCRIPT.news, ids=lambda item: item.path)
def test_news_matches_its_topics_and_no_other(item: Item) -> None:
    """An item of an event is about the event's topics, and a lookalike about none, of those that the person follows."""
    followed = {topic for event in SCRIPT.events.values() for topic in event.topics}
    assert topics_of(item) & followed == set(SCRIPT.events[item.event].topics if item.event else ())


def test_some_old_items_would_match() -> None:
    """Among what is there from the start is news that only priming keeps silent."""
    assert sum(bool(topics_of(item)) for item in SCRIPT.items if item.at < 0) >= 3


def test_each_event_is_one_story() -> None:
    """In the order in which they are published, the reports make one story an event."""
    stories, found = OpenStories(), dict[int, set[str]]()
    for item in (item for item in SCRIPT.news if item.event):
        report = report_of(item)
        known = stories.find(report, report.published_at)
        number = (known[0].id or 0) if known else len(found) + 1
        before = known[0].reports if known else ()
        at = report.published_at
        stories.keep(Story(number, item.title, "", None, None, 1, 1, (), (*before, report), at, at))
        found.setdefault(number, set()).add(item.event or "")
    assert sorted(map(sorted, found.values())) == sorted([event] for event in SCRIPT.events)


def test_one_item_comes_back_with_another_id_and_title() -> None:
    """The script holds an item that its outlet publishes twice under one address, as feeds do."""
    first, second = [item for item in SCRIPT.news if item.event == "drone-parts"]
    assert (first.outlet, first.path) == (second.outlet, second.path)
    assert first.guid != second.guid
    assert first.title != second.title


@pytest.mark.parametrize("outlet", [one for one in SCRIPT.outlets if one.format != "json"], ids=lambda one: one.key)
def test_feeds_say_what_their_items_say(outlet: Outlet) -> None:
    """A feed reader finds titles, addresses and times in every XML feed but the one that is down."""
    published = [Published(item, START) for item in outlet.items]
    body = render_feed(outlet, published, BASE)
    feed = feedparser.parse(body, response_headers={"content-type": content_type(outlet)}, sanitize_html=False)
    assert [entry.title for entry in feed.entries] == [item.title for item in outlet.items]
    assert [entry.link for entry in feed.entries] == [BASE + item.path for item in outlet.items]
    assert bool(feed.bozo) is (outlet.damage is not None)
    assert len(feed.entries) > 0 or outlet.damage == "error-page"


async def test_json_feed_names_its_items(web: httpx.AsyncClient) -> None:
    """The JSON feed is JSON Feed 1.1 with zoned dates."""
    feed = (await web.get("/feeds/orbit-ledger")).json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    newest = feed["items"][0]
    assert datetime.fromisoformat(newest["date_published"]) == START - timedelta(seconds=8_000)


async def test_korean_feed_is_euc_kr_with_korean_time(web: httpx.AsyncClient) -> None:
    """The EUC-KR feed declares its encoding in the document alone, and dates in KST, which RFC 822 does not know."""
    answer = await web.get("/feeds/donghae")
    assert "charset" not in answer.headers["Content-Type"]
    assert 'encoding="euc-kr"' in answer.content.decode("euc-kr")
    assert "12:00:00 KST" not in answer.content.decode("euc-kr")
    assert "03:40:00 KST" in answer.content.decode("euc-kr")  # 30,000 seconds before noon in Seoul


async def test_unchanged_feed_answers_304(site: Site, web: httpx.AsyncClient) -> None:
    """The ETag and the date of a feed are answered with 304 until something is published."""
    first = await web.get("/feeds/hangang-wire")
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert [(await web.get("/feeds/hangang-wire", headers=h)).status_code for h in (by_tag, by_date)] == [304, 304]
    site.publish(SCRIPT.news[0])
    second = await web.get("/feeds/hangang-wire", headers=by_tag)
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]


async def test_feeds_are_compressed_for_those_who_can(web: httpx.AsyncClient) -> None:
    """gzip is used where the client takes it, and only there."""
    packed = await web.get("/feeds/hangang-wire", headers={"Accept-Encoding": "deflate, gzip"})
    plain = await web.get("/feeds/hangang-wire", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


async def test_dates_are_of_publication(site: Site, web: httpx.AsyncClient) -> None:
    """An old item is dated before the start, a published one when it came out."""
    veto = next(item for item in SCRIPT.news if item.event == "veto")
    site.publish(veto)
    entries = feedparser.parse((await web.get("/feeds/hangang-wire")).content).entries
    assert parsedate_to_datetime(entries[0].published.replace("KST", "+0900")) == START
    assert parsedate_to_datetime(entries[1].published.replace("KST", "+0900")) == START - timedelta(seconds=5_400)


async def test_second_version_takes_the_place_of_the_first(site: Site, web: httpx.AsyncClient) -> None:
    """An item with a known address replaces its earlier version in the feed."""
    for item in SCRIPT.news:
        site.publish(item)
    entries = feedparser.parse((await web.get("/feeds/hangang-wire")).content).entries
    assert [entry.title for entry in entries if entry.link.endswith("/eu-drone-parts")] == [
        "EU prolongs drone-parts sanctions for a year and adds two traders"
    ]


async def test_every_item_leads_to_its_page(site: Site, web: httpx.AsyncClient) -> None:
    """Every address in a feed, trackers and AMP twins included, opens the article with its text."""
    for item in SCRIPT.items:
        site.publish(item)
    for item in SCRIPT.items:
        answer = await web.get(item.path)
        assert answer.status_code == 200, item.path
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_article_has_the_furniture_of_real_pages(site: Site, web: httpx.AsyncClient) -> None:
    """An article repeats its caption and wears stamps, buttons and lists that are not its text."""
    veto = next(item for item in SCRIPT.news if item.event == "veto")
    site.publish(veto)
    page = (await web.get(veto.path)).text
    assert veto.caption is not None
    assert page.count(veto.caption) == 2
    for furniture in (
        "Posted on : Nov.24,2026 12:00 KST",
        "Back To Top",
        "Most viewed articles",
        "button that move to original korean article",
    ):
        assert furniture in page


async def test_hostile_title_is_text_on_its_page(site: Site, web: httpx.AsyncClient) -> None:
    """Markup in a title is shown, not run."""
    hostile = next(item for item in SCRIPT.news if item.event == "hostile")
    site.publish(hostile)
    page = (await web.get(hostile.path)).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert len(hostile.title) > 400


async def test_unknown_addresses_are_404(web: httpx.AsyncClient) -> None:
    """What the script does not hold, or has not published yet, is not there."""
    paths = ["/feeds/none", "/nowhere", SCRIPT.news[0].path]
    assert [(await web.get(path)).status_code for path in paths] == [404, 404, 404]


async def test_primed_when_every_feed_was_read(site: Site, web: httpx.AsyncClient) -> None:
    """`primed` waits for the last feed; `read_again` for all of them once more."""
    *most, last = site.feeds
    primed = asyncio.create_task(site.primed())
    for feed in most:
        await web.get(feed.url)
    assert not primed.done()
    await web.get(last.url)
    await asyncio.wait_for(primed, PATIENCE)
    again = asyncio.create_task(site.read_again())
    await asyncio.sleep(0)
    for feed in site.feeds:
        assert not again.done()
        await web.get(feed.url)
    await asyncio.wait_for(again, PATIENCE)


async def test_what_is_replaced_was_read_before(site: Site) -> None:
    """However fast the script is played, a reader sees each item whose place a later one takes."""
    news = [(item.outlet, item.path) for item in SCRIPT.news]
    replaced = {item.title for index, item in enumerate(SCRIPT.news) if news[index] in news[index + 1 :]}
    assert replaced
    async with read_on(site.feeds) as seen:
        await asyncio.wait_for(site.play(speed=10_000), PATIENCE)
    assert replaced <= seen


async def test_play_publishes_all_in_order(site: Site, web: httpx.AsyncClient) -> None:
    """Played through, the news of every outlet is in its feed, the newest on top."""
    async with read_on(site.feeds):
        await asyncio.wait_for(site.play(speed=10_000), PATIENCE)
    links = [item["url"] for item in (await web.get("/feeds/orbit-ledger")).json()["items"]]
    assert links[:2] == [f"{site.url}/orbit/kestrel-weather", f"{site.url}/orbit/foldable-phone"]


async def test_play_can_be_cancelled(site: Site, web: httpx.AsyncClient) -> None:
    """A cancelled play publishes nothing more."""
    playing = asyncio.create_task(site.play())
    await asyncio.sleep(0)
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert len((await web.get("/feeds/orbit-ledger")).json()["items"]) == 2


async def test_sources_are_a_catalogue(site: Site) -> None:
    """The feeds can be written as a catalogue and read back unchanged."""
    assert read_catalogue(write_opml(site.feeds), "feeds.opml").sources == site.feeds


def test_script_is_of_made_up_outlets_with_one_address_each() -> None:
    """Each outlet's own articles live under one folder of the site; only the aggregator names others' pages."""
    folders: dict[str, set[str]] = {}
    for outlet in SCRIPT.outlets:
        if outlet.tier != "aggregator":
            folders.setdefault(outlet.key, set()).update(item.path.split("/")[1] for item in outlet.items)
    assert all(len(found) <= 1 for found in folders.values())

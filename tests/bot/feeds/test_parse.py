"""bot.feeds.parse: the entries of any feed, and of whatever else a server may answer."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.parse import Parsed, parse
from bot.model import Source, Tier

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://example.com/feeds/all.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Wire</title><link>https://example.com/</link><language>en</language>
<ttl>30</ttl>
<item><title>Rocket lifts off &amp;amp; lands</title><link>/news/1?utm_source=rss</link>
<guid isPermaLink="false">n-1</guid>
<pubDate>Tue, 24 Nov 2026 10:00:00 KST</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The rocket rose at dawn.</p><p>It came back at noon.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://m.example.com/news/2</link><dc:date>2026-11-24T09:00:00+09:00</dc:date></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://example.com/base/">
<title type="html">&lt;b&gt;Harbour&lt;/b&gt; Wire</title>
<entry><id>tag:example.com,2026:1</id><title>One</title><link rel="alternate" href="one"/>
<updated>2026-11-24T01:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Body.</p></div></content>
</entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.com/"><title>Harbour</title><link>https://example.com/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://example.com/news/1"><title>One</title><link>https://example.com/news/1</link>
<dc:date>2026-11-24T01:00:00Z</dc:date></item></rdf:RDF>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour",
        "language": "en-GB",
        "items": [
            {"id": 7, "url": "https://example.com/news/7", "title": "Seven", "content_html": "<p>a</p><p>b</p>"},
            {"id": "8", "content_text": "Only text", "date_published": "2026-11-24T01:00:00Z"},
        ],
    }
)


def read(
    document: str | bytes, *, language: str | None = None, timezone: str = "UTC", content_type: str = ""
) -> Parsed:
    """What becomes of a document from a source of this language and timezone."""
    body = document.encode() if isinstance(document, str) else document
    source = Source(url=URL, outlet="Harbour", language=language, timezone=timezone)
    return parse(body, url=URL, source=source, now=NOW, headers={"Content-Type": content_type})


def rss(*items: str, head: str = "") -> str:
    """An RSS document of these items."""
    return f'<rss version="2.0"><channel><title>Harbour</title>{head}{"".join(items)}</channel></rss>'


def test_rss() -> None:
    """RSS 2.0 gives guid, clean title, the richest text, both links, date, language, ttl; nothing is wrong."""
    parsed = read(RSS, language="en")
    first, second = parsed.entries
    assert (parsed.title, parsed.format, parsed.ttl, parsed.damage) == (
        "Harbour Wire",
        "rss20",
        timedelta(minutes=30),
        None,
    )
    assert (first.guid, first.title) == ("n-1", "Rocket lifts off & lands")
    assert first.text == "The rocket rose at dawn.\nIt came back at noon."
    assert first.url == "https://example.com/news/1?utm_source=rss"
    assert first.link == "https://example.com/news/1"
    assert first.published_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert first.language == "en"
    assert second.guid == second.link == "https://example.com/news/2"
    assert second.published_at == datetime(2026, 11, 24, 0, tzinfo=UTC)


def test_atom() -> None:
    """Atom gives the same, its relative links resolved by xml:base."""
    parsed = read(ATOM)
    (entry,) = parsed.entries
    assert (parsed.title, parsed.format, parsed.damage) == ("Harbour Wire", "atom10", None)
    assert (entry.guid, entry.url, entry.text) == ("tag:example.com,2026:1", "https://example.com/base/one", "Body.")
    assert entry.published_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert entry.language == "en"


def test_rdf() -> None:
    """RSS 1.0 gives the same, and its syndication module says how often to come."""
    parsed = read(RDF)
    assert (parsed.format, parsed.ttl, parsed.damage) == ("rss10", timedelta(minutes=30), None)
    assert parsed.entries[0].guid == "https://example.com/news/1"


def test_json_feed() -> None:
    """JSON Feed gives the same; ids may be numbers, titles may be missing."""
    parsed = read(JSON)
    seven, eight = parsed.entries
    assert (parsed.title, parsed.format, parsed.damage) == ("Harbour", "json", None)
    assert (seven.guid, seven.title, seven.text, seven.language) == ("7", "Seven", "a\nb", "en")
    assert (eight.title, eight.text, eight.published_at) == ("", "Only text", datetime(2026, 11, 24, 1, tzinfo=UTC))


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "2.0", "nonsense"])
def test_old_rss(version: str) -> None:
    """Every RSS since 0.9 is read."""
    parsed = read(
        f'<rss version="{version}"><channel><item><title>a</title><link>https://example.com/1</link></item></channel></rss>'
    )
    assert [entry.title for entry in parsed.entries] == ["a"]


KOREAN = "북한이 동해상으로 탄도미사일을 발사했다고 합참이 밝혔다"
JAPANESE = "北朝鮮が弾道ミサイルを発射したと政府が発表した"
CHINESE = "中国外交部发言人表示反对单边制裁的做法"
TAIWANESE = "外交部發言人表示，這是對制裁的回應"
CHINESE_HEADLINE = "政府宣布对公司实施制裁 冻结其资产"
TAIWANESE_HEADLINE = "政府宣布對公司實施制裁 凍結其資產"
RUSSIAN = "Северная Корея запустила баллистическую ракету"
FRENCH = "La Corée du Nord a tiré un missile à longue portée"
PORTUGUESE = "Notícias: as sanções e a atuação da comissão não são novas"


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "euc-kr", "no-such-code", "own"])
@pytest.mark.parametrize(
    ("title", "encoding", "language"),
    [
        (KOREAN, "cp949", "ko"),
        (KOREAN, "utf-8", "ko"),
        (KOREAN, "utf-16", "ko"),
        (KOREAN, "utf-16-be", "ko"),
        (KOREAN, "utf-32", "ko"),
        (JAPANESE, "shift_jis", "ja"),
        (JAPANESE, "euc_jp", "ja"),
        (JAPANESE, "iso2022_jp", "ja"),
        (CHINESE, "gb18030", "zh"),
        (TAIWANESE, "big5", "zh"),
        (CHINESE_HEADLINE, "gbk", "zh"),
        (TAIWANESE_HEADLINE, "big5", "zh"),
        (TAIWANESE_HEADLINE, "gb18030", "zh"),
        (RUSSIAN, "windows-1251", "ru"),
        (RUSSIAN, "koi8-r", "ru"),
        (FRENCH, "windows-1252", "fr"),
        (PORTUGUESE, "iso-8859-1", "pt"),
    ],
)
def test_any_encoding_is_read_whatever_is_declared(title: str, encoding: str, language: str, declared: str) -> None:
    """Declared, undeclared or wrongly declared, the text comes out as it was written."""
    name = encoding if declared == "own" else declared
    declaration = f'<?xml version="1.0" encoding="{name}"?>' if name else ""
    parsed = read((declaration + rss(f"<item><title>{title}</title></item>")).encode(encoding), language=language)
    assert [entry.title for entry in parsed.entries] == [title]


@pytest.mark.parametrize("encoding", ["iso-8859-5", "cp866"])
@pytest.mark.parametrize("language", ["ru", None])
def test_a_declared_encoding_of_the_languages_script_is_believed(encoding: str, language: str | None) -> None:
    """Though few write it, and what many write would give letters as well."""
    body = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(f"<item><title>{RUSSIAN}</title></item>")
    assert [entry.title for entry in read(body.encode(encoding), language=language).entries] == [RUSSIAN]


@pytest.mark.parametrize(("title", "encoding"), [(KOREAN, "euc_kr"), (JAPANESE, "euc_jp"), (RUSSIAN, "windows-1251")])
def test_the_language_may_be_the_documents_or_unknown(title: str, encoding: str) -> None:
    """Without a language in the catalogue, the encoding is told by what it makes of the text."""
    assert read(rss(f"<item><title>{title}</title></item>").encode(encoding)).entries[0].title == title


def test_the_server_may_declare_the_encoding() -> None:
    """A charset in the HTTP header is believed where the document has none and the text is not plainly another."""
    body = rss("<item><title>Ósemka i dźwięk</title></item>").encode("iso-8859-2")
    assert read(body, content_type="text/xml; charset=ISO-8859-2").entries[0].title == "Ósemka i dźwięk"


def test_a_broken_character_does_not_change_the_encoding() -> None:
    """UTF-8 with one cut character stays UTF-8, and the damage is said."""
    body = rss(f"<item><title>{KOREAN}</title></item>").encode().replace("합".encode(), "합".encode()[:2])
    parsed = read(body, language="ko")
    assert parsed.entries[0].title.startswith("북한이 동해상으로")
    assert parsed.damage is not None
    assert "utf-8" in parsed.damage


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "It is empty."),
        (b" \n ", "It is empty."),
        (b"<!DOCTYPE html><html><body><form>Log in</form></body></html>", "It is a web page, not a feed."),
        (b"%PDF-1.7 and so on", "It is not a feed."),
        (b'{"error": "not found"}', "It is JSON, but no JSON Feed."),
        (b'{"items": [', "It is neither XML nor JSON that can be read."),
        (b'{"items": []}', "It has no entries."),
        (b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>", "It has no entries."),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, reason: str) -> None:
    """A document without entries has none, and a sentence about why."""
    parsed = read(body)
    assert parsed.entries == ()
    assert parsed.damage == reason


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title>Fish & chips &nbsp; &eacute;</title></item>"),
        "\ufeff \n" + RSS,
        "<b>Warning</b>: line 3<br>\n" + RSS,
        rss("<item><title>cut</title><link>https://example.com/1</link><description>Half a sen").removesuffix(
            "</channel></rss>"
        ),
        rss("<item><title>bell \x07 and null \x00</title></item>"),
        rss('<item><media:content url="x"/><title>unbound prefix</title></item>'),
    ],
)
def test_a_damaged_feed_is_used(body: str) -> None:
    """What can be read of a feed is read."""
    assert len(read(body).entries) >= 1


def test_damage_is_said() -> None:
    """XML that is broken gives its entries, and one sentence."""
    parsed = read(rss("<item><title>Fish & chips</title></item>"))
    assert parsed.entries[0].title == "Fish & chips"
    assert parsed.damage == "Its XML is broken (not well-formed (invalid token))."


@pytest.mark.parametrize(
    "item",
    [
        "<title>Only a title</title>",
        "<description>Only a text</description>",
        "<link>https://example.com/only/link</link>",
        "<guid>only-a-guid</guid>",
        '<enclosure url="https://example.com/a.mp3" type="audio/mpeg"/>',
        "<category>odd</category>",
        "",
    ],
)
def test_no_entry_is_dropped_for_what_it_lacks(item: str) -> None:
    """An entry with only one thing, or none, is an entry, has a guid, and has the same one at the next poll."""
    first, second = (read(rss(f"<item>{item}</item>")).entries for _ in range(2))
    assert len(first) == 1
    assert first[0].guid
    assert first == second


def test_identity_is_the_guid_then_the_link_then_title_and_date() -> None:
    """A guid that is no address is no link; without guid the link is the guid; without both, title and date."""
    guid, link, title, later = read(
        rss(
            "<item><guid>12345</guid><title>a</title></item>",
            "<item><link>https://www.example.com/b/?utm_source=x</link><title>b</title></item>",
            "<item><title>c</title><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item>",
            "<item><title>c</title><pubDate>Tue, 24 Nov 2026 11:00:00 GMT</pubDate></item>",
        )
    ).entries
    assert (guid.guid, guid.url, guid.link) == ("12345", None, None)
    assert link.guid == link.link == "https://example.com/b"
    assert title.guid.startswith("sha256:")
    assert title.guid != later.guid


@pytest.mark.parametrize("guid", ["news:1&amp;lang=ko", "<![CDATA[news:1&lang=ko]]>", "news:1&#038;lang=ko"])
@pytest.mark.parametrize("beside", ["Arms & trade", "&nbsp;Arms", "<b>Arms"])
def test_a_broken_neighbour_changes_no_identity(guid: str, beside: str) -> None:
    """An entry is the same whether or not another entry of the feed is written as XML wants it."""
    item = f'<item><title>t</title><guid isPermaLink="false">{guid}</guid></item>'
    alone, *_ = read(rss(item)).entries
    among, *_ = read(rss(item, f"<item><title>u</title><description>{beside}</description></item>")).entries

    assert among.guid == alone.guid == "news:1&lang=ko"


def test_what_many_titles_share_identifies_none() -> None:
    """A link or a guid that three entries with differing titles have, or that is the feed's page, is no identity."""
    items = [
        f"<item><title>{t}</title><guid isPermaLink='false'>same</guid><link>https://example.com/live</link></item>"
        for t in "abc"
    ]
    entries = read(rss(*items)).entries
    assert {entry.link for entry in entries} == {None}
    assert {entry.url for entry in entries} == {"https://example.com/live"}
    assert len({entry.guid for entry in entries}) == 3
    (own,) = read(
        rss(
            "<item><title>a</title><link>https://example.com/news</link></item>",
            head="<link>https://www.example.com/news/</link>",
        )
    ).entries
    assert own.link is None
    two = read(rss(*items[:2], items[0])).entries
    assert {entry.link for entry in two} == {"https://example.com/live"}


def test_a_link_that_guids_of_their_own_share_identifies_none() -> None:
    """Two warnings that lead to one page are two; one that is listed twice is one."""
    one, two, again = (
        f"<item><guid>w{n}</guid><title>{title}</title><link>https://nav.example/warnings/</link></item>"
        for n, title in ((0, "a"), (1, "b"), (2, "a"))
    )
    assert [(entry.guid, entry.link) for entry in read(rss(one, two)).entries] == [("w0", None), ("w1", None)]
    assert {entry.link for entry in read(rss(one, again)).entries} == {"https://nav.example/warnings"}


@pytest.mark.parametrize("guid", ["https://x.example/", "http://www.x.example", "https://x.example/home/", URL])
def test_a_guid_that_is_the_feeds_home_identifies_none(guid: str) -> None:
    """Its link does then, though the document has one item only."""
    head = "<link>https://x.example/home</link>"
    item = f"<item><guid>{guid}</guid><title>a</title><link>https://x.example/a</link></item>"
    assert read(rss(item, head=head)).entries[0].guid == "https://x.example/a"


def test_what_has_no_date_is_known_as_undated() -> None:
    """It is published when it is first seen; so is what has a date that nobody can read, or that is to come."""
    dates = ["", "<pubDate>soon</pubDate>", "<pubDate>2036-11-24T01:00Z</pubDate>", "<pubDate>26-09-25 12:00</pubDate>"]
    *undated, dated = read(rss(*(f"<item><title>{date}</title>{date}</item>" for date in dates))).entries
    assert {(entry.published_at, entry.undated_at) for entry in undated} == {(NOW, NOW)}
    assert (dated.published_at, dated.undated_at) == (datetime(2026, 9, 25, 12, tzinfo=UTC), None)


def test_an_entry_knows_when_it_was_changed() -> None:
    """Where it says when it was published as well; what says only one of both has no other."""
    both = "<published>2026-11-20T01:00:00Z</published><updated>2026-11-24T01:00:00Z</updated>"
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title>{}</entry></feed>'
    changed, once = (read(feed.format(dates)).entries[0] for dates in (both, both[both.index("<updated") :]))
    assert (changed.published_at.day, changed.updated_at) == (20, datetime(2026, 11, 24, 1, tzinfo=UTC))
    assert (once.published_at.day, once.updated_at) == (24, None)


CAPTION = "FILE - A Hwasong-18 intercontinental ballistic missile is launched in North Korea, July 12, 2023."
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize(
    "item",
    [
        "<description>Short.</description><media:description>{}</media:description>",
        "<media:description>{}</media:description><description>Short.</description>",
        '<media:content url="x.jpg"><media:description type="plain">{}</media:description></media:content>'
        "<description>Short.</description>",
        '<description>Short.</description><media:group><media:content url="x.jpg"/>'
        "<media:description>{}</media:description></media:group>",
        "<description>Short.</description><media:description/><media:thumbnail url='x'/>",
        "<media:description><![CDATA[<p>{}</p>]]></media:description><description>Short.</description>",
    ],
)
@pytest.mark.parametrize("prefix", ["media", "m"])
def test_a_caption_is_no_text(item: str, prefix: str) -> None:
    """What is written to a picture goes for an entry's text only where the entry has no other, as films have not."""
    item = item.format(CAPTION)
    body = f'<rss version="2.0" {MEDIA}><channel><item><title>a</title>{{}}</item></channel></rss>'.replace(
        "media:", f"{prefix}:"
    ).replace("xmlns:media=", f"xmlns:{prefix}=")
    there, alone = item.replace("media:", f"{prefix}:"), item.replace("<description>Short.</description>", "")
    assert read(body.format(there)).entries[0].text == "Short."
    alone = alone.replace("media:", f"{prefix}:")
    assert read(body.format(alone)).entries[0].text == (CAPTION if "FILE" in item else "")


def test_an_atom_feed_of_films_has_their_descriptions() -> None:
    """As YouTube's: there is no other text."""
    group = f"<media:group><media:title>a</media:title><media:description>{CAPTION}</media:description></media:group>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" {MEDIA}><entry><title>a</title>{{}}{group}</entry></feed>'
    assert read(feed.format("")).entries[0].text == CAPTION
    assert read(feed.format("<summary>Short.</summary>")).entries[0].text == "Short."


def test_an_original_link_is_preferred_and_scripts_are_no_links() -> None:
    """feedburner:origLink goes before the redirecting link; javascript: goes nowhere."""
    original, script = read(
        '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>'
        "<item><title>a</title><link>https://feeds.example.net/~r/1</link>"
        "<feedburner:origLink>https://example.com/a</feedburner:origLink></item>"
        "<item><title>b</title><link>javascript:alert(1)</link></item></channel></rss>"
    ).entries
    assert original.url == "https://example.com/a"
    assert (script.url, script.link) == (None, None)


@pytest.mark.parametrize(
    ("title", "declared", "catalogue", "language"),
    [
        (KOREAN, "en", "en", "ko"),
        (JAPANESE, "", None, "ja"),
        (CHINESE, "", None, "zh"),
        (RUSSIAN, "", None, "ru"),
        ("Північна Корея запустила ракету", "ru", None, "uk"),
        ("Северна Корея изстреля ракета", "bg", None, "bg"),
        ("Rocket lifts off", "en-US", "ko", "en"),
        ("Rocket lifts off", "ko", "en", "en"),
        ("Rocket lifts off", "", None, None),
        ("Kim Jong Un (김정은) visits the launch site", "en", None, "en"),
        ("2026!", "", "ko", "ko"),
    ],
)
def test_language_is_told_by_script_then_declared(
    title: str, declared: str, catalogue: str | None, language: str | None
) -> None:
    """The script decides; languages that share one are told apart by who declares it, the feed before the catalogue."""
    body = rss(f"<item><title>{title}</title></item>", head=f"<language>{declared}</language>" if declared else "")
    assert read(body, language=catalogue).entries[0].language == language


def test_dates_without_zone_are_the_sources() -> None:
    """The catalogue's timezone reads what has none; a date that is impossible leaves the time of the first sight."""
    local, none, future = read(
        rss(
            "<item><title>a</title><pubDate>2026-11-24 10:00:00</pubDate></item>",
            "<item><title>b</title><pubDate>31 Feb 2026</pubDate></item>",
            "<item><title>c</title><pubDate>Tue, 24 Nov 2026 21:00:00 GMT</pubDate></item>",
        ),
        timezone="Asia/Seoul",
    ).entries
    assert local.published_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert none.published_at == future.published_at == NOW


MANY = "It has more than 2,000 entries or 150,000 tags, and those amid them were not read."


def test_too_many_entries_are_cut_and_said() -> None:
    """Of 100,000 entries 2,000 are read, from both ends, in a document that is still whole."""
    parsed = read(rss(*(f"<item><title>n {i}</title><link>/n/{i}</link></item>" for i in range(100_000))))
    assert [entry.title for entry in parsed.entries[::999]] == ["n 0", "n 999", "n 99998"]
    assert (len(parsed.entries), parsed.entries[-1].title, parsed.damage) == (2_000, "n 99999", MANY)
    many = read(json.dumps({"items": [{"id": i} for i in range(3_000)]}))
    assert [entry.guid for entry in many.entries[::1_999]] == ["0", "2999"]


def test_too_many_tags_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole entries from both ends, as far as they go; of one that is too large by itself, what comes first."""
    monkeypatch.setattr("bot.feeds.formats._MOST_TAGS", 1_500)
    deep = "<b/>" * 10
    parsed = read(rss(*(f"<item><title>n {i}</title>{deep}</item>" for i in range(200))))
    titles = [entry.title for entry in parsed.entries]
    assert (titles[0], titles[-1], len(titles), parsed.damage) == ("n 0", "n 199", 106, MANY)
    (only,) = read(rss(f"<item><title>n</title>{deep * 160}</item>")).entries
    assert only.title == "n"
    assert read(rss(deep * 160)).entries == ()


def test_lengths_are_bounded() -> None:
    """A title of 5 MB, a long text, guid and address become what a table and a message can hold."""
    parsed = read(
        rss(
            f"<item><title>{'word ' * 1_000_000}</title><description>{'text ' * 10_000}</description>"
            f"<guid isPermaLink='false'>{'g' * 9_000}</guid><link>https://example.com/{'x' * 3_000}</link></item>"
        )
    )
    (entry,) = parsed.entries
    assert (len(entry.title), len(entry.text)) == (500, 20_000)
    assert entry.title.endswith("word…")
    assert len(entry.guid) == len("sha256:") + 64
    assert (entry.url, entry.link) == (None, None)
    assert parsed.damage == "A text of 5,000,006 characters was cut."


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))


@pytest.mark.parametrize(
    "dtd",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "laugh">{LAUGHS}]>',
        f'<!DOCTYPE rss [<!ENTITY l11 "{"long " * 20_000}">]>',
        '<!DOCTYPE rss [<!ENTITY l11 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>',
    ],
)
def test_entities_of_its_own_are_never_read(dtd: str) -> None:
    """Neither bombs nor files nor addresses come out of a DTD: the feed is read without them, and that is said."""
    parsed = read(dtd + rss(f"<item><title>a {'&l11;' * 50} b</title></item>"))
    (entry,) = parsed.entries
    assert entry.title.replace("&l11;", "").split() == ["a", "b"]
    assert parsed.damage is not None
    assert "entities of its own" in parsed.damage


@pytest.mark.parametrize(
    "body",
    [
        "<rss><channel>" + "<a>" * 100_000,
        "<rss><channel><item><title>t</title>" + "<a>" * 50_000 + "</a>" * 50_000 + "</item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + "<div>" * 50_000,
        rss("<item><description>" + "&lt;div&gt;" * 50_000 + "</description></item>"),
        '{"items": ' + "[" * 200_000,
        '{"items": [{"id": 1' + "0" * 5_000 + "}]}",
        '{"items": [{"title": "\\ud800", "id": {}, "url": [], "date_published": 5}, 3, null]}',
    ],
)
def test_deep_and_odd_documents_are_survived(body: str) -> None:
    """Nesting of any depth and values of any kind end in entries or in damage."""
    parsed = read(body)
    assert parsed.entries or parsed.damage
    for entry in parsed.entries:
        entry.title.encode("utf-8")


def check(parsed: Parsed) -> None:
    """What holds of the entries of any document whatever."""
    assert parsed.entries or parsed.damage
    for entry in parsed.entries:
        assert 0 < len(entry.guid) <= 500
        assert len(entry.title) <= 500
        assert len(entry.text) <= 20_000
        assert entry.published_at.utcoffset() == timedelta()
        assert entry.published_at <= NOW
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert entry.link is None or entry.link.startswith("https://")
        "".join([entry.guid, entry.title, entry.text, entry.url or "", entry.link or ""]).encode("utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(body: bytes) -> None:
    """No bytes raise."""
    check(read(body))


CUTS = st.lists(
    st.tuples(
        st.integers(0, 1_500), st.integers(0, 60), st.binary(max_size=12) | st.just(b"<![CDATA[") | st.just(b"&#xD800;")
    ),
    max_size=4,
)


@settings(max_examples=150)
@given(st.sampled_from([RSS, ATOM, RDF, JSON]), CUTS, st.sampled_from(["utf-8", "utf-16", "cp949"]))
def test_any_damage_to_a_feed_is_survived(document: str, cuts: list[tuple[int, int, bytes]], encoding: str) -> None:
    """Bytes cut out of a feed, and others put in, never raise and never give an entry that cannot be stored."""
    body = document.encode(encoding)
    for at, length, inserted in cuts:
        body = body[:at] + inserted + body[at + length :]
    check(read(body, language="ko"))


GOOGLE = """<rss version="2.0"><channel><title>"missile" - Google News</title><link>https://news.google.com/</link>
<item><title>North Korea fires missile - Reuters</title><link>https://news.google.com/rss/articles/CBMi0?oc=5</link>
<guid isPermaLink="false">CBMi0</guid><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>
<description>&lt;a href="https://news.google.com/rss/articles/CBMi0"&gt;North Korea fires missile&lt;/a&gt;&amp;nbsp;
&lt;font color="#6f6f6f"&gt;Reuters&lt;/font&gt;</description><source url="https://www.reuters.com">Reuters</source></item>
<item><title>Missile - a history - Some Blog</title><guid isPermaLink="false">CBMi1</guid>
<source url="https://blog.example">Some Blog</source></item>
<item><title>A title of its own - Reuters</title><guid isPermaLink="false">CBMi2</guid></item>
</channel></rss>"""


def found_by(source: Source, document: str) -> list[tuple[str | None, Tier | None, str, str]]:
    """Publisher, its tier, title and text of each entry of a document from this source."""
    entries = parse(document.encode(), url=URL, source=source, now=NOW).entries
    return [(entry.outlet, entry.tier, entry.title, entry.text) for entry in entries]


def test_an_aggregators_item_is_its_publishers() -> None:
    """`<source>` says whose it is, and goes from behind the title and the text; a known newsroom has its own tier."""
    assert found_by(Source(URL, "A search", tier=Tier.AGGREGATOR), GOOGLE) == [
        ("Reuters", Tier.AGENCY, "North Korea fires missile", ""),
        ("Some Blog", None, "Missile - a history", ""),
        (None, None, "A title of its own - Reuters", ""),
    ]


def test_a_publisher_that_an_outlet_names_is_believed_where_it_is_known() -> None:
    """Most outlets name themselves there, in whatever words; and nobody becomes an agency by naming one."""
    in_a_paper, its_own = (found_by(Source(URL, outlet), GOOGLE) for outlet in ("Bugle", "로이터"))
    assert [found[:2] for found in in_a_paper] == [("Reuters", None), (None, None), (None, None)]
    assert its_own[0][:2] == (None, None)


def test_atoms_source_is_named_by_its_title() -> None:
    """An entry that was copied from another feed says from which."""
    entry = "<entry><id>1</id><title>One</title><source><id>x</id><title>Yonhap News</title></source></entry>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>{entry}</feed>'
    assert found_by(Source(URL, "Planet", tier=Tier.AGGREGATOR), atom) == [("Yonhap News", Tier.AGENCY, "One", "")]


def test_the_publishers_name_does_not_change_what_identifies_an_entry() -> None:
    """An entry with neither guid nor link is known by its title as it was published."""
    bare = "<rss><channel><item><title>One - Reuters</title>{}</item></channel></rss>"
    search = Source(URL, "A search", tier=Tier.AGGREGATOR)
    guids = [
        parse(bare.format(more).encode(), url=URL, source=search, now=NOW).entries[0].guid
        for more in ("", "<source url='https://reuters.com'>Reuters</source>")
    ]
    assert guids[0] == guids[1]

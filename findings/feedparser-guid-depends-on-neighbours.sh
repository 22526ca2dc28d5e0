#!/usr/bin/env bash
# feedparser 6.0.14: the id of an entry, when another entry of the same feed is not well-formed XML.
#
# Guess: where the strict parser fails, feedparser reads the feed again with its loose one; the entries that are well
#        written come out the same, so that an id can tell whether an entry is known.
# Seen:  the loose parser leaves "&amp;" as it is in ids, in the names of categories and sources and in authors, and even
#        writes "&amp;" where a CDATA section had "&". Links are the same in both, and so is the id that is written
#        "&#038;", as WordPress does. In titles that are escaped twice it resolves "&quot;" once more than the strict one.
# So:    a bare "&" that an editor leaves in one summary changes the ids of all other entries until it is gone: each is
#        new, twice. Whoever compares ids or titles should resolve references in both first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install feedparser==6.0.14 feedparser-sgmllib==2.1.0
"$folder/venv/bin/python" - <<'PY'
import feedparser


def first(summary):
    """The first entry of a feed whose second entry has this summary."""
    feed = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour</title>
<item><title>&amp;quot;Launch&amp;quot;</title><link>https://example.org/?type=news&amp;p=7</link>
<guid isPermaLink="false">https://example.org/?type=news&amp;p=7</guid><category>Arms &amp; trade</category></item>
<item><title>u</title><guid isPermaLink="false"><![CDATA[a&b]]></guid></item>
<item><title>v</title><guid isPermaLink="false">a&#038;b</guid><description>{summary}</description></item>
</channel></rss>"""
    parsed = feedparser.parse(feed.encode(), response_headers={"content-type": "application/xml; charset=utf-8"})
    entry, cdata, numeric = parsed.entries
    seen = (entry.id, entry.link, entry.title, entry.tags[0].term, cdata.id, numeric.id)
    print(bool(parsed.bozo), *seen, sep="\n   ")
    return seen


well = first("Research &amp; development")
ill = first("Research & development")
link = "https://example.org/?type=news&p=7"
assert well == (link, link, "&quot;Launch&quot;", "Arms & trade", "a&b", "a&b")
assert ill == (link.replace("&", "&amp;"), link, '"Launch"', "Arms &amp; trade", "a&amp;b", "a&b"), "the same at last"
PY
echo "as seen"

#!/usr/bin/env bash
# feedparser 6.0.14 and dates that Korean, Japanese and Chinese sites write into <pubDate>.
#
# Guess: a date in no known format gives `published_parsed` None, and the two Korean formats that feedparser lists among
#        those it recognizes ("2026년 03월 14일 07:10:00", "2026-03-14 오후 07:10:00") are read, as 07:10 and 19:10 in Seoul.
# Seen:  the reader of ISO 8601 is asked before the Korean ones and is content with the beginning of a text. What begins
#        with a year alone becomes the first day of the month in which it is READ, at midnight; what begins with a whole
#        ISO date loses its time. Nothing is None, no `bozo` tells of it, and the Korean readers are never reached.
# So:    an old article bears a date of this month, and a new one each month; read `published` yourself, or register a
#        reader of your own (the last one registered is asked first) that refuses what it does not read to the end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install feedparser==6.0.14 feedparser-sgmllib==2.1.0
"$folder/venv/bin/python" - <<'PY'
import time

import feedparser


def read(date):
    feed = f"<rss version='2.0'><channel><item><title>t</title><pubDate>{date}</pubDate></item></channel></rss>"
    parsed = feedparser.parse(feed.encode(), response_headers={"content-type": "application/xml; charset=utf-8"})
    assert not parsed.bozo
    found = parsed.entries[0].published_parsed
    return found and tuple(found)[:5]


for date in ("2025년 03월 14일 07:10:00", "2025/03/14 07:10", "2025.03.14 07:10", "2025年3月14日 7時10分"):
    before = time.gmtime()
    found = read(date)
    after = time.gmtime()
    print(date, found)
    assert found in {(2025, now.tm_mon, 1, 0, 0) for now in (before, after)}, "the month is not today's any more"
for date in ("2025-03-14 오전 07:10:00", "2025-03-14 오후 07:10:00"):
    print(date, read(date))
    assert read(date) == (2025, 3, 14, 0, 0), "the time is not lost any more"
assert read("14.03.2025 07:10") is None
assert read("Fri, 14 Mar 2025 07:10:00 +0900") == (2025, 3, 13, 22, 10)
PY
echo "as seen"

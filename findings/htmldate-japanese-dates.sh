#!/usr/bin/env bash
# htmldate 1.11.0 (finds a page's date, also for trafilatura) with dateparser 1.5.0, on dates in Japanese and Korean.
#
# Guess: "2025年9月3日" in an element of class "date" is found as 2025-09-03, or not at all.
# Seen:  it is found as 2025-01-01: the year alone is taken and completed. With a time behind it, "2025年9月3日 18時", the
#        same date is read rightly. The Korean "2025년 9월 3일" is right, without its spaces it is January as well. The
#        answer has the form of a full date: nothing tells it from an article of New Year's Day. Dates in numerals,
#        "2025.9.3", are right.
# So:    a 1 January that htmldate gives for a page in these languages means "some day of that year"; read the day
#        yourself where the page writes it with 年 or 년, or take the feed's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install htmldate==1.11.0 dateparser==1.5.0 lxml==6.1.3
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime

from htmldate import find_date


def found(date):
    page = f"""<!doctype html><html><head><title>t</title></head><body><article><h1>t</h1>
<span class="date">{date}</span><p>The ministry held a meeting and told the press about it in the evening.</p></article></body></html>"""
    return find_date(page, original_date=True, max_date=datetime(2026, 11, 30))


half = ["2025年9月3日", "2025年09月03日", "2025年11月13日", "2025년9월3일"]
whole = ["2025年9月3日 18時", "2025년 9월 3일", "2025년 9월 3일 18시", "2025.9.3", "2025. 9. 3. 18:00", "3 September 2025"]
for date in half + whole:
    print(date, found(date))
assert {found(date) for date in half} == {"2025-01-01"}, "the day is not lost any more"
assert {found(date) for date in whole} == {"2025-09-03"}
PY
echo "as seen"

#!/usr/bin/env bash
# dateparser 1.5.0 and the way in which Korean and Japanese news name a day: "30일", "30日", the thirtieth.
#
# Guess: dateparser.parse("30일 오전 7시 10분", languages=["ko"]) is the 30th at 07:10, as "the 30th" is in English.
# Seen:  it is thirty days before now: 일 and 日 are taken for the unit "day", with nothing that says "ago". The time is
#        lost as well, and the current one put in its place, unless it is written "07:10". The same with a word for the
#        day: "오늘 오전 7:10" (today, 7:10 in the morning) is today at the current time, "지난달 30일" (the 30th of last
#        month) two months ago. With the month before it, "11월 30일", the date is right.
# So:    the dates of nearly all Korean and Japanese leads come out as days that long before now; complete them with the
#        article's month before dateparser sees them, and write the time in 24 hours.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install dateparser==1.5.0
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime

import dateparser


def read(text, language):
    found = dateparser.parse(text, languages=[language], settings={"RELATIVE_BASE": datetime(2026, 11, 28, 12)})
    print(text, found)
    return f"{found:%m-%d %H:%M}"


assert read("30일", "ko") == read("30日", "ja") == "10-29 12:00", "a day is no span any more"
assert read("30일 오전 7시 10분", "ko") == read("30日午前7時10分", "ja") == "10-29 12:00"
assert read("30일 07:10", "ko") == "10-29 07:10"
assert read("지난달 30일", "ko") == "09-28 12:00"
assert read("오늘 오전 7:10", "ko") == "11-28 12:00", "the time of a named day is read now"
assert read("오늘 07:10", "ko") == "11-28 07:10"
assert read("the 30th", "en") == read("11월 30일", "ko") == "11-30 00:00"
PY
echo "as seen"

#!/usr/bin/env bash
# Babel 2.18.0: times of twelve hours in Korean and Japanese, written and read.
#
# Guess: format_time in Korean gives "오후 7:10", as browsers do, and parse_time reads it back as 19:10.
# Seen:  it gives "PM 7:10": CLDR has "PM" as the short name and "오후" as the wide one, and while ICU takes the wide name
#        for the pattern letter "a", Babel takes the short. parse_time looks for the letters "pm" whatever the locale:
#        "오후 7:10", "午後7:10" and "下午7:10" are read as 07:10, without an error, as is the English "7:10 p.m."
# So:    give the pattern "aaaa h:mm" or 24 hours where Koreans read; do not let parse_time read what people type.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from datetime import time

from babel.dates import format_time, parse_time

evening = time(19, 10)
written = [format_time(evening, pattern, locale="ko") for pattern in ("short", "a h:mm", "aaaa h:mm")]
print(written)
assert written == ["PM 7:10", "PM 7:10", "오후 7:10"], "Korean times are written otherwise"
typed = [("오후 7:10", "ko"), ("午後7:10", "ja"), ("下午7:10", "zh"), ("7:10 μ.μ.", "el"), ("7:10 p.m.", "en")]
read = [parse_time(text, locale=locale) for text, locale in typed]
print(*zip(typed, map(str, read)), sep="\n")
assert set(read) == {time(7, 10)}, "the half of the day is read now"
assert parse_time("PM 7:10", locale="ko") == evening
PY
echo "as seen"

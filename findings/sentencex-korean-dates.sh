#!/usr/bin/env bash
# sentencex 1.0.32 (sentence splitting in 244 languages) and dates as Korean official texts write them.
#
# Guess: with the language code "ko", the standard Korean date "2026. 11. 30." (full stops with spaces, as the National
#        Institute of Korean Language prescribes) stays in its sentence, as "Nov. 30" does in English.
# Seen:  it is split behind each number, into four "sentences"; the same for a Japanese quotation, whose closing bracket
#        ends a sentence although the particle that belongs to it follows.
# So:    whoever reads dates or quotations sentence by sentence must join such pieces again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install sentencex==1.0.32
"$folder/venv/bin/python" - <<'PY'
import sentencex

date = list(sentencex.segment("ko", "2026. 11. 30. 오전 7시 10분에 회의를 열었다."))
quotation = list(sentencex.segment("ja", "「始めた。」と発表した。"))
english = list(sentencex.segment("en", "They met on Nov. 30 at 7 a.m. in Seoul."))
print(date, quotation, english, sep="\n")
assert date == ["2026. ", "11. ", "30. ", "오전 7시 10분에 회의를 열었다."], "the Korean date is not split so any more"
assert quotation == ["「始めた。」", "と発表した。"], "the Japanese quotation is not split so any more"
assert len(english) == 1
PY
echo "as seen"

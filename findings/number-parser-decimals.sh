#!/usr/bin/env bash
# number-parser 0.3.2 (number words to numerals) and amounts as news write them.
#
# Guess: "$1.5 billion" becomes "$1500000000" or stays as it is.
# Seen:  "$1.5 1000000000": the word is replaced and the numeral before it is not multiplied, though "three million" is
#        right. The same with a whole numeral, "10 million", and in Russian, "1,5 миллиарда". The words are not looked
#        at in their sentence either: "No one was hurt" becomes "No 1 was hurt".
# So:    a text that went through parse() holds two amounts where there was one, off by nine orders of magnitude; read
#        amounts before it, or hand it runs of number words only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install number-parser==0.3.2
"$folder/venv/bin/python" - <<'PY'
from number_parser import parse, parse_number

for text, language, made in (
    ("Hackers took $1.5 billion in tokens", "en", "Hackers took $1.5 1000000000 in tokens"),
    ("a fine of 10 million", "en", "a fine of 10 1000000"),
    ("штраф 1,5 миллиарда рублей", "ru", "штраф 1,5 1000000000 рублей"),
    ("No one was hurt", "en", "No 1 was hurt"),
    ("a fine of three million", "en", "a fine of 3000000"),
):
    found = parse(text, language=language)
    print(text, "->", found)
    assert found == made, "it is rewritten otherwise now"
assert parse_number("1.5 billion") is None
assert parse_number("one billion") == 1_000_000_000
PY
echo "as seen"

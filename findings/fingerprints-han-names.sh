#!/usr/bin/env bash
# fingerprints 1.3.1 (keys for names of companies and people, made for matching sanctions lists).
#
# Guess: words are sorted, so that "Ming Li" and "Li Ming" share a key; two companies whose names have the same
#        characters in another order, 東海貿易 and 海東貿易, have two.
# Seen:  Han characters are romanized one by one and each becomes a word, so the order of characters is gone: both are
#        "dong hai mao yi", and 李明 and 黎明, two other persons, share a key with "Ming Li". Japanese is read as Chinese:
#        東京 and 京東 are "dong jing". Hangul is romanized as whole words. So one bank, 平壤大星银行, 평양대성은행 and
#        Pyongyang Daesong Bank, has three keys, and none of them meets another.
# So:    with Han characters an equal key is a hint and no match, and an unequal one says nothing; compare the names as
#        written beside it.
# Needs: a C++ compiler and ICU's headers, for PyICU comes as source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install fingerprints==1.3.1 normality==3.1.0 pyicu==2.17
"$folder/venv/bin/python" - <<'PY'
from fingerprints import generate

for names in (["東海貿易", "海東貿易"], ["李明", "黎明", "Ming Li", "Li Ming"], ["東京", "京東"]):
    print(names, [generate(name) for name in names])
    assert len({generate(name) for name in names}) == 1, "they are told apart now"
assert generate("동해무역") != generate("해동무역")
bank = [generate(name) for name in ("平壤大星银行", "평양대성은행", "Pyongyang Daesong Bank")]
print(bank)
assert len(set(bank)) == 3, "one bank has fewer keys now"
PY
echo "as seen"

#!/usr/bin/env bash
# trafilatura 2.3.1: the headline of a page that has it in <title> alone, before the name of the newspaper.
#
# Guess: of "U.S. sanctions a bank | Harbour Wire" the title is "U.S. sanctions a bank" and the site "Harbour Wire", as
#        they are where the headline has no "U.S." in it.
# Seen:  the other way round: the title is "Harbour Wire" and the site "U.S. sanctions a bank". A part with a full stop in
#        it counts as the name of a site ("example.org"), so "vs.", "1.5 km" and "N. Korea" do the same; where a headline
#        holds a dash, what stands behind the dash is left of it. A page with two <h1> is read so as well, one with a
#        single <h1> or with og:title is not.
# So:    check a title against the page's <title>, or against the feed's; every article of such a newspaper about the
#        U.S. has the same headline, which looks like one story.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install trafilatura==2.3.1 "lxml[html-clean]==6.1.3"
"$folder/venv/bin/python" - <<'PY'
from trafilatura import extract_metadata


def read(title, heading=""):
    page = f"<html><head><title>{title}</title></head><body><article>{heading}<p>The Treasury named a bank on Monday.</p></article></body></html>"
    found = extract_metadata(page)
    print(title, "->", found.title, "|", found.sitename)
    return found.title


seen = {
    "Treasury sanctions a bank | Harbour Wire": "Treasury sanctions a bank",
    "U.S. sanctions a bank | Harbour Wire": "Harbour Wire",
    "Missile flew 1.5 km - Harbour Wire": "Harbour Wire",
    "Russia and N. Korea sign a pact – what next?": "what next?",
}
for title, found in seen.items():
    assert read(title) == found, "it is read otherwise now"
assert read("U.S. sanctions a bank | Harbour Wire", "<h1>News</h1><h1>Today</h1>") == "Harbour Wire"
assert read("U.S. sanctions a bank | Harbour Wire", "<h1>U.S. sanctions a bank</h1>") == "U.S. sanctions a bank"
PY
echo "as seen"

#!/usr/bin/env bash
# jusText 3.0.2 (finds a page's text, used by trafilatura 2.3.1) with the pip 23.2.1 that came with Python 3.11.
#
# Guess: jusText asks for `lxml[html_clean]`, lxml 6.1.3 offers the extra `html-clean`; names of extras are the same
#        whether written with "_" or "-" (PEP 685), so `pip install trafilatura` brings lxml_html_clean along.
# Seen:  this pip compares the names letter by letter, warns on standard error and installs without the extra; the
#        install succeeds, and the first page that is read fails with ImportError deep in jusText. With the extra
#        spelled as lxml spells it the same pip installs it.
# So:    whoever needs trafilatura asks for `lxml[html-clean]` as well; a test that installs the wheel with a plain pip
#        shows it, one that installs a lock file does not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip="$folder/venv/bin/python -m pip --disable-pip-version-check"
$pip -q install pip==23.2.1 >"$folder/first" 2>&1
$pip install jusText==3.0.2 lxml==6.1.3 >"$folder/out" 2>"$folder/err"
grep "lxml 6.1.3 does not provide the extra 'html_clean'\|lxml 6.1.3 does not provide the extra 'html-clean'" "$folder/err"
if "$folder/venv/bin/python" -c 'import justext' 2>"$folder/import"; then
    echo "jusText works after a plain install now"
    exit 1
fi
tail -2 "$folder/import"
grep -q "lxml.html.clean module is now a separate project" "$folder/import"
$pip -q install "lxml[html-clean]==6.1.3" >"$folder/second" 2>&1
"$folder/venv/bin/python" -c 'import justext'
echo "as seen"

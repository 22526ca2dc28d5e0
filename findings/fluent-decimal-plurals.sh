#!/usr/bin/env bash
# fluent.runtime 0.4.0: plurals of a Decimal.
#
# Guess: Decimal is among the types of arguments that fluent.runtime names, so Decimal(1) selects [one] as 1 does.
# Seen:  a Decimal is formatted, but a select expression takes only int and float for numbers: Decimal(1) matches neither
#        [one] nor a numeral, and the default is taken. No error is reported, not even in the list of errors.
# So:    PostgreSQL answers sum() over bigint with numeric, which asyncpg and psycopg give as Decimal, where SQLite gives
#        an int: the same code says "1 alert" over one and "1 alerts" over the other, and Russian is wrong for 2 and 21
#        as well. Make it an int before it reaches a message.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install fluent.runtime==0.4.0 fluent.syntax==0.19.0 babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from decimal import Decimal

from fluent.runtime import FluentBundle, FluentResource


def told(language, pattern, number):
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(pattern))
    text, errors = bundle.format_pattern(bundle.get_message("alerts").value, {"n": number})
    print(language, repr(number), text, errors)
    assert not errors
    return text


english = "alerts = { $n ->\n    [0] no alerts\n    [one] { $n } alert\n   *[other] { $n } alerts\n}\n"
russian = "alerts = { $n ->\n    [one] { $n } пуск\n    [few] { $n } пуска\n   *[many] { $n } пусков\n}\n"
assert [told("en", english, number) for number in (0, 1, 1.0)] == ["no alerts", "1 alert", "1 alert"]
assert [told("ru", russian, number) for number in (2, 21)] == ["2 пуска", "21 пуск"]
wrong = [told("en", english, Decimal(0)), told("en", english, Decimal(1))]
wrong += [told("ru", russian, Decimal(2)), told("ru", russian, Decimal(21))]
assert wrong == ["0 alerts", "1 alerts", "2 пусков", "21 пусков"], "a Decimal selects its plural now"
PY
echo "as seen"

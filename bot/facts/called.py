"""What a weapon, vehicle or payload is called in another language than that of the text that names it."""

import re
import unicodedata
from functools import cache

from bot.facts.numerals import number_of
from bot.facts.words import read_lists

FALLBACK = "en"
_NUMBER = re.compile(r"[\s-]?(?P<number>[0-9A-Za-z/.-]+|[一二三四五六七八九十]+)?\s?(?:형|호|号|號)?")
_PLACE = re.compile(r"[\s-]?\{\}\S?")
"""Where a name has its number, with what goes with it."""


def called(name: str, language: str) -> str | None:
    """The name as this language has it: `神舟十八号` is Shenzhou-18; as it is in Latin letters; None where unknown."""
    plain = unicodedata.normalize("NFKC", name)
    for spelled, forms in _names():
        rest = _NUMBER.fullmatch(plain.removeprefix(spelled)) if plain.startswith(spelled) else None
        if rest is not None:
            form = forms.get(language) or forms[FALLBACK]
            number = _digits(rest["number"])
            if number and "{}" not in form:
                continue
            return form.format(number) if number else _PLACE.sub("", form)
    return name if plain.isascii() else None


def _digits(number: str | None) -> str | None:
    if number is None or number.isascii():
        return number
    value = number_of(number)
    return str(int(value)) if value else None


@cache
def _names() -> tuple[tuple[str, dict[str, str]], ...]:
    """Every spelling with the name's forms by language, the longest first."""
    tables = read_lists("called").values()
    spelled = [
        (unicodedata.normalize("NFKC", word), {key: str(form) for key, form in forms.items() if key != "also"})
        for forms in tables
        for word in forms["also"]
    ]
    return tuple(sorted(spelled, key=lambda one: -len(one[0])))

"""Who imposes (or lifts, or threatens) and on whom: each name's part by weights learned over the words around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from bot.facts.numbers import NUMBER
from bot.facts.signs import around, sort_of
from bot.facts.weights import load_weights
from bot.facts.who import Named, capitals_tell, named, short_name
from bot.facts.words import lexicon, read_lists
from bot.model.facts import Fact
from bot.places.roles import load_role_reader
from bot.text.reading import Sentence

LISTING = ("designated", "imposed", "enforced", "proposed", "threatened", "waived", "lifted", "effects", "criticised")
"""Acts whose target is often more exact than a country: "Russian banks"."""
MOST = 5
"""A list names so many at most."""
LOOKED_AT = 2
"""So many sentences that speak of sanctions are read."""
SURE = 0.5
"""A part is stated where its share is larger."""
_VERB = re.compile(
    r" (?:(?:also|now|again|to) )?[Ss]anctions? "
    r"(?=[A-Z\d“‘'\"]|(?:two|three|four|five|six|seven|eight|nine|ten|a|an|more|top|former) )"
)
_PERSONAL = re.compile(r"\b(?:sanction\w*|slap\w*|penali\w+|punish\w*|blacklist\w*|sanctions on) $", re.I)
"""Who stands behind one of these is meant in person."""
_DETERMINER = re.compile(
    r"^(?:(?:the|a|an|its|their|various|several|some|more|fresh|new|(?:dozens|hundreds|scores) of"
    rf"|{NUMBER}) )+",
    re.I,
)
_NOBODY = re.compile(
    r"[-–—|]|['‘“\"]|\d+(?:st|nd|rd|th)\b|(?:hundreds|dozens|scores|thousands|total|targets?|network|names?|one|more"
    r"|several|other|by|if|over|in|for|as|and|or|on|to|from|at|imposed"
    r"|upon|head|targeting|against|it|them|those|this|that|him|her|is|are|was|were|will|would|could|may|might|must|can|cannot|has|have|had"
    r"|fail(?:s|ed)?|hurts?|hit|hits|bites?|forced?|cripple[sd]?|slow|threat\w*|leave|within|without|after|before|when|while|under|unless"
    r"|amid|off|under|both|all|his|her|next|last|of|through|jan|feb|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday"
    r"|possible|likely|needed|needless|looming|ahead|again|now|soon|lists?|regimes?|committee|panel"
    r"|(?:[a-z]+ )?(?:[A-Z][a-z]+ )*(?:country|nation|state)$"
    r"|package|measures?|resolutions?|programmes?|programs?|relief)\b|$",
    re.I,
)
_VERB_BEHIND = re.compile(
    r"(?: (?:off|active|involved|could|would|may|might|must|should|will|can|is|are|was|were|has|have|had)\b.*"
    r"|(?<=ship|hips|nker|kers|ssel|sels) (?:carrying|hauling|loaded|laden|bound)\b.*| allowing .*| [a-z]+(?:ed|ing))$",
    re.I,
)
"""Behind whom sanctions are on: what they do, or what is said of the sanctions."""
_VERB_BEFORE = re.compile(r"\b[Ss]anctions $")
_SOMEBODY = re.compile(r"(?:ers|ors|ists|ants)$")
"""How a word for people ends that stands in no list."""
_FIRM = re.compile(
    r"^(?:[A-Z][\w&’'-]+ ){2,5}(?:Trading|Bank|Works|Company|Corp(?:oration)?|Group|Holdings?|Shipping|Industries"
    r"|Airlines|Systems|Ltd|Inc|Co|Factory|Plant|Lines?|Energy|Oil|Motors|Technologies|Technology|Shipyards?|Steel|Mining|Refinery)$"
)
"""A firm that only has a place in its name: the target is not the country."""


@dataclass(slots=True)
class Candidate:
    """Somebody named near sanctions: the sentence that names them first, and the signs of what part they have."""

    one: Named
    sentence: Sentence
    signs: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Parties:
    """The issuers and the targets, in the order in which they are named."""

    issuers: list[Fact[str]]
    targets: list[Fact[str]]


def parties_of(speaking: Sequence[Sentence], act: str) -> Parties:
    """The parties after these sentences."""
    weights = load_weights("parties")
    issuers: list[Fact[str]] = []
    targets: list[Fact[str]] = []
    for candidate in candidates(speaking):
        shares = weights.shares(candidate.signs)
        one, text = candidate.one, candidate.sentence.text
        if shares["issuer"] > SURE:
            issuers.append(Fact(one.country or one.value, text))
        elif shares["target"] > SURE:
            personal = one.sort == "person" and _PERSONAL.search(text, 0, one.start)
            targets.append(Fact(one.value if personal or not one.country else one.country, text))
    if act in LISTING:
        described = list(_described(speaking[0]))
        firms = [fact.value for fact in described if _FIRM.search(fact.value)]
        targets = [fact for fact in targets if not any(fact.value in _named_in(firm, speaking[0]) for firm in firms)]
        targets += described
    return Parties(_once(issuers), _once(targets))


def _once(facts: Sequence[Fact[str]]) -> list[Fact[str]]:
    return list({fact.value: fact for fact in reversed(facts)}.values())[::-1][:MOST]


def candidates(speaking: Sequence[Sentence]) -> list[Candidate]:
    """Everybody named in these sentences, with the signs of the sentence that names them first."""
    found: dict[str, Candidate] = {}
    for number, sentence in enumerate(speaking[:LOOKED_AT]):
        stated = load_role_reader().roles(sentence)
        rows = {part: {short_name(code) for code in getattr(stated, part)} for part in ("issuer", "target")}
        for place, one in enumerate(named(sentence)):
            value = one.country or one.value
            if value not in found:
                found[value] = Candidate(one, sentence, {f"place {number}"})
            signs = found[value].signs
            if sentence is found[value].sentence:
                signs.update(around(sentence, place, "sanctions"))
            signs.update(_stands(sentence.text, one))
            if sanctions_somebody(sentence.text, one.end):
                signs.add("sanctions somebody")
            signs.update(f"row {part}" for part, values in rows.items() if value in values)
    for candidate in found.values():
        candidate.signs.add(f"names {min(len(found), 4)}")
    return list(found.values())


def _stands(text: str, one: Named) -> Iterator[str]:
    """Where somebody stands to the sanctions of a sentence: what they are on, or whose they are."""
    on, whose = _beside()
    usual = sort_of(one)
    for name, holds in (("object", on.search(text, 0, one.start)), ("owner", whose.match(text, one.end))):
        if holds:
            yield name
            yield f"{name} {usual}"


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before those whom sanctions are on, and behind those whose they are."""
    thing = lexicon("sanctions")["thing"].source
    return (
        re.compile(rf"{thing} (?:imposed )?(?:on|against|upon|to|for|targeting) (?:[\w'’-]+ ){{0,2}}$", re.I),
        re.compile(rf"(?:['’]s?)? (?:[\w'’-]+ ){{0,2}}?{thing}", re.I),
    )


def sanctions_somebody(text: str, end: int) -> bool:
    """Whether the verb stands behind a name ("Paris sanctions two generals") and no noun ("Iran sanctions bill")."""
    verb = _VERB.match(text, end)
    return verb is not None and lexicon("sanctions")["verb.after_noun"].pattern.match(text, verb.end()) is None


# ---- targets that are described ----


def _described(sentence: Sentence) -> Iterator[Fact[str]]:
    """A target that is described: "sanctions on Russian banks", "blacklists Huawei", "puts X under sanctions"."""
    text = sentence.text
    for found in chain.from_iterable(pattern.finditer(text) for pattern in _whom()):
        phrase = _DETERMINER.sub("", found["whom"])
        phrase = phrase if _FIRM.search(phrase) else _VERB_BEHIND.sub("", phrase)
        if _NOBODY.match(phrase) or _counted("persons", "vessels", "entities").fullmatch(phrase):
            continue
        start = text.index(phrase, found.start("whom"))
        noun = lexicon("sanctions")["verb.after_noun"].pattern.match(phrase)
        if noun and _VERB_BEFORE.search(text, 0, start):
            continue  # "sanctions bill"
        inside = [one for one in named(sentence) if start <= one.start < start + len(phrase)]
        if any(one.start == start and _does(text, one) for one in inside):
            continue  # "sanctions on Iran bite"
        whole = sum(one.end - one.start for one in inside)
        if not inside and phrase.islower() and (" " not in phrase or not _people(phrase)):
            continue  # "a broker" is nobody in particular
        rest = _counted("vessels", "general").sub("", phrase)
        if whole < len(rest) - 2 and phrase not in lexicon("sanctions")["thing"]:
            yield Fact(phrase, text)
            yield from (Fact(name, text) for name in _also(sentence, found.end("whom")))
            return


_ALSO = re.compile(
    r"(?: \([A-Z]+\))?(?:, (?:the|its|his|her|their)|,? and(?: the| its| his| her| their)?) (?:[a-z-]+ ){0,4}"
    r"(?P<name>[A-Z][\w’'-]*[a-z](?: [A-Z][\w’'-]*)+)(?![\w’'-]| [a-z]+s\b)"
)


def _also(sentence: Sentence, end: int) -> Iterator[str]:
    """The names that a list goes on with behind a place, where capitals tell names: "on A, his brother B C and D E"."""
    while capitals_tell(sentence.text) and (found := _ALSO.match(sentence.text, end)):
        if any(one.start < found.end() and found.start("name") < one.end for one in named(sentence)):
            return
        yield found["name"]
        end = found.end()


def _does(text: str, one: Named) -> bool:
    """Whether a country itself is named, and what stands behind it says what becomes of it or of the sanctions."""
    return (
        text[one.start : one.end].casefold() == one.value.casefold()
        and re.match(r" [a-z]", text[one.end :]) is not None
    )


def _people(phrase: str) -> bool:
    """Whether a phrase without a name ends with a word for people, firms or ships."""
    words = lexicon("sanctions")
    last = phrase.split()[-1]
    listed = (words[f"listed.{sort}"] for sort in ("persons", "entities", "vessels"))
    return _SOMEBODY.search(last) is not None or any(last in spellings for spellings in listed)


def _named_in(phrase: str, sentence: Sentence) -> set[str]:
    """The countries named in a phrase of a sentence."""
    start = sentence.text.index(phrase)
    return {one.country for one in named(sentence) if start <= one.start < start + len(phrase)}


@cache
def _counted(*lists: str) -> re.Pattern[str]:
    """Nouns of these lists, which only say what sort is listed ("people", "vessels"), with a number or without."""
    words = lexicon("sanctions")
    sorts = "|".join(words[f"listed.{name}"].source for name in lists)
    return re.compile(rf"(?:{NUMBER} )?(?:{sorts})", re.IGNORECASE)


@cache
def _whom() -> tuple[re.Pattern[str], ...]:
    """The patterns of `data/parties.toml`, those with capitals last."""
    lists, thing = read_lists("parties")["behind"], lexicon("sanctions")["thing"].source
    return (
        *(re.compile(pattern.replace("{thing}", thing), re.IGNORECASE) for pattern in lists["whom"]),
        *(re.compile(pattern) for pattern in lists["named"]),
    )

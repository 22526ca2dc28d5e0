"""A title and its facts -> what may be told of it again in other words: nothing that the title leaves in doubt.

Facts are the likeliest reading, and a line below a headline may err now and then; a headline in its place may not. So
a launch, a nuclear test, a strike or a step in sanctions is evident only where the title itself is a plain report of
it: it has the words of that step, none of another one, and none that make it a wish, a question, an answer, or an
affair of something else.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from bot.facts.attack import Attack, attack_of
from bot.facts.count import counts
from bot.facts.parties import sanctions_somebody
from bot.facts.who import Named, everybody, named
from bot.facts.words import lexicon, read_lists
from bot.model.facts import Fact, LaunchFacts, NuclearFacts, SanctionsFacts, StrikeFacts
from bot.text.reading import Sentence

FAMILY = {
    **dict.fromkeys(
        ("icbm", "irbm", "mrbm", "srbm", "slbm", "ballistic", "cruise", "hypersonic", "missile", "air_defence"),
        "missile",
    ),
    **dict.fromkeys(("satellite_launch", "crewed", "rocket"), "space"),
}
"""The family of a kind; a kind that is not here is one by itself."""
STATUSES = ("called_off", "delayed", "failed", "planned")
"""What becomes of a launch that does not simply happen."""
SPACE = frozenset({"crewed", "satellite", "space"})
"""What goes into space, as far as a title tells."""
COUNTED = frozenset({"missile", "artillery_rocket", "projectile"})
"""Families of which launches are counted; into space each goes alone."""
RANGES = frozenset({"irbm", "mrbm", "srbm", "slbm"})
"""Kinds that are told by a range or a place; whether such a missile is ballistic, only a word says."""
ABOUT = "about"
"""What a title does that speaks of a launch or of sanctions, and plainly tells no step."""
MOST = 4
"""So many parties of an affair are told at most."""
Told = Mapping[str, Any]

_ASKED = re.compile(r"[?？]")
_NUMBERS = re.compile(r"[0-9]+")


def evident_launch(title: Sentence, launch: LaunchFacts) -> Fact[Told] | None:
    """The launch that a title plainly tells of: who, what, status, name, count, at_least, several, suspected, sea.

    Who is as facts name them, what a kind (or "projectile", or one of SPACE), sea a key of launch.toml's directions.
    Where the title only speaks of a launch, the status is ABOUT, what a family, and `named` everybody whom it names.
    None where it says neither who nor what by name.
    """
    text, words = title.text, lexicon("evident")
    if launch.kind is None or text in lexicon("sanctions")["thing"]:
        return None
    if launch.kind.value != "engine_test" and text in words["launch.ground"]:
        return None
    sure = words["launch.hedge"].pattern.sub(" ", text)
    told: dict[str, Any] = {
        "who": _who(title, launch.actor),
        "what": _what(launch.kind, text),
        "status": _status(launch, sure),
        "name": _name(text),
        "suspected": sure != text,
    }
    known = told["who"] or (told["name"] and told["what"] in SPACE)
    if not (known and told["what"] and told["status"]) or (told["suspected"] and told["status"] != "happened"):
        return _about_launch(title, launch.kind, told["name"])
    if FAMILY.get(told["what"], told["what"]) in COUNTED:
        told["count"] = _count(launch.count, text)
        told["at_least"] = bool(launch.at_least and launch.at_least.value)
        told["several"] = text in words["launch.several"]
        told["sea"] = _sea(launch.direction)
    return _fact(told, text)


@cache
def _how(name: str) -> re.Pattern[str]:
    """The patterns of `data/launched.toml` as one."""
    return re.compile("|".join(read_lists("launched")["launched"][name]), re.IGNORECASE)


def _fact(told: Told, text: str) -> Fact[Told]:
    return Fact({key: value for key, value in told.items() if value}, text)


def _about_launch(title: Sentence, kind: Fact[str], name: str | None) -> Fact[Told] | None:
    """That a title speaks of a launch, without saying what became of it."""
    parties = _parties(title)
    speaks = _act(title.text) is not None or title.text in lexicon("evident")["launch.speaks"]
    if not speaks or not (parties or name):
        return None
    what = _what(kind, title.text)
    family = "space" if what in SPACE else FAMILY.get(what or "", what)
    return _fact({"status": ABOUT, "what": family, "named": parties, "name": name}, title.text)


def _count(count: Fact[int] | None, title: str) -> int | None:
    """How many, where the title does not say "about" before that number, nor another sentence counts more than once.

    That may be of another kind: "two cruise missiles and three rockets".
    """
    if count is None or (count.sentence != title and _several(count.sentence)):
        return None
    rough = (title[found.end() :] for found in _how("roughly").finditer(title))
    return None if any(behind.startswith(str(count.value)) for behind in rough) else count.value


def _several(sentence: str) -> bool:
    """Whether a sentence names or counts more than one thing that is launched."""
    told = list(counts(sentence))
    values = {one.value for one in told} - {None}
    sums = any(len(_NUMBERS.findall(sentence[one.start : one.end])) > 1 for one in told)
    return len(values) > 1 or sums or sum(one.value is None for one in told) > 1


def _act(title: str) -> re.Match[str] | None:
    """The word by which a title tells or speaks of launching."""
    return _how("verb").search(title) or _how("noun").search(title) or lexicon("launch")["mention.word"].search(title)


def _status(launch: LaunchFacts, title: str) -> str | None:
    """What became of the launch, where the title has words of that, and of nothing else."""
    words, evident, status = lexicon("launch"), lexicon("evident"), launch.status and launch.status.value
    answers = launch.told_as is not None and launch.told_as.value != "event"
    if answers or _ASKED.search(title) or title in evident["launch.unreal"]:
        return None
    told = {name for name in STATUSES if title in words[f"status.{name}"]}
    apart = title in evident["launch.apart"]
    done = _how("verb").search(title) or (None if apart else _how("noun").search(title))
    if status == "happened":
        return status if done and not told else None
    launched = done or words["mention.word"].search(title) or words["act.verb"].search(title)
    if apart or launched is None or len(told) != 1:
        return None
    (said,) = told
    if said == "failed":
        failed = evident["launch.failed"].search(title)
        return said if status == said and failed and failed.start() > launched.start() else None
    if said == "planned":
        return said if status == said and title not in evident["launch.done"] else None
    return said


def _what(kind: Fact[str], title: str) -> str | None:
    """What was launched, no more exactly than the title says; None where it names two families."""
    evident = lexicon("evident")
    named = {name for name, spellings in lexicon("launch").group("kind") if title in spellings}
    families = {FAMILY.get(name, name) for name in named} - {"unknown", "other"}
    family = FAMILY.get(kind.value, kind.value)
    if (families and families != {family}) or family == "other":
        return None
    if family == "space":
        carries = any(text in evident["launch.cargo"] for text in (title, kind.sentence))
        if kind.value == "crewed" and not carries:
            return "crewed"
        return "satellite" if title in evident["launch.satellite"] else "space"
    if family == "missile" and not families and title in evident["launch.projectile"]:
        return "projectile"
    exact = named - {"missile", "ballistic", "unknown"}
    guessed = kind.value in RANGES and kind.sentence not in lexicon("launch")["kind.ballistic"]
    return "missile" if family == "missile" and (len(exact) > 1 or guessed) else kind.value


def _who(title: Sentence, actor: Fact[str] | None) -> str | None:
    """Who launched, where the title names them before it tells of a launch, and not as who reports it."""
    if actor is None:
        return None
    act = (
        _how("verb").search(title.text)
        or _how("noun").search(title.text)
        or lexicon("launch")["mention.word"].search(title.text)
    )
    others = {one.value for one in everybody(title) if one.sort == "company" and one.end <= (act.start() if act else 0)}
    if len(others) > 1:
        return None  # "SpaceX and NASA launch": one of the two
    for one in everybody(title):
        speaks = one.sort != "company" and _speaks(title.text, one)
        if one.value == actor.value and one.sort != "person" and not speaks:
            return actor.value if act is None or one.start < act.start() else None
    return None


def _speaks(title: str, one: Named) -> bool:
    """Whether somebody is named by a word for who reports."""
    return lexicon("launch")["reporter.word"].pattern.fullmatch(title, one.start, one.end) is not None


def _name(title: str) -> str | None:
    """The first name in the title: of a weapon or vehicle, or else of a payload."""
    tables = lexicon("launch").group("name")
    hits = [
        (kind in ("payload", "constellation"), m.start(), -m.end(), m[0])
        for kind, words in tables
        for m in words.all(title)
    ]
    return min(hits)[3] if hits else None


def _sea(direction: Fact[str] | None) -> str | None:
    """The key of the sea toward which it flew; None where it is another place, of which much can be said."""
    if direction is None:
        return None
    groups = lexicon("launch").group("direction")
    found = next((key for key, spellings in groups if spellings.pattern.fullmatch(direction.value)), None)
    return found if found in lexicon("evident")["launch.sea"].words else None


def _parties(title: Sentence) -> list[str]:
    """The countries, bodies and companies that a title names, each once."""
    named = (one.value if one.sort == "company" else one.country for one in everybody(title))
    return list(dict.fromkeys(filter(None, named)))[:MOST]


# ---- sanctions ----

AGAINST = frozenset({"imposed", "designated", "adopted", "extended"})
RELIEF = frozenset({"eased", "lifted", "suspended", "waived"})
TO_COME = frozenset({"proposed", "threatened"})
ANSWERS = frozenset({"vetoed", "voted", "criticised"})
DOUBTS = {
    **dict.fromkeys(AGAINST, RELIEF | TO_COME | ANSWERS),
    **dict.fromkeys(RELIEF, TO_COME | ANSWERS),
    **dict.fromkeys(TO_COME, RELIEF | ANSWERS),
}
"""By step: those of which a title must have no word where it tells this one."""
BARE = frozenset({"imposed", "designated"})
"""Steps of which no more need be said than who sanctions whom."""


def evident_sanctions(title: Sentence, sanctions: SanctionsFacts) -> Fact[Told] | None:
    """The step that a title plainly tells of: one issuer, targets (countries and bodies) and act (of DOUBTS).

    Where the title only speaks of sanctions, the act is ABOUT, and `named` everybody whom it names. None where it names
    nobody.
    """
    text, parties, words = title.text, _parties(title), lexicon("evident")
    if sanctions.act is None or text not in words["sanctions.word"] or not parties:
        return None
    issuers = _among(parties, sanctions.issuer)
    targets = [name for name in _among(parties, sanctions.target) if name not in issuers]
    clear = len(issuers) == 1 and (issuers[0] == parties[0] or len(targets) == len(parties) - 1)
    doubtful = _ASKED.search(text) or text in words["sanctions.unreal"]
    if clear and not doubtful and _acts(sanctions.act.value, title):
        return _fact({"issuers": issuers, "targets": targets, "act": sanctions.act.value}, text)
    return _fact({"act": ABOUT, "named": parties}, text)


def _acts(act: str, title: Sentence) -> bool:
    """Whether the title has words of this step, and of none that contradicts it."""
    told = {name for name, spellings in lexicon("sanctions").group("act") if title.text in spellings}
    if act not in DOUBTS or told & DOUBTS[act]:
        return False
    if act not in TO_COME and title.text in lexicon("evident")["sanctions.coming"]:
        return False
    if act in told or act not in BARE:
        return act in told
    return not title.text.isascii() or any(sanctions_somebody(title.text, one.end) for one in everybody(title))


def _among(names: Sequence[str], parties: Fact[tuple[str, ...]] | None) -> list[str]:
    """Which of these parties are among the names."""
    return [party for party in parties.value if party in names] if parties else []


# ---- nuclear tests and strikes ----

BETWEEN = 2
"""A strike is told again where its title names these two states, and nobody of another."""
_BESIDE = re.compile(
    r"(?:['’]s (?:military|army|air force|forces))?\s+|(?:이|가|군이|は|が|軍が)?[,、]?\s?", re.IGNORECASE
)
"""What stands between who strikes and the verb, or between who and whom where the verb stands behind both."""
_AT = re.compile(r"\s*(?:at|on|in|against|into|по|了)?\s*(?:the\s+)?", re.IGNORECASE)
"""What stands between a verb and whom it strikes."""
_OF = re.compile(r"(?:['’]s|的|의|の)?\s*", re.IGNORECASE)
"""What stands between a state and its site."""
_OBJECT = re.compile(
    r"(?: ?(?:전역|일대))?(?:을|를|を|に|에)?\s*(?:대규모 ?|大規模な?)?"
    r"(?:(?:탄도|순항|弾道|巡航)?(?:미사일|드론|무인기|ミサイル|ドローン)[·・と]?)*\s*"
)
"""What stands between whom and a verb that stands last."""
_ENDS = re.compile(
    r"\s*(?:$|[…,.;:!|，。；：！、”\"’」·(]|[-–—]\s|했|し(?:た|まし)|\s?(?:개시|감행|단행|を?開始)"
    r"|(?:with|in|at|as|after|again|overnight|early|killing|kills)\b|(?:ракет|беспилот|дрон)\w+)",
    re.IGNORECASE,
)
"""What stands behind whom, or behind a verb that stands last, where all is said."""
_KILLED_IN = re.compile(
    r"(?:(?:at least )?\w+(?: people)? (?:killed|dead|injured|wounded|hurt) (?:in|as|by) (?:the )?)?", re.I
)
_STRIKE_ON = re.compile(
    r" (?:(?:massive|overnight|fresh|deadly|large-scale|combined|missile|drone|rocket|air|artillery|ballistic|cruise"
    r"|guided|bomb|and|&) )*(?:strike|attack|airstrike|barrage|bombardment)s? (?:on|against) (?:the )?",
    re.I,
)
_KILLS = re.compile(
    r"(?: (?:port|city|capital|region|town)(?: of [A-Z]\w+)?)?(?:$|[,.;:]| - | (?:kill|injur|wound|leav|damag)\w*\b)"
)
"""What stands before, within and behind "Russian drone strike on Kyiv" where it is told as an event."""


def evident_nuclear(title: Sentence, nuclear: NuclearFacts) -> Fact[Told] | None:
    """The nuclear test that a title plainly tells of: who, and the act (tested or prepared)."""
    text, act, words = title.text, nuclear.act, lexicon("evident")
    told = act is not None and act.sentence == text and act.value in ("tested", "prepared")
    if act is None or not told or _doubted(text) or text in words["nuclear.unlike"]:
        return None
    found, test = words[f"nuclear.{act.value}"].search(text), lexicon("nuclear")["test.word"].search(text)
    if nuclear.actor is None or found is None or test is None:
        return None
    others = [one for one in everybody(title) if one.country != nuclear.actor.value and not _speaks(text, one)]
    before = any(one.start < test.start() for one in others)
    if nuclear.actor.sentence != text or before or (act.value == "prepared" and others):
        return None  # "Seoul prepares for a nuclear test by Pyongyang"
    return _fact({"who": nuclear.actor.value, "act": act.value}, text)


def evident_strike(title: Sentence, strike: StrikeFacts) -> Fact[Told] | None:
    """The strike of one state on another that a title plainly tells of: who, whom, act, and its site if nuclear."""
    text, act, attack = title.text, strike.act, attack_of(title)
    if act is None or act.sentence != text or act.value != "struck" or _doubted(text):
        return None
    parties, words = {one.country or one.value for one in everybody(title)}, lexicon("evident")
    if len(parties) != BETWEEN or text not in words["strike.armed"] or text in words["strike.group"]:
        return None
    if attack is None:
        raid = _raid(title)
        return _fact({"who": raid[0], "whom": raid[1], "act": act.value}, text) if raid else None
    whom = attack.whom[0]
    end = _site_end(text, whom.end)
    if not _plain(text, attack, whom.start, end or whom.end):
        return None
    told = {"who": attack.who.country, "whom": whom.country, "act": act.value, "site": end and "nuclear"}
    return _fact(told, text)


def _raid(title: Sentence) -> tuple[str, str] | None:
    """Who strikes whom where English tells it by a noun: "Russian drone strike on Kyiv kills four"."""
    for who, whom in pairwise(named(title)):
        before, between, behind = title.text[: who.start], title.text[who.end : whom.start], title.text[whom.end :]
        if _KILLED_IN.fullmatch(before) and _STRIKE_ON.fullmatch(between) and _KILLS.match(behind):
            return who.country, whom.country
    return None


def _plain(text: str, attack: Attack, start: int, end: int) -> bool:
    """Whether nothing stands between who, whom (at [start, end), with the site) and the verb that may be of another."""
    who = attack.who.end
    if attack.verb_last:
        aside = who <= start and _BESIDE.fullmatch(text, who, start) and _OBJECT.fullmatch(text, end, attack.start)
        return bool(aside and _ENDS.match(text, attack.end))
    beside = _BESIDE.fullmatch(text, who, attack.start) and _AT.fullmatch(text, attack.end, start)
    return bool(beside and _ENDS.match(text, end))


def _site_end(text: str, at: int) -> int | None:
    """Where a nuclear site that stands right behind a name ends."""
    behind = _OF.match(text, at)
    site = behind and lexicon("strike")["site.nuclear"].pattern.match(text, behind.end())
    return site.end() if site else None


def _doubted(title: str) -> bool:
    """Whether a title asks, doubts, or is about sanctions."""
    unreal = lexicon("evident")["launch.unreal"]
    return bool(_ASKED.search(title)) or title in unreal or title in lexicon("sanctions")["thing"]

"""A passage -> the facts of a launch."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.facts.actor import actor_of
from bot.facts.clock import time_of
from bot.facts.count import Count, counts
from bot.facts.evident import FAMILY, evident_launch
from bot.facts.figures import NO_FIGURE, figure
from bot.facts.own import Own
from bot.facts.passage import Passage, first
from bot.facts.status import status_of
from bot.facts.when import day_of
from bot.facts.who import everybody, source_of
from bot.facts.words import lexicon
from bot.model.facts import Fact, LaunchFacts
from bot.text.reading import Sentence

LOOSE = frozenset({"unknown", "missile", "ballistic", "rocket", "satellite_launch"})
"""Kinds that a later sentence may tell more exactly."""
ORBITAL = frozenset({"satellite_launch", "crewed"})
"""What goes into orbit has a height and no range."""
CLASSES = frozenset({"icbm", "irbm", "mrbm", "srbm", "slbm"})
CARRIED = {"constellation": 0, "payload": 2}
"""Names of what is carried to orbit, with their rank among names: that of a weapon or vehicle is 1."""
COURSES = frozenset({"ballistic", "cruise", "air_defence"})
"""Of these classes a ballistic missile is one only, and of these courses any missile."""
NOUN = 14
"""So many letters before a number may name what it counts: "탄도미사일 2발"."""
OF_ALL = " of the "
"""What a later sentence has that says how many there were in all: "two of the nine missiles"."""
POSSIBLE = 40
"""So many letters before a number a word says that something could be done to so many."""
AGAIN = 1
"""Up to the first sentence of the text a headline's "missile" may turn out to be two; what later ones count is more."""
SINGLE = ("satellite_launch", "crewed", "rocket", "icbm")
"""Kinds that are launched one at a time."""
_ENGLISH = re.compile(r"[A-Za-z]{4}.*[A-Za-z]{4}")
"""English says itself whether there is one; Korean has no singular."""
_PLURAL = re.compile(
    r"\b(?:missiles|rockets|launch(?:es|ers)|missions|flights|satellites|vehicles|boosters|engines|tests|spacecraft"
    r"|probes|shuttles)\b",
    re.I,
)
"""More than one, as English says it: not all of them start at once."""


def read_launch(passage: Passage) -> LaunchFacts | None:
    """The facts of the launch that the title or the first sentences tell of; None where they tell of none."""
    kind = _kind(passage)
    if kind is None:
        return None
    status = status_of(passage)
    name = _name(passage)
    own = Own(actor_of(passage.lead), name)
    reach, range_is, more_range = (
        figure(passage, own, "flown", "capability") if kind.value not in ORBITAL else NO_FIGURE
    )
    height, apogee_is, more_height = figure(passage, own, "height", "orbit")
    if apogee_is and FAMILY.get(kind.value) == "space":
        apogee_is = replace(apogee_is, value="orbit")
    count, at_least = _count(passage, kind, own, status.value)
    event = _event(passage)
    facts = LaunchFacts(
        actor=own.actor,
        kind=kind,
        name=name,
        count=count,
        at_least=at_least,
        range_km=reach,
        range_is=range_is,
        apogee_km=height,
        apogee_is=apogee_is,
        direction=_direction(passage),
        place=first(passage.lead, _place),
        status=status,
        told_as=_told_as(passage),
        date=first(event, lambda s: str(day) if (day := day_of(s.text, passage.published)) else None),
        time=first(event, lambda s: time_of(s.text)),
        reporter=first(passage.sentences, source_of),
        also_range_km=more_range,
        also_apogee_km=more_height,
    )
    return replace(
        facts,
        range_km=_said(passage, facts.range_km),
        apogee_km=_said(passage, facts.apogee_km),
        evident=evident_launch(passage.sentences[0], facts),
    )


def _said(passage: Passage, fact: Fact[float] | None) -> Fact[float] | None:
    """A figure again, with whom its sentence names as the source."""
    if fact is None:
        return None
    sentence = next(sentence for sentence in passage.sentences if sentence.text == fact.sentence)
    return replace(fact, says=source_of(sentence))


def _event(passage: Passage) -> Sequence[Sentence]:
    """The sentences that tell of the launch itself: those of the lead with a word of launching, outside the past."""
    acts = lexicon("launch")["act.verb"]
    return [s for s in passage.lead if any(not passage.past(s, m.start(), m.end()) for m in acts.all(s.text))]


# ---- kind and name ----


def _kind(passage: Passage) -> Fact[str] | None:
    """The family is that of the first kind named, in the title or else the lead; then the most exact kind of it."""
    named = [(rank, kind, s) for s in passage.lead for _, rank, kind in sorted(_kinds(passage, s))]
    if not named:
        return first(passage.lead[:2], _unsaid)
    if named[0][1] == "unknown":
        named += [
            (r, kind, s) for s in passage.sentences for _, r, kind in _kinds(passage, s) if kind == "artillery_rocket"
        ]
    family = _family(named)
    if family is None:
        return Fact("missile", named[0][2].text)
    return _exact([one for one in named if FAMILY.get(one[1], one[1]) == family])


def _unsaid(sentence: Sentence) -> str | None:
    """The kind where no word says it: what a space company or agency launches is a rocket."""
    return "rocket" if _launches(sentence.text) and any(one.sort == "company" for one in everybody(sentence)) else None


def _launches(text: str) -> bool:
    """Whether a text has a word of launching, or of what becomes of a launch."""
    words = lexicon("launch")
    return any(text in part for part in (words["act.verb"], words.whole["mention"], words.whole["status"]))


def _exact(named: Sequence[tuple[int, str, Sentence]]) -> Fact[str]:
    """The kind by the first sentence that is exact about it: what a later one names besides is another launch."""
    best = named[0]
    for one in named:
        if best[1] not in LOOSE and one[2] is not best[2]:
            break
        if one[0] < best[0]:
            best = one
    return Fact(best[1], best[2].text)


def _family(named: list[tuple[int, str, Sentence]]) -> str | None:
    """The family that a report is of; None where it only knows of "projectiles"."""
    first = [kind for _, kind, sentence in named if sentence is named[0][2]]
    if "engine_test" in first:
        return "engine_test"
    kinds = [kind for _, kind, _ in named]
    if kinds[0] == "unknown" and "artillery_rocket" in kinds:
        return "artillery_rocket"
    return next((FAMILY.get(kind, kind) for kind in kinds if kind != "unknown"), None)


def _kinds(passage: Passage, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """The kinds that a sentence names: where, how exact (0: most), and which."""
    words = lexicon("launch")
    ranks = [kind for kind, _ in words.group("kind")]
    for table in ("kind", "name"):
        if sentence.text not in words.whole[table]:
            continue
        for kind, spellings in words.group(table):
            kind = "satellite_launch" if kind in CARRIED else kind
            for found in spellings.all(sentence.text):
                if not passage.past(sentence, found.start(), found.end()):
                    yield found.start(), ranks.index(kind), kind
                    break


def _name(passage: Passage) -> Fact[str] | None:
    """The first name of a weapon or vehicle, or else of a payload, in the title, the lead or further down.

    Of one more batch for a constellation that is the name, whatever carries it.
    """
    tables = [(CARRIED.get(kind, 1), spellings) for kind, spellings in lexicon("launch").group("name")]
    for sentences in (passage.lead, passage.sentences):
        hits = [
            (sentence.place > 0, rank, sentence.place, found.start(), -found.end(), found[0], sentence.text)
            for sentence in sentences
            if sentence.text in lexicon("launch").whole["name"]
            for rank, spellings in tables
            for found in spellings.all(sentence.text)
            if not passage.past(sentence, found.start(), found.end())
        ]
        if hits:
            *_, name, text = min(hits)
            return Fact(name, text)
    return None


# ---- told as ----


def _told_as(passage: Passage) -> Fact[str]:
    """A title that condemns, hails or discusses, and launches nothing itself, is a reaction."""
    words, title = lexicon("launch"), passage.sentences[0].text
    answers = title in words["reaction.word"] and title not in words["reaction.event"]
    return Fact("reaction" if answers else "event", title)


# ---- counts ----


def _count(passage: Passage, kind: Fact[str], own: Own, status: str) -> tuple[Fact[int] | None, Fact[bool] | None]:
    """How many the title and lead count, and whether it is a least; one for "a missile", if a status is told."""
    found = [
        (count, s)
        for s in passage.own()
        if (s in passage.lead or OF_ALL in s.text) and not own.not_of(passage, s)
        for count in counts(s.text)
        if (count.among or s in passage.lead)
        and _counts(count, s, kind.value, status)
        and not passage.other(s, count.start, count.end)
    ]
    if not found and status != "unclear" and _alone(passage, kind, own) and not _speaks(kind.sentence, status):
        return Fact(1, kind.sentence), Fact(False, kind.sentence)
    held = _held(found)
    if held is None:
        return None, None
    best, sentence = held
    return Fact(best.value or 0, sentence.text), Fact(best.at_least, sentence.text)


def _alone(passage: Passage, kind: Fact[str], own: Own) -> bool:
    """Whether what is launched goes alone: into space, in a sentence of this launch that names it or has no plural."""
    text = kind.sentence
    owned = any(text == sentence.text for sentence in passage.own())
    told = own.name or not (_ENGLISH.search(text) and _PLURAL.search(text))
    return kind.value in SINGLE and owned and bool(told) and _launches(text)


def _speaks(text: str, status: str) -> bool:
    """Whether a text speaks of launches, of business or of wishes, rather than of one launch; plans are wishes too."""
    evident, foreign = lexicon("evident"), not _ENGLISH.search(text)
    return text in evident["launch.apart"] or (foreign and status != "planned" and text in evident["launch.unreal"])


def _held(found: Sequence[tuple[Count, Sentence]]) -> tuple[Count, Sentence] | None:
    """The count that holds: the largest that is said, but one where the first words of it say one ("a missile")."""
    if not found:
        return None
    opening = min(found, key=lambda one: (one[1].place, one[0].start))
    said = [one for one in found if one[0].value is not None and not one[0].implied]
    if opening[0].implied:
        said = [one for one in said if one[1].place <= AGAIN]
    if said:
        return max(said, key=lambda one: one[0].value or 0)
    return opening if opening[0].value is not None else None  # "several missiles"


def _counts(count: Count, sentence: Sentence, kind: str, status: str) -> bool:
    """Whether a count is one of launches: satellites are none, and singulars need an article but in headlines."""
    if _others(count, sentence, kind) or (count.implied and _other_sort(count, sentence, kind)):
        return False
    if lexicon("numbers")["possible"].search(sentence.text, max(0, count.start - POSSIBLE), count.start):
        return False  # "able to intercept five missiles at once"
    if kind in SINGLE:
        return not sentence.text[: count.end].endswith("기")
    if count.implied and status == "planned":
        return False  # "ready to test missile": which one is told, and not how many
    return not count.compound and not (count.bare and sentence.place)


def _other_sort(count: Count, sentence: Sentence, kind: str) -> bool:
    """Whether a single thing is none of what was launched: the satellite that a missile hit, the missile of a wing."""
    noun = sentence.text[count.start : count.end].split()[-1]
    named = {FAMILY.get(name) for name, words in lexicon("launch").group("kind") if noun in words and name != "rocket"}
    return {"missile", "space"} <= named | {FAMILY.get(kind)}


def _others(count: Count, sentence: Sentence, kind: str) -> bool:
    """Whether what is counted is of another kind: two cruise missiles are no ballistic ones."""
    for start in (count.start, max(0, count.start - NOUN)):
        counted = sentence.text[start : count.end]
        if named := {name for name, words in lexicon("launch").group("kind") if counted in words}:
            course = "ballistic" if kind in CLASSES else kind
            if {kind, course} & named:
                return False
            return (kind in CLASSES and bool(named & CLASSES)) or (course in COURSES and bool(named & COURSES))
    return False


# ---- where ----

_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
_FROM = re.compile(
    r"\b(?:from|near|at(?=(?: [A-Z][\w'’-]*| the| in){1,6} (?:Cent(?:er|re)|Base|Site|Range|Cosmodrome|Station"
    r"|Spaceport)))\s+"
    r"(?P<place>(?:(?:near|the|a|an|its|north of|south of|east of|west of)\s+)*"
    rf"(?:(?:[a-z'’-]+\s+){{0,2}}[\w'’-]+\s+(?:of|in|on)\s+)?[A-Z][\w'’-]*(?:,? (?:(?!{_DAY})[A-Z][\w'’-]*|(?:in"
    rf"|of|on)(?! {_DAY})|the(?= [A-Z])|and(?= [A-Z])))*)"
)
_FROM_KO = re.compile(
    r"(?P<place>(?:[가-힣]+(?:도|시|군|구|읍|리|동) )*[가-힣]+ ?(?:일대|(?:인근 |부근 |동북방 )?해상"
    r"|인근|부근|근처|발사장|기지|비행장|우주센터|지역|앞바다))(?: ?에서)"
)
_WHO_SAYS = re.compile(
    r"(?:,| and) (?:[\w'’.&-]+ ){1,6}?(?:says?|said|reports?|reported|confirms?|confirmed|announces?|announced|claims?"
    r"|claimed|warns?|warned|adds?|added|tells?|told|shows?|showed)\b"
)
"""Who says so, where it follows a place: "from Sunan, Japan's coast guard says"."""
_NO_PLACE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)|Reuters|Kim\b"
)


def _place(sentence: Sentence) -> str | None:
    words = lexicon("launch")
    act = words["act.verb"].search(sentence.text)
    if not act:
        return None
    for found in (*_FROM.finditer(sentence.text), *_FROM_KO.finditer(sentence.text)):
        who = _WHO_SAYS.search(sentence.text, found.start("place"))
        place = found["place"][: who.start() - found.start("place") if who else None].rstrip(" ,")
        alone = len(place) > 1 and not sentence.text.startswith(" soil", found.start("place") + len(place))
        if alone and not _NO_PLACE.search(place) and place not in words.whole["direction"]:
            return place
    return None


def _direction(passage: Passage) -> Fact[str] | None:
    """The first sea or zone that is told of the event."""
    for sentence in passage.lead:
        for found in lexicon("launch").whole["direction"].all(sentence.text):
            if not passage.past(sentence, found.start(), found.end()):
                return Fact(found[0], sentence.text)
    return None

"""What people choose to follow, as they type it: a topic, and the places to which they narrow it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from unicodedata import normalize

from bot.messages.i18n import load_speech
from bot.model import TARGET, Role, Subscription
from bot.places.gazetteer import Gazetteer
from bot.places.roles import ROLES_OF
from handlers.ask import Desk


@dataclass(frozen=True, slots=True)
class Words:
    """What people type beside topics and places, in the languages that we speak.

    `on` says "only where it is the target", before or behind a place; `filling` means nothing; `anywhere` ends the
    narrowing to places; `between` stands between two of them.
    """

    on: frozenset[str]
    filling: frozenset[str]
    anywhere: frozenset[str]
    between: re.Pattern[str]


@cache
def load_words() -> Words:
    """The words of all catalogues together."""
    typed = load_speech().typed
    joined = "|".join(map(re.escape, typed("and")))
    return Words(
        frozenset(typed("on")),
        frozenset(typed("filling")),
        frozenset(typed("anywhere")),
        re.compile(rf"\s*[,·/&、]\s*|\s+(?:{joined})\s+", re.I),
    )


_FIRES = re.compile(r"(?:severity:|fires:|심각도:|횃불:)?(?P<least>[1-5])[+🔥]?|(?P<fires>🔥{1,5})\+?", re.I)
"""The least number of fires as people type it: `4`, `4+`, `severity:4`, `🔥🔥🔥🔥`."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A topic's key (None: none is meant), its places (none: everywhere), the least fires, what was not understood.

    Of places and fires None: nothing was said.
    """

    topic: str | None
    places: tuple[str, ...] | None = None
    fires: int | None = None
    unknown: str | None = None

    def of(self, kept: Subscription | None) -> Subscription:
        """The subscription that is meant: what is not said stays as it was; if nothing is, it is all of the topic."""
        before = kept or Subscription(self.topic or "")
        if self.places is None and self.fires is None:
            return replace(before, places=(), min_severity=1)
        places = before.places if self.places is None else self.places
        return replace(before, places=places, min_severity=self.fires or before.min_severity)


def split_fires(words: tuple[str, ...]) -> tuple[tuple[str, ...], int | None]:
    """The words without the one that says how many fires are the least, and how many it says."""
    said = {at: found for at, word in enumerate(words) if (found := _FIRES.fullmatch(normalize("NFKC", word)))}
    if len(said) != 1 or len(words) < 2:
        return words, None
    ((at, found),) = said.items()
    return (*words[:at], *words[at + 1 :]), int(found["least"] or len(found["fires"]))


def understand(desk: Desk, words: tuple[str, ...]) -> Selection:
    """The selection in these words: `launches`, `launches korea 4`, `sanctions on russia`, `러시아 제재`."""
    rest, fires = split_fires(words)
    return replace(_place_of(desk, rest), fires=fires)


def _place_of(desk: Desk, words: tuple[str, ...]) -> Selection:
    name = " ".join(words)
    if desk.is_topic(name):
        return Selection(desk.find_topic(name))
    halves = [(words[:at], words[at:]) for at in range(len(words) - 1, 0, -1)]
    halves += [(behind, before) for before, behind in halves]
    halves.sort(key=lambda half: not desk.is_topic(" ".join(half[0])))  # "sanctions", before "sanctions on"
    known = [(desk.find_topic(" ".join(topic)), where) for topic, where in halves]
    for key, where in known:
        if key and " ".join(where).casefold() in load_words().anywhere:
            return Selection(key, ())
        if key and (places := find_places(desk.gazetteer, where, key)):
            return Selection(key, places)
    if key := desk.find_topic(name):
        return Selection(key)
    return next((Selection(key, unknown=" ".join(where)) for key, where in known if key), Selection(None))


def find_places(gazetteer: Gazetteer, words: tuple[str, ...], topic: str) -> tuple[str, ...]:
    """The keys of the places that all these words name; none where one of them is not understood."""
    known = load_words()
    said = [word for word in words if word.casefold() not in known.on | known.filling]
    on = any(word.casefold() in known.on for word in words)
    keys: list[str] = []
    for piece in filter(None, known.between.split(" ".join(said))):
        mentions = gazetteer.find(piece, None)
        if mentions and all(mention.towards for mention in mentions):  # 대북, 对俄
            found: list[str | None] = [f"{TARGET}{mention.code}" for mention in mentions]
        else:
            whole = gazetteer.place(piece)
            found = [whole] if whole else [gazetteer.place(word) for word in piece.split()]
            found = [key and f"{TARGET if on else ''}{key}" for key in found]
        keys.extend(key for key in found if key)
        if not all(found):
            return ()
    if Role.TARGET not in ROLES_OF.get(topic, ()):
        keys = [key.removeprefix(TARGET) for key in keys]
    return tuple(dict.fromkeys(keys))

"""A passage -> how far and how high a launch went, or how far its weapon can go."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.facts.numbers import Distance, distances
from bot.facts.own import Own
from bot.facts.passage import Passage
from bot.model.facts import Fact
from bot.text.reading import Sentence

SAME, CONVERTED = 0.02, 0.1
"""Two figures that differ by less are one; by so much, where one is in another unit and rounded."""
OTHERWISE = 1.5
"""Two sources' figures of one flight are no further apart."""
FURTHER = 8
"""So many sentences may say how far it can go."""

Figures = tuple[Fact[float] | None, Fact[str] | None, tuple[Fact[float], ...]]
NO_FIGURE: Figures = (None, None, ())


def figure(passage: Passage, own: Own, role: str, other: str) -> Figures:
    """The figure of this role that is told of the event, what it is, and the others; else that of the other role.

    The title's leads, or else the largest: of "60 to 70 km" both ends are kept, and 70 leads.
    """
    for wanted, sentences in (
        (role, passage.sentences),
        (other, islice(passage.own(), FURTHER) if other == "capability" else passage.lead),
    ):
        told = list(_told(passage, own, wanted, sentences))
        facts = _distinct((Fact(distance.km, sentence.text), distance.metric) for distance, sentence in told)
        if facts:
            headed = [
                fact for fact in facts if passage.sentences[0].place == 0 and fact.sentence == passage.sentences[0].text
            ]
            best = max(headed or _near(facts, wanted), key=lambda fact: fact.value)
            label = "flown" if wanted in ("flown", "height") else wanted
            return best, Fact(label, best.sentence), tuple(fact for fact in facts if fact is not best)
    return None, None, ()


def _near(facts: Sequence[Fact[float]], role: str) -> list[Fact[float]]:
    """The figures of the sentence that tells one first, and those of later ones that are hardly larger.

    Sources differ by a little; what is much larger is of another thing, and so is how far another weapon can go.
    """
    first = [fact for fact in facts if fact.sentence == facts[0].sentence]
    most = 0 if role == "capability" else OTHERWISE * max(fact.value for fact in first)
    return [*first, *(fact for fact in facts if fact.value <= most)]


def _told(passage: Passage, own: Own, role: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Distance, Sentence]]:
    """The distances of this role that are told of the event, and of no other weapon."""
    for sentence in sentences:
        if own.not_of(passage, sentence) or own.not_named_in(sentence):
            continue
        for distance in distances(sentence.text):
            if distance.role == role and not passage.other(sentence, distance.start, distance.end):
                yield distance, sentence


def _distinct(facts: Iterable[tuple[Fact[float], bool]]) -> list[Fact[float]]:
    """Each figure once; of "170 miles (280 kilometers)" the kilometres."""
    kept: list[tuple[Fact[float], bool]] = []
    for fact, metric in facts:
        same = next(
            (
                at
                for at, (one, unit) in enumerate(kept)
                if abs(fact.value - one.value) <= (SAME if unit == metric else CONVERTED) * one.value
            ),
            None,
        )
        if same is None:
            kept.append((fact, metric))
        elif metric and not kept[same][1]:
            kept[same] = fact, metric
    return [fact for fact, _ in kept]

"""What is reported of sanctions: a step, relief, a veto, evasion or an answer; learned weights say which of these."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from bot.facts.passage import Passage
from bot.facts.signs import prefixed, whole
from bot.facts.steps import is_headline, steps
from bot.facts.weights import load_weights
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.reading import Sentence

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "against": ("imposed", "proposed", "threatened", "voted", "adopted", "designated", "extended", "enforced"),
    "relief": ("eased", "lifted", "suspended", "waived"),
    "vetoed": ("vetoed",),
    "evaded": ("evaded",),
    "reaction": ("other", "criticised", "effects"),
}
"""The acts by family; the first of a family is meant where no word says which."""
_FAMILY = {act: family for family, acts in FAMILIES.items() for act in acts}
LOOKED_AT = 2
"""So many sentences that speak of sanctions give signs."""
FIRST = 3
"""So many acts that a sentence tells of give signs."""


def act_of(passage: Passage, speaking: Sequence[Sentence]) -> Fact[str]:
    """The act after these sentences: of the surest family the first that words tell of."""
    told = told_acts(passage, speaking)
    if told and told[0] == ("vetoed", speaking[0]):
        return Fact("vetoed", speaking[0].text)  # who says so in the first words means nothing else
    shares = load_weights("acts").shares(act_signs(speaking, told))
    family = max(shares, key=lambda name: shares[name])
    later = ((act, sentence) for sentence in speaking for act in _acts(passage, sentence))
    return next(
        (Fact(act, sentence.text) for act, sentence in chain(told, later) if _FAMILY[act] == family),
        Fact(_unsaid(family, speaking[0]), speaking[0].text),
    )


def _acts(passage: Passage, sentence: Sentence) -> Iterator[str]:
    yield from steps(passage, sentence)
    if is_headline(sentence.text):
        yield "imposed"


def act_signs(speaking: Sequence[Sentence], told: Sequence[tuple[str, Sentence]]) -> frozenset[str]:
    """The signs of what is reported: the words of the first sentences, and the acts that they tell of in turn."""
    signs = set(whole(speaking[0], "sanctions"))
    for sentence in speaking[1:LOOKED_AT]:
        signs |= set(prefixed("then ", whole(sentence, "sanctions", pairs=False)))
    for number, sentence in enumerate(speaking[:LOOKED_AT]):
        acts = list(dict.fromkeys(act for act, teller in told if teller is sentence))
        signs |= {f"act {number} {place} {act}" for place, act in enumerate(acts[:LOOKED_AT])} or {f"act {number} -"}
    first = told[0][0] if told else "other"
    return frozenset(signs | {f"act {first}", f"family {_FAMILY[first]}"})


def told_acts(passage: Passage, speaking: Sequence[Sentence]) -> list[tuple[str, Sentence]]:
    """The acts of which the first sentences have words, in order, each with its sentence."""
    return [(act, sentence) for sentence in speaking[:LOOKED_AT] for act in islice(_acts(passage, sentence), FIRST)]


def _unsaid(family: str, sentence: Sentence) -> str:
    """The act of a family of which no word tells."""
    words = lexicon("sanctions")
    if family == "reaction":
        return next((act for act in ("criticised", "effects") if sentence.text in words[f"act.{act}"]), "other")
    modality = lexicon("modality")
    if family == "against" and any(sentence.text in modality[f"planned.{place}"] for place in ("before", "around")):
        return "proposed"  # "sanctions possible"
    return FAMILIES[family][0]

"""Whether a sentence is about the launch that a report is about, by who launches and by the weapon's name."""

import re
from dataclasses import dataclass

from bot.facts.actor import actor_of
from bot.facts.passage import Passage
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.reading import Sentence


@dataclass(frozen=True, slots=True)
class Own:
    """Who launches, and the name of what is launched, as far as a report tells them."""

    actor: Fact[str] | None
    name: Fact[str] | None

    def not_of(self, passage: Passage, sentence: Sentence) -> bool:
        """Whether somebody else launches in a later sentence, which has a day of its own and quotes nobody."""
        if sentence.place <= 1 or not self.actor or self.actor.sentence == sentence.text:
            return False
        if sentence.text in lexicon("past")["says"] or not passage.days.elsewhen(sentence.text):
            return False
        actor = actor_of([sentence])
        return actor is not None and actor.value.casefold() != self.actor.value.casefold()

    def not_named_in(self, sentence: Sentence) -> bool:
        """Whether a sentence behind the first names weapons or vehicles, and this one is none of them."""
        whole = lexicon("launch").whole["name"]
        if sentence.place <= 1 or not self.name or self.name.sentence == sentence.text or sentence.text not in whole:
            return False
        return _key(self.name.value) not in {_key(found[0]) for found in whole.all(sentence.text)}


def _key(name: str) -> str:
    """A name as it is compared: by its number, where it has one, for its letters are of any language."""
    digits = re.findall(r"\d+", name)
    return "-".join(digits) or re.sub(r"[\W_]", "", name.casefold())

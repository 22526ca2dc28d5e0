"""The buttons under messages. One that switches something names the state that is wanted: a repeat changes nothing.

Telegram brings a press again whose answer it did not see, and thumbs press twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.messages.citation import citation
from bot.messages.i18n import Speech
from bot.messages.links import takes_link
from bot.messages.markup import cut
from bot.messages.naming import Naming
from bot.model import FIRES, TARGET, UNTOUCHED, Button, ChatKind, Query, Standing, Story, Subscriber, Subscription
from bot.places.names import Place, load_places
from bot.stories.telling import Telling, telling
from bot.topics.definitions import Topic

OFFERED = ("korea", "")
"""The keys of the places that have a button under the topics; '' is everywhere."""
FIRE = "🔥"
"""One of them for each step of severity."""
NAME = 30
"""Letters of a name on a button."""
SEPARATOR = "|"
"""What stands between the outlets that a chat has muted where they are kept: one with it cannot be muted."""
Rows = tuple[tuple[Button, ...], ...]


def switch(data: str, *, on: bool) -> str:
    """The data of a button that switches something, where it is this way now: it says the other one."""
    return f"{data}:{'off' if on else 'on'}"


@dataclass(frozen=True, slots=True)
class Keyboards:
    """What keyboards are made of: the languages, the topics, the bodies and regions."""

    speech: Speech
    topics: Mapping[str, Topic]
    places: Mapping[str, Place] = field(default_factory=load_places)

    @property
    def naming(self) -> Naming:
        """What things are called in a reader's language."""
        return Naming(self.speech, self.places)

    def alert_buttons(self, story: Story, reader: Subscriber, standing: Standing = UNTOUCHED) -> Rows:
        """What is under an alert; in groups and channels more, where one reader's answer is not for all to see."""
        told = telling(story, reader.language)
        read = Button(self._say(reader, "button-read"), url=told.url, style="primary")
        explained = tuple(self._button(reader, name, f"{name}:{story.id}") for name in ("why", "sources"))
        rows = [(read, *explained) if takes_link(told.url) else explained]
        switches = {"mute": standing.muted, "irrelevant": standing.irrelevant}
        rows.append(tuple(self._switch(reader, name, story.id, on=on) for name, on in switches.items()))
        take = self._switch(reader, "take", story.id, on=standing.holder is not None)
        details = self._button(reader, "details", f"details:{story.id}")
        last = {ChatKind.PRIVATE: (), ChatKind.GROUP: (take, details)}.get(reader.kind, (details,))
        if reader.kind is ChatKind.PRIVATE and SEPARATOR not in story.outlets[0]:
            last = (self._outlet_switch(story, reader),)
        return (*rows, (*last, self._cite(story, told, reader)))

    def _cite(self, story: Story, told: Telling, reader: Subscriber) -> Button:
        """Copies the report that the alert is told by, as one cites it."""
        report = next((one for one in story.reports if one.url == told.url), story.reports[0])
        outlet = self.naming.outlet(report.outlet, reader.language)
        zone = self.speech.zone(reader.timezone, report.published_at)
        said = citation(told.headline, outlet, report, reader, zone)
        return Button(self._say(reader, "button-cite"), copied=said)

    def _outlet_switch(self, story: Story, reader: Subscriber) -> Button:
        """What mutes the outlet that told a story first, by its name, and shows whether it is muted."""
        on, name = story.outlets[0] in reader.muted_outlets, self.naming.outlet(story.outlets[0], reader.language)
        label = self._say(reader, "button-outlet-undo" if on else "button-outlet", outlet=cut(name, NAME))
        return Button(label, data=switch(f"outlet:{story.id}", on=on))

    def explanation_buttons(self, story_id: int, reader: Subscriber, other: str, standing: Standing) -> Rows:
        """What is under an explanation in private of a group's alert: the `other` one, and one's own vote."""
        irrelevant = self._switch(reader, "irrelevant", story_id, on=standing.irrelevant)
        return ((self._button(reader, other, f"{other}:{story_id}"), irrelevant),)

    def _switch(self, reader: Subscriber, name: str, story_id: int | None, *, on: bool) -> Button:
        return self._button(reader, f"{name}-undo" if on else name, switch(f"{name}:{story_id}", on=on))

    def _button(self, reader: Subscriber, name: str, data: str) -> Button:
        return Button(self._say(reader, f"button-{name}"), data=data)

    def topic_buttons(
        self,
        reader: Subscriber,
        followed: Mapping[str, Subscription],
        place: str | None = None,
        own: Sequence[Query] = (),
    ) -> tuple[tuple[Button, ...], ...]:
        """A button a topic, a row that narrows them all, and a button an own query; pressing toggles.

        `place` is the offered one that was chosen for what is pressed next; None takes the one that all have now.
        """
        now = {followed[key].places for key in self.topics if key in followed} or {()}
        if place is None:
            place = next((key for key in OFFERED if now == {(key,) if key else ()}), None)
        topics = [
            Button(
                f"✅ {self.narrowed(followed[key], reader.language)}" if key in followed else f"⬜ {title}",
                data=switch(f"follow:{key}:{place}" if place else f"toggle:{key}", on=key in followed),
            )
            for key, title in ((key, self.naming.title(topic, reader.language)) for key, topic in self.topics.items())
        ]
        queries = [
            Button(
                f"{'✅' if query.topic in followed else '⬜'} {query.name}",
                data=switch(f"toggle:{query.topic}", on=query.topic in followed),
            )
            for query in own
        ]
        where = tuple(
            Button(
                f"{'🔘' if key == place else '⚪'} {self.where((key,) if key else (), reader.language)}",
                data=f"narrow:{key}",
            )
            for key in OFFERED
        )
        return (*((button,) for button in topics), where, *((button,) for button in queries))

    def thread_name(self, key: str, language: str, own: Sequence[Query]) -> str:
        """What a thread is called: `Launches`, the name of an own query, or its fires."""
        if key.startswith(FIRES):
            return FIRE * int(key.removeprefix(FIRES))
        if key in self.topics:
            return self.naming.title(self.topics[key], language)
        return next((query.name for query in own if query.topic == key), key)

    def where(self, places: Sequence[str], language: str) -> str:
        """Places as people read them: `North Korea, on Russia`; `everywhere` where there is none."""
        names = [
            self.speech.say(language, "place-on", place=self.naming.place(place.removeprefix(TARGET), language))
            if place.startswith(TARGET)
            else self.naming.place(place, language)
            for place in places
        ]
        return self.speech.listed(language, names) or self.speech.say(language, "place-everywhere")

    def narrowed(self, subscription: Subscription, language: str, title: str | None = None) -> str:
        """A subscription as plain text: `Launches`, `Launches · Korean peninsula · from 🔥🔥🔥 on`.

        `title` is what an own query is called.
        """
        topic = self.topics.get(subscription.topic)
        pieces = [title or (self.naming.title(topic, language) if topic else subscription.topic)]
        if subscription.places:
            pieces.append(self.where(subscription.places, language))
        if subscription.min_severity > 1:
            pieces.append(self.speech.say(language, "fires-from", fires=FIRE * subscription.min_severity))
        return " · ".join(pieces)

    def _say(self, reader: Subscriber, key: str, **values: str | int | float) -> str:
        return self.speech.say(reader.language, key, **values)

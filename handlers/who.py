"""/who, for admins: how many subscribers there are, by topic, language and kind, and who came and went; no names."""

from collections.abc import Mapping
from datetime import timedelta

from bot.messages.render import escape
from bot.model import Reply
from handlers.ask import Answer, Ask

WEEK = timedelta(days=7)


async def who(ask: Ask) -> Answer:
    """Counts alone: a list of people would be one too many."""
    census = await ask.desk.store.census(ask.now - WEEK)
    titles = {key: ask.desk.renderer.naming.title(topic, ask.reader.language) for key, topic in ask.desk.topics.items()}
    topics = {escape(title): census.topics[key] for key, title in titles.items() if key in census.topics}
    kinds = {ask.say(f"who-{kind}"): count for kind, count in census.kinds.items()}
    languages = {ask.desk.speech.say(language, "language-name"): count for language, count in census.languages.items()}
    return Answer(
        Reply(
            ask.say(
                "who",
                total=census.total,
                new=census.new,
                gone=census.gone,
                kinds=_listed(kinds),
                languages=_listed(languages),
                topics=_listed(topics),
                own=census.own,
                silent=census.silent,
            )
        )
    )


def _listed(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {count}" for name, count in counts.items()) or "–"

"""What a machine made of foreign stories: bot.store.TranslationStore."""

from datetime import datetime

from sqlalchemy import select, update

from bot.model import Translation
from storage.engine import Database, insert
from storage.tables import deliveries, stories, subscribers, translations


class Translations:
    """What readers of a language are shown of a story that is told in others."""

    _database: Database

    async def save_translation(self, story_id: int, made: Translation, now: datetime) -> int:
        """Keep it, and have the alerts of its readers edited that stand as they will: how many.

        An alert that waits to be sent or edited will show it by itself, and one that is on its way is edited after it.
        """
        row = {"source": made.source, "headline": made.headline, "summary": made.summary}
        readers = select(subscribers.c.id).where(subscribers.c.language == made.language)
        stand = update(deliveries).where(
            deliveries.c.story_id == story_id,
            deliveries.c.subscriber_id.in_(readers),
            deliveries.c.message_id.is_not(None),
            deliveries.c.gathered_at.is_(None),
            deliveries.c.due_at.is_(None),
        )
        async with self._database.write() as connection:
            held = select(stories.c.id).where(stories.c.id == story_id)
            await connection.execute(held.with_for_update(read=True))  # as all who write its deliveries do
            new = insert(connection, translations).values(row | {"story_id": story_id, "language": made.language})
            keys = ["story_id", "language"]
            await connection.execute(new.on_conflict_do_update(index_elements=keys, set_=row))
            return (await connection.execute(stand.values(due_at=now))).rowcount

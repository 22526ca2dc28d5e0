"""What rings, what is muted, what gathers; digests of any rhythm; where the stories of a topic take place."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

MOMENT = sa.DateTime(timezone=True)
AT_A_TIME = 1000


def upgrade() -> None:
    for column in (
        sa.Column("digest_hours", sa.SmallInteger, comment="between two digests; NULL: a day"),
        sa.Column("digest_day", sa.SmallInteger, comment="of the week, Monday is 0; NULL: every day"),
        sa.Column("rings_from", sa.SmallInteger, comment="alerts of fewer fires make no sound; NULL: all ring"),
        sa.Column("rings_most", sa.SmallInteger, comment="in an hour; 0: no limit, NULL: as is usual"),
        sa.Column("rang", sa.JSON, comment="when alerts made a sound here in the last hour: [ISO moment, ...]"),
        sa.Column("muted_until", MOMENT, comment="nothing but what is urgent comes until then"),
        sa.Column("muted_outlets", sa.Text, comment="what only these report does not come; NULL: none"),
    ):
        op.add_column("subscribers", column)
    for column in (
        sa.Column("at_once_at", MOMENT, comment="since when it does not wait for the digest; NULL: it does"),
        sa.Column("silent_at", MOMENT, comment="since when its alerts make no sound; NULL: they ring"),
        sa.Column("muted_until", MOMENT, comment="nothing but what is urgent comes of it until then"),
    ):
        op.add_column("subscriptions", column)
    note = "what brought it makes no sound; NULL: it rings"
    op.add_column("deliveries", sa.Column("silent_at", MOMENT, comment=note))
    note = "since when it stands in its message with others; NULL: the message is its own"
    op.add_column("deliveries", sa.Column("gathered_at", MOMENT, comment=note))
    gathered = sa.column("gathered_at").is_not(None)
    op.create_index(
        "deliveries_gathered",
        "deliveries",
        ["subscriber_id", "message_id"],
        postgresql_where=gathered,
        sqlite_where=gathered,
    )
    note = "by which narrowed subscriptions want it; NULL: none"
    op.add_column("story_topics", sa.Column("places", sa.Text, comment=note))
    _fill_places(op.get_bind())


def _fill_places(connection: sa.Connection) -> None:
    """What was matched before concerns the places of the countries that were kept with it."""
    keys = (sa.column("story_id", sa.BigInteger), sa.column("topic", sa.Text))
    table = sa.table("story_topics", *keys, sa.column("countries", sa.JSON), sa.column("places", sa.Text))
    its = sa.and_(table.c.story_id == sa.bindparam("story"), table.c.topic == sa.bindparam("of"))
    after = (0, "")
    while True:
        page = sa.select(table).where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, after))).order_by(*keys)
        rows = connection.execute(page.limit(AT_A_TIME)).all()
        places = [
            {"story": row.story_id, "of": row.topic, "said": _places(row.countries)} for row in rows if row.countries
        ]
        if places:
            connection.execute(sa.update(table).where(its).values(places=sa.bindparam("said")), places)
        if len(rows) < AT_A_TIME:
            return
        after = rows[-1].story_id, rows[-1].topic


def _places(countries: list[tuple[str, str, list[str]]] | str) -> str | None:
    concerns = json.loads(countries) if isinstance(countries, str) else countries
    sure = any(part == "target" for _, part, _ in concerns)
    counted = [(part, (code, *regions)) for code, part, regions in concerns if not (sure and part == "concerned")]
    keys = [key for _, named in counted for key in named]
    on = [f"target:{key}" for part, named in counted if part == "target" for key in named]
    return f"|{'|'.join(dict.fromkeys((*keys, *on)))}|" if keys else None

"""What a match is kept as, in the entry's row and in the story's alike."""

from typing import Any

from sqlalchemy import Boolean, Column, Float, Text, false

from storage.columns import Data


def match_columns() -> tuple[Column[Any], ...]:
    """The columns of a match, all but whose it is: new ones at each call, since a column belongs to one table."""
    return (
        Column("topic", Text, primary_key=True),
        Column("score", Float, nullable=False),
        Column("evidence", Data, nullable=False, comment="[[term, sentence], ...]"),
        Column(
            "countries",
            Data(none_as_null=True),
            comment="[[code, part, [region, ...]], ...]; NULL: from before they were kept",
        ),
        Column("passing", Boolean, nullable=False, server_default=false(), comment="only the page speaks of it"),
    )

"""Facts as they are kept: packed into JSON and read back, nothing is lost."""

import json
from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.merge import merge
from bot.model import Tier
from bot.model.facts import GROUPS, RECORDS, Fact, Facts, as_json, pack, unpack

TEXT = st.text(max_size=20)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "count": st.integers(0),
    "at_least": st.booleans(),
    "range_km": NUMBER,
    "apogee_km": NUMBER,
    "yield_kt": NUMBER,
    "magnitude": NUMBER,
    **dict.fromkeys(("designated", "killed", "injured"), st.integers(0)),
    "opens": st.booleans(),
    "designated_parts": st.dictionaries(TEXT, st.integers(0), max_size=3),
    **dict.fromkeys(("issuer", "target", "vetoed_by"), NAMES),
}


def _fact(name: str) -> st.SearchStrategy[Any]:
    """A fact of this field, or none."""
    said = st.builds(Fact, VALUES.get(name.removeprefix("also_"), TEXT), TEXT, st.none() | TEXT, st.none() | TEXT)
    return st.lists(said, max_size=2).map(tuple) if name.startswith("also_") else st.none() | said


def _group(name: str) -> st.SearchStrategy[Any]:
    """A group's record, or none."""
    return st.none() | st.builds(RECORDS[name], **{part.name: _fact(part.name) for part in fields(RECORDS[name])})


FACTS = st.builds(Facts, **{name: _group(name) for name in GROUPS})


@given(FACTS)
def test_what_is_packed_is_unpacked(facts: Facts) -> None:
    """Through JSON text, as both engines keep it; so a story read anew states what it stated before."""
    again = unpack(json.loads(json.dumps(pack(facts))))

    assert again == facts
    assert as_json(again) == as_json(facts)
    assert merge([("Hangang Wire", Tier.PRESS, again)]) == merge([("Hangang Wire", Tier.PRESS, facts)])


def test_what_another_version_packed_is_left_out() -> None:
    """A field or group that this version does not know costs nothing but itself."""
    packed = {
        "launch": {"actor": ["North Korea", "It fired.", None, None], "colour": ["red", "It was red.", None, None]},
        "cyber": {"actor": ["nobody", "Who knows.", None, None]},
    }

    assert pack(unpack(packed)) == {"launch": {"actor": packed["launch"]["actor"]}}

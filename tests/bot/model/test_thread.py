"""To which thread an alert goes."""

import pytest

from bot.model import Concern, Match, Role, Subscription, ThreadsBy, thread_key, thread_keys
from tests.making import match, story

KOREA = (Concern("kp", Role.ACTOR, ("korea",)),)
LAUNCH, SANCTION = Match("launches", 0.9, (), KOREA), match("sanctions", 0.8)


@pytest.mark.parametrize(
    ("matches", "followed", "asked", "key"),
    [
        ((LAUNCH, SANCTION), (Subscription("launches"), Subscription("sanctions")), (), "launches"),
        ((LAUNCH, SANCTION), (Subscription("sanctions"),), (), "sanctions"),
        ((LAUNCH, SANCTION), (Subscription("launches", places=("jp",)), Subscription("sanctions")), (), "sanctions"),
        ((LAUNCH, SANCTION), (Subscription("launches", places=("korea",)), Subscription("sanctions")), (), "launches"),
        ((LAUNCH, SANCTION), (Subscription("launches", 4), Subscription("sanctions")), (), "sanctions"),
        ((Match("launches", 0.9, (), passing=True), SANCTION), (Subscription("launches"),), (), "launches"),
        (
            (Match("launches", 0.9, (), passing=True), SANCTION),
            (Subscription("launches"), Subscription("sanctions")),
            (),
            "sanctions",
        ),
        ((match("b"), match("a")), (Subscription("b"), Subscription("a")), (), "a"),
        ((LAUNCH,), (Subscription("query"),), ("query",), "query"),
        ((LAUNCH,), (Subscription("launches"), Subscription("query")), ("query",), "launches"),
        ((LAUNCH,), (), ("query",), None),
    ],
)
def test_the_topic_that_leads_has_the_alert(
    matches: tuple[Match, ...], followed: tuple[Subscription, ...], asked: tuple[str, ...], key: str | None
) -> None:
    """Of what is followed there, with fires enough: the subject before what it touches, the surest, then queries."""
    assert thread_key(ThreadsBy.TOPIC, story(matches=matches), followed, asked) == key


def test_by_fires_there_are_five() -> None:
    """The gravest first; a story goes to that of its fires, whatever it is about."""
    assert thread_key(ThreadsBy.FIRES, story(severity=4), (), ()) == "fires:4"
    assert thread_keys(ThreadsBy.FIRES, ())[0] == "fires:5"
    assert thread_keys(ThreadsBy.TOPIC, ("launches", "query")) == ("launches", "query")

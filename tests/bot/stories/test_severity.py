"""One to five fires: what each sort of event gets, and why."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from bot.errors import DataError
from bot.facts.read import read_facts
from bot.model import Tier
from bot.model.facts import Facts
from bot.stories.severity import TOPIC, judge, parse_rules, rules, severity
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("topic", "title", "fires", "rule"),
    [
        ("launches", "North Korea fires ICBM", 5, "icbm"),
        ("launches", "North Korea conducts nuclear test", 5, "nuclear-test"),
        ("launches", "North Korea fires intermediate-range missile", 4, "long-range"),
        ("launches", "China launches satellite", 4, "satellite"),
        ("launches", "North Korea fires 10 short-range missiles", 4, "salvo"),
        ("launches", "North Korea fires ballistic missile", 3, "short-range"),
        ("launches", "Japan to launch satellite", 2, "planned"),
        ("launches", "UN condemns North Korea's ICBM launch", 1, "reaction"),
        ("sanctions", "UN Security Council adopts sanctions on North Korea", 4, "major-round"),
        ("sanctions", "US imposes sanctions on 40 companies", 4, "major-round"),
        ("sanctions", "US imposes sanctions on Belarus", 3, "sanctions"),
        ("sanctions", "EU proposes sanctions on Belarus", 2, "proposal"),
        ("sanctions", "Iran condemns US sanctions", 1, "statement"),
    ],
)
def test_how_many_fires(topic: str, title: str, fires: int, rule: str) -> None:
    """Each sort of event has its fires, and the rule that decided is known."""
    facts = read_facts(read(title, "", "en"), AT, [topic])
    verdict = judge([topic], facts, Tier.AGENCY)

    assert (verdict.fires, verdict.rule) == (fires, rule)
    assert severity([topic], facts, Tier.AGENCY) == fires


def test_what_only_an_aggregator_tells_is_not_yet_five() -> None:
    """The highest alarm waits for a source of its own."""
    facts = read_facts(read("North Korea fires ICBM", "", "en"), AT, ["launches"])

    assert severity(["launches"], facts, Tier.AGGREGATOR) == 4


def test_without_facts_the_topic_decides() -> None:
    """A subscriber's own query has the severity that it was given; an attack has five."""
    assert judge(["own"], Facts(), Tier.PRESS, otherwise=2) == judge(["own"], Facts(), Tier.OFFICIAL, otherwise=2)
    assert judge(["own"], Facts(), Tier.PRESS, otherwise=2).rule == TOPIC
    assert severity(["strikes"], Facts(), Tier.PRESS) == 5


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_rule_has_its_text(language: str) -> None:
    """Whichever rule decides, "Why?" can name it."""
    catalogue = (files("bot.messages") / "data" / "locales" / f"{language}.ftl").read_text("utf-8")

    assert [
        name for name in {TOPIC, *(rule.name for rule in rules())} if f"\nseverity-{name} = " not in catalogue
    ] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule]", "not TOML"),
        ('[[rule]]\nname = "a"\nfires = 6\ntopics = ["x"]', "fires must be"),
        ('[[rule]]\nname = "a"\nfires = 1', "topic or a fact"),
        ('[[rule]]\nname = "a"\nfires = 1\nlaunch = { colour = ["red"] }', "launch.colour is no fact"),
        ('[[rule]]\nname = "a"\nfires = 1\ntopics = ["x"]\nwhen = 1', "when is not known"),
    ],
)
def test_a_wrong_rule_is_named(text: str, says: str) -> None:
    """An editor is told which rule to mend."""
    with pytest.raises(DataError, match=says):
        parse_rules(text)

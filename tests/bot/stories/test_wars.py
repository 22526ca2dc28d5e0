"""Which strikes open a war, and which are its daily course."""

from datetime import timedelta

import pytest

from bot.facts.read import read_facts
from bot.model import Story
from bot.model.facts import Facts
from bot.stories.wars import known_wars, placed
from tests.making import NOON, read, report, story


def struck(title: str, *stories: Story) -> bool | None:
    """Whether a strike opens a war while these stories are open; None where it is none between states."""
    strike = placed(stated(title), stories).strike
    return strike.opens.value if strike and strike.opens else None


def stated(title: str) -> Facts:
    """What a title states."""
    return read_facts(read(title), NOON, ["strikes"])


def told(title: str) -> Story:
    """An open story of a strike."""
    return story(reports=(report(title=title, facts=stated(title)),), updated_at=NOON - timedelta(hours=20))


def test_the_first_strike_between_two_states_opens_a_war_and_the_next_ones_do_not() -> None:
    """Whichever of the two strikes next."""
    first = told("Israel strikes Iran's missile factories")

    assert struck("Israel strikes Iran's missile factories") is True
    assert struck("Iran fires missiles at Israel", first) is False
    assert struck("Iran fires missiles at Qatar", first) is True


@pytest.mark.parametrize(
    "title",
    [
        "Israel launches a preemptive attack on Iran and kills its commanders",
        "Smoke over Tehran as Israel, US launch strikes on Iran",
        "Venezuela carries out massive air strikes against Guyana",
    ],
)
def test_a_war_begins_in_whatever_words(title: str) -> None:
    """Between the verb and what strikes there may be how, and between both states a third one."""
    assert struck(title) is True


@pytest.mark.parametrize(
    "title",
    [
        "Russia strikes Ukraine's power grid",
        "Pakistan shells Indian border posts",
        "Israel strikes Lebanon",
        "US bombs Iran for second day",
    ],
)
def test_wars_that_are_known_and_affairs_of_borders_open_none(title: str) -> None:
    """The gravest alarm is for the exceptional."""
    assert not struck(title)


@pytest.mark.parametrize(
    "title",
    [
        "UN expert calls US strike on Iran's general unlawful",
        "Iran vows revenge after US strikes on its bases",
        "Trump threatens to strike Iran",
        "Poland closes airports after Russian strikes on Ukraine",
        "Iran sentences man to death for spying for Israel before attack",
        "Iran strikes cloud hopes for Venezuela's return to the oil market",
        "Israel's Hezbollah attacks are to go on beyond Iran talks",
        "Putin will pass Kuwait's protest about Iranian strikes to Tehran",
        "Armenia denies that it let Israeli agents use its land to launch attacks on Iran",
        "Israel strikes hall of the National Security Council, a body like the United Nations Security Council",
    ],
)
def test_who_speaks_of_a_strike_does_not_strike(title: str) -> None:
    """A noun recalls it, a threat is none."""
    assert struck(title) is None


def test_wars_are_between_two() -> None:
    """The list that ships names both sides of each."""
    assert all(len(sides) == 2 for sides in known_wars())

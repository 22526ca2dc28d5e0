"""Following a topic in some places only: by words in any language, by buttons, and shown where one looks."""

from dataclasses import replace

import pytest

from bot.model import Address, Concern, Match, Role, Subscriber, Subscription
from bot.places.gazetteer import load_gazetteer
from handlers.selection import find_places
from tests.handlers.test_commands import tell
from tests.making import NOON, match, story
from tests.talking import ADA, Talk


async def places(talk: Talk, topic: str) -> tuple[str, ...] | None:
    """The places to which Ada's subscription is narrowed; None where she does not follow the topic."""
    who = await talk.store.subscriber(Address(ADA))
    kept = (await talk.store.subscriptions(who.id)).get(topic) if who else None
    return kept.places if kept else None


@pytest.mark.parametrize(
    ("words", "topic", "where", "shown"),
    [
        ("launches korea", "launches", ("korea",), "Launches · Korean peninsula"),
        ("launches Korean Peninsula", "launches", ("korea",), "Launches · Korean peninsula"),
        ("launches 한반도", "launches", ("korea",), "Launches · Korean peninsula"),
        ("launches north korea", "launches", ("kp",), "Launches · North Korea"),
        ("launches in japan", "launches", ("jp",), "Launches · Japan"),
        ("launch us", "launches", ("us",), "Launches · United States"),
        ("launches Iran, Japan and India", "launches", ("ir", "jp", "in"), "Launches · Iran, Japan, India"),
        ("launchs north koera", "launches", ("kp",), "Launches · North Korea"),
        ("발사 북한", "launches", ("kp",), "Launches · North Korea"),
        ("북한 발사", "launches", ("kp",), "Launches · North Korea"),
        ("sanctions russia", "sanctions", ("ru",), "Sanctions · Russia"),
        ("sanctions on russia", "sanctions", ("target:ru",), "Sanctions · on Russia"),
        ("sanctions against Iran", "sanctions", ("target:ir",), "Sanctions · on Iran"),
        ("제재 러시아 대상", "sanctions", ("target:ru",), "Sanctions · on Russia"),
        ("制裁 ロシア 対象", "sanctions", ("target:ru",), "Sanctions · on Russia"),
        ("発射 朝鮮半島", "launches", ("korea",), "Launches · Korean peninsula"),
        ("제재 대북", "sanctions", ("target:kp",), "Sanctions · on North Korea"),
        ("sanctions россия", "sanctions", ("ru",), "Sanctions · Russia"),
        ("sanctions イラン", "sanctions", ("ir",), "Sanctions · Iran"),
        ("sanctions 俄罗斯", "sanctions", ("ru",), "Sanctions · Russia"),
        ("sanctions EU", "sanctions", ("eu",), "Sanctions · European Union"),
        ("launches on korea", "launches", ("korea",), "Launches · Korean peninsula"),
    ],
)
async def test_subscribe_takes_places(talk: Talk, words: str, topic: str, where: tuple[str, ...], shown: str) -> None:
    """Behind or before the topic, in any language, in close spellings; "on" means as a target, where there is one."""
    answer = await talk.say(ADA, f"/subscribe {words}")

    assert f"You now follow {shown}." in answer.text
    assert await places(talk, topic) == where


async def test_subscribing_again_changes_the_places(talk: Talk) -> None:
    """The last word counts; without a place it is everywhere again."""
    await talk.say(ADA, "/subscribe launches korea")
    assert (await talk.say(ADA, "/subscribe launches korea")).text.startswith("You follow Launches · Korean peninsula")
    await talk.say(ADA, "/subscribe launches japan")
    assert await places(talk, "launches") == ("jp",)
    await talk.say(ADA, "/subscribe launches")
    assert await places(talk, "launches") == ()
    await talk.say(ADA, "/subscribe launches japan")
    await talk.say(ADA, "/subscribe launches everywhere")
    assert await places(talk, "launches") == ()


@pytest.mark.parametrize("name", ["atlantis", "korea and <b>atlantis</b>", "nowhere at all"])
async def test_an_unknown_place_gets_examples(talk: Talk, name: str) -> None:
    """What was typed comes back as text, with what one may write; nothing is followed half-understood."""
    answer = await talk.say(ADA, f"/subscribe launches {name}")

    assert f"I know no country or region “{name}”" in answer.text
    assert "/subscribe launches korea" in answer.text
    assert await places(talk, "launches") is None


async def test_start_offers_the_peninsula_and_everywhere(talk: Talk) -> None:
    """A place pressed first counts for the topics pressed after it, and shows in their buttons."""
    greeting = await talk.say(ADA, "/start")
    assert greeting.labels[-1] == ["⚪ Korean peninsula", "🔘 everywhere"]

    assert await talk.press(greeting, "Korean peninsula") == "Topics you press now: Korean peninsula"
    assert greeting.labels[-1] == ["🔘 Korean peninsula", "⚪ everywhere"]
    await talk.press(greeting, "Launches")
    assert await places(talk, "launches") == ("korea",)
    assert ["✅ Launches · Korean peninsula"] in greeting.labels

    await talk.press(greeting, "Launches")
    assert await places(talk, "launches") is None


async def test_a_place_pressed_changes_nothing_that_is_followed(talk: Talk) -> None:
    """It counts for what is pressed next; what is followed stays as it is, in other places or everywhere."""
    await talk.say(ADA, "/subscribe launches japan")
    await talk.follow(ADA, "sanctions")
    answer = await talk.say(ADA, "/topics")
    for place in ("Korean peninsula", "everywhere"):
        await talk.press(answer, place)
        assert (await places(talk, "launches"), await places(talk, "sanctions")) == (("jp",), ())


async def test_a_link_widens_nothing(talk: Talk) -> None:
    """Who follows a part of a topic still does, and is told so; what no place is understood in changes nothing."""
    await talk.say(ADA, "/subscribe launches korea 3")
    for link in ("launches", "launches atlantis", "sanctions asai-x"):
        answer = await talk.say(ADA, f"/start {link}")
    assert await places(talk, "launches") == ("korea",)
    assert (
        "You follow Launches · Korean peninsula · 🔥🔥🔥 and up already."
        in (await talk.say(ADA, "/start launches")).text
    )
    assert "I know no country or region “asai-x”" in answer.text
    assert await places(talk, "sanctions") is None


async def test_all_of_a_topic_is_said_to_be_more_than_before(talk: Talk) -> None:
    """Its name alone means all of it; that it was narrowed until then is said."""
    await talk.say(ADA, "/subscribe launches korea")
    assert (
        "Until now it was narrowed: Launches · Korean peninsula." in (await talk.say(ADA, "/subscribe launches")).text
    )


@pytest.mark.parametrize(
    ("words", "fires", "where"),
    [
        ("launches 4", 4, ()),
        ("launches severity:4", 4, ()),
        ("launches 🔥🔥🔥", 3, ()),
        ("4 launches korea", 4, ("korea",)),
        ("발사 한반도 ５", 5, ("korea",)),
        ("launches asia 2+", 2, ("asia",)),
        ("sanctions middle east", 1, ("mideast",)),
        ("sanctions on europe", 1, ("target:europe",)),
        ("제재 동남아", 1, ("southeastasia",)),
    ],
)
async def test_fires_and_regions_are_understood(talk: Talk, words: str, fires: int, where: tuple[str, ...]) -> None:
    """The least number of fires, as a number or as fires; regions by CLDR's names in any language."""
    await talk.say(ADA, f"/subscribe {words}")
    who = await _reader(talk)
    (kept,) = (await talk.store.subscriptions(who.id)).values()
    assert (kept.min_severity, kept.places) == (fires, where)


async def test_what_is_not_said_stays(talk: Talk) -> None:
    """A place changes no fires, and fires no place."""
    await talk.say(ADA, "/subscribe launches korea")
    await talk.say(ADA, "/subscribe launches 4")
    await talk.say(ADA, "/subscribe launches japan")
    who = await _reader(talk)
    assert (await talk.store.subscriptions(who.id))["launches"] == Subscription("launches", 4, ("jp",))


async def test_a_narrowed_view_shows_what_is_in_it(talk: Talk) -> None:
    """The example, /latest and /topic: the newest in these places with so many fires, whatever else is newer."""
    here = replace(match(), countries=(Concern("kp", Role.ACTOR, ("korea", "asia")),))
    await tell(talk, 1, matches=(here,), severity=4)
    await tell(talk, 2, severity=5)
    await tell(talk, 3, matches=(here,), severity=3)
    assert "Story 3" in (await talk.say(ADA, "/subscribe launches korea")).text
    assert "Story 1" in (await talk.say(ADA, "/subscribe launches 4")).text
    for command in ("/latest", "/topic launches"):
        text = (await talk.say(ADA, command)).text
        assert [number for number in (1, 2, 3) if f"Story {number}" in text] == [1]
    assert "There is no such story yet" in (await talk.say(ADA, "/subscribe launches japan")).text


async def test_topics_and_status_show_the_places(talk: Talk) -> None:
    """In the reader's language."""
    await talk.say(ADA, "/subscribe launches korea")
    await talk.say(ADA, "/subscribe sanctions on russia")
    assert "✅ Launches · Korean peninsula (launches)" in (await talk.say(ADA, "/topics")).text
    assert "You follow: Launches · Korean peninsula, Sanctions · on Russia" in (await talk.say(ADA, "/status")).text

    await talk.say(ADA, "/language 한국어")
    assert "받는 주제: 발사 · 한반도, 제재 · 러시아 대상" in (await talk.say(ADA, "/status")).text


async def test_unsubscribing_forgets_the_places(talk: Talk) -> None:
    """Who follows again by a button follows everywhere."""
    await talk.say(ADA, "/subscribe launches korea")
    await talk.say(ADA, "/unsubscribe launches")
    await talk.press(await talk.say(ADA, "/subscribe"), "Launches")

    assert await places(talk, "launches") == ()


async def test_why_names_the_countries_with_their_part(talk: Talk) -> None:
    """Who launched; who sanctions whom; who else is concerned."""
    launch = Match("launches", 0.9, match().evidence, (Concern("kp", Role.ACTOR), Concern("jp")))
    hit = Match("sanctions", 0.8, (), (Concern("us", Role.ISSUER), Concern("ru", Role.TARGET)))
    made = story(matches=(launch, hit))
    text = talk.app.bot_data.renderer.why(made, await _reader(talk), NOON, None).text

    assert "North Korea (launched), Japan" in text
    assert "United States (issuer) → Russia (target)" in text


async def _reader(talk: Talk) -> Subscriber:
    await talk.say(ADA, "/start")
    who = await talk.store.subscriber(Address(ADA))
    assert who
    return who


def test_half_understood_places_are_not_understood() -> None:
    """One of two is not what was asked for."""
    gazetteer = load_gazetteer()

    assert find_places(gazetteer, ("iran", "and", "atlantis"), "launches") == ()
    assert find_places(gazetteer, ("iran", "japan"), "launches") == ("ir", "jp")

"""Following a topic in some places only: by words in any language, by buttons, and shown where one looks."""

import pytest

from bot.model import Address, Concern, Match, Role, Subscriber
from bot.places.gazetteer import load_gazetteer
from handlers.selection import find_places
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

    assert f"I know no country or region “{name}”." in answer.text
    assert "/subscribe launches korea" in answer.text
    assert await places(talk, "launches") is None


async def test_start_offers_the_peninsula_and_everywhere(talk: Talk) -> None:
    """A place pressed first counts for the topics pressed after it, and shows in their buttons."""
    greeting = await talk.say(ADA, "/start")
    assert greeting.labels[-1] == ["⚪ Korean peninsula", "🔘 everywhere"]

    assert await talk.press(greeting, "Korean peninsula") == "Your topics: Korean peninsula"
    assert greeting.labels[-1] == ["🔘 Korean peninsula", "⚪ everywhere"]
    await talk.press(greeting, "Launches")
    assert await places(talk, "launches") == ("korea",)
    assert ["✅ Launches · Korean peninsula"] in greeting.labels

    await talk.press(greeting, "Launches")
    assert await places(talk, "launches") is None


async def test_a_button_narrows_what_is_followed(talk: Talk) -> None:
    """All topics at once, and back; the buttons stand under /topics too."""
    await talk.follow(ADA, "launches")
    await talk.follow(ADA, "sanctions")
    answer = await talk.say(ADA, "/topics")
    await talk.press(answer, "Korean peninsula")
    assert (await places(talk, "launches"), await places(talk, "sanctions")) == (("korea",), ("korea",))

    await talk.press(answer, "everywhere")
    assert (await places(talk, "launches"), await places(talk, "sanctions")) == ((), ())


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

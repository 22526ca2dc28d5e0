"""Why a story came, and why each report was counted to it."""

from bot.model import Evidence, Join, Match, Reason
from bot.model.facts import Fact, Facts, LaunchFacts
from tests.bot.messages.showing import RENDERER, TOPICS, accepted
from tests.making import HOUR, MINUTE, NOON, report, story, subscriber


def test_sources_are_listed_with_their_reason() -> None:
    """The first one first, each once, with its link and why it was counted to the story, in people's words."""
    launch = LaunchFacts(actor=Fact("North Korea", "It fired."), kind=Fact("ballistic", "It fired a missile."))
    reports = (
        report("A & B", facts=Facts(launch)),
        report("C", url="https://c.example/1", join=Join(Reason.COPY, "A & B"), published_at=NOON + MINUTE),
        report("D", join=Join(Reason.EVENT, "ballistic, eastsea"), published_at=NOON + HOUR, facts=Facts(launch)),
        report("A & B", join=Join(Reason.EVENT, "kp")),
    )
    reply = RENDERER.sources(story(reports=reports), subscriber(), NOON)

    assert accepted(reply).splitlines()[1:] == [
        "12:00 A & B",
        "12:01 C: the same text as A & B",
        "13:00 D: the same event (North Korea · ballistic missile)",
        "2 outlets report it independently. Times: UTC",
    ]
    assert '<a href="https://c.example/1">C</a>' in reply.text


def test_why_shows_the_words_and_their_sentence() -> None:
    """Topic, score, and the sentence with its words in bold."""
    reply = RENDERER.why(story(), subscriber(), NOON, NOON)
    text = accepted(reply)

    assert TOPICS["launches"].title_in("en") in text
    assert "90%" in text
    assert "North Korea fired a missile." in text
    assert "North Korea fired a <b>missile</b>." in reply.text


def test_why_says_the_rule_and_each_fact_with_its_sentence() -> None:
    """Which rule gave the fires; a sentence once with all that it states and whose it is; times to the second."""
    fired = "North Korea fired an ICBM, Seoul said."
    launch = LaunchFacts(
        actor=Fact("North Korea", fired),
        kind=Fact("icbm", fired, says="Seoul"),
        status=Fact("happened", fired),
        range_km=Fact(1000.0, "It flew 1,000 km."),
    )
    told = story(severity=5, reports=(report("Yonhap", facts=Facts(launch), seen_at=NOON),))
    text = accepted(RENDERER.why(told, subscriber(), NOON, NOON))

    assert "🔥🔥🔥🔥🔥: an intercontinental missile" in text
    assert text.count(fired) == 1
    assert "North Korea · ICBM · Yonhap" in text or "ICBM" in text.split(fired)[0]
    assert "1,000 km · Yonhap\nIt flew 1,000 km." in text
    assert text.splitlines()[-1] == "Sent here: 12:00:00 UTC"


def test_why_fits_whatever_is_stated() -> None:
    """What finds no room is left out from the end of the facts."""
    long = "x" * 290
    sides = tuple(
        report(f"Outlet {n}", facts=Facts(LaunchFacts(range_km=Fact(100.0 * n, f"{n} {long}")))) for n in range(1, 4)
    )
    matches = tuple(
        Match(topic, 0.9, (Evidence("a", f"{topic} {long}"), Evidence("b", f"b {topic} {long}")))
        for topic in ("launches", "sanctions", "nuclear", "strikes")
    )
    assert len(accepted(RENDERER.why(story(reports=sides, matches=matches), subscriber(), NOON, NOON))) <= 4096

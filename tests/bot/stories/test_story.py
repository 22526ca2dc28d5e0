"""How a story grows, and what of that is worth telling."""

from dataclasses import replace
from typing import Any

from bot.model import Arrival, Change, Correction, Join, Reason, Report, Story, Tier
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.stories.story import facts_of, joined, opened, report_of
from bot.topics.definitions import load_topics
from tests.making import HOUR, MINUTE, NOON, arrival, match, read, report, story

TOPICS = {topic.key: topic for topic in load_topics()}
EVENT = Join(Reason.EVENT, "missile")
COPY = Join(Reason.COPY, "Hangang Wire")


def other(outlet: str = "Pacific Desk", **values: Any) -> Report:
    """Another outlet's report of the event."""
    return report(outlet, **{"join": EVENT, **values})


def grow(known: Story, new: Report, topic: str = "launches", score: float = 0.9) -> tuple[Story, Change]:
    """The story with one more report, a minute later."""
    return joined(known, new, (match(topic, score),), TOPICS, NOON + MINUTE)


def open_with(first: Arrival) -> Story:
    """The story that an arrival opens."""
    reading = read(first.entry.title, first.entry.text)
    return opened(report_of(first, reading, None, None), reading, (match(),), TOPICS, NOON)


def launch(**values: Any) -> Facts:
    """Facts of a launch, each with a sentence."""
    said: dict[str, Any] = {name: Fact(value, "So it was said.") for name, value in values.items()}
    return Facts(launch=LaunchFacts(**said))


def test_a_story_opens_with_its_report() -> None:
    """Headline, summary and severity are the report's."""
    first = arrival("North Korea fires missile", text="It flew 900 km.")
    made = open_with(first)

    assert (made.id, made.revision, made.headline, made.outlets) == (
        None,
        1,
        "North Korea fires missile",
        ("Hangang Wire",),
    )
    assert made.reports[0].lead == "It flew 900 km."
    assert 1 <= made.severity <= 5


def test_an_aggregators_story_is_not_headed_by_an_outlets_name() -> None:
    """It sets one behind each title, and the alert names the outlets elsewhere."""
    first = arrival("North Korea fires missile - Any Old Wire")
    gathered = replace(first, source=replace(first.source, tier=Tier.AGGREGATOR))

    assert open_with(gathered).headline == "North Korea fires missile"
    assert open_with(first).headline == "North Korea fires missile - Any Old Wire"


def test_the_second_source_is_worth_telling_and_the_third_is_not() -> None:
    """The first confirmation edits the alert; more are counted and told with the next revision."""
    second, change = grow(story(), other())
    assert (second.revision, change, second.sources) == (2, Change.UPDATE, ("Hangang Wire", "Pacific Desk"))

    third, change = grow(second, other("Donghae News"))
    assert (third.revision, change, len(third.sources)) == (2, Change.NONE, 3)


def test_copies_and_aggregators_confirm_nothing() -> None:
    """One agency's text in ten papers is one source; they are outlets all the same."""
    grown, change = grow(story(), other(join=COPY))
    assert change is Change.NONE
    grown, change = grow(grown, other("All Headlines", tier=Tier.AGGREGATOR))
    assert change is Change.NONE

    assert grown.sources == ("Hangang Wire",)
    assert grown.outlets == ("Hangang Wire", "Pacific Desk", "All Headlines")


def test_the_same_outlet_again_is_not_worth_telling() -> None:
    """An outlet's second entry confirms nothing."""
    grown, change = grow(story(), other("Hangang Wire"))

    assert (grown.revision, change, grown.updated_at) == (1, Change.NONE, NOON + MINUTE)


def test_an_official_source_is_worth_telling_once() -> None:
    """It settles what the others reported."""
    known, _ = grow(story(), other())
    settled, change = grow(known, other("Ministry", tier=Tier.OFFICIAL))
    assert (settled.official, change) == (True, Change.UPDATE)

    assert grow(settled, other("Staff", tier=Tier.OFFICIAL))[1] is Change.NONE


def test_a_new_topic_is_worth_telling() -> None:
    """Whoever follows that topic has not heard of the story yet."""
    grown, change = grow(story(), other("Hangang Wire"), topic="sanctions")

    assert (grown.topics, change) == (("launches", "sanctions"), Change.UPDATE)


def test_facts_that_change_are_worth_telling_and_copied_ones_are_not() -> None:
    """A figure that another source gives differently stands beside the first one."""
    known = replace(story(), reports=(report(facts=launch(range_km=900.0)),))
    same, change = grow(known, other("Hangang Wire", facts=launch(range_km=905.0)))
    assert change is Change.NONE
    assert grow(same, other("Hangang Wire", join=COPY, facts=launch(range_km=700.0)))[1] is Change.NONE

    differs, change = grow(same, other("Hangang Wire", facts=launch(range_km=1200.0)))
    assert change is Change.UPDATE
    assert [fact.value for fact in facts_of(differs).launch["range_km"]] == [900.0, 1200.0]


def test_severity_rises_with_the_facts_and_never_falls() -> None:
    """A missile that turns out to be an ICBM is graver; a report that knows less does not undo it."""
    known = replace(story(), severity=2, reports=(report(facts=launch(kind="missile", status="happened")),))
    graver, change = grow(
        known, other("Hangang Wire", tier=Tier.OFFICIAL, facts=launch(kind="icbm", status="happened"))
    )
    assert (change, graver.severity) == (Change.UPDATE, 5)

    assert grow(graver, other())[0].severity == 5


def test_a_retraction_is_told_and_kept() -> None:
    """From then on the story says that it was taken back; a second retraction does not move the time."""
    known, _ = grow(story(), other())
    back, change = grow(known, other(correction=Correction.RETRACTED))
    assert (change, back.retracted_at) == (Change.UPDATE, NOON + MINUTE)

    again, _ = joined(back, other(correction=Correction.RETRACTED), (match(),), TOPICS, NOON + HOUR)
    assert again.retracted_at == NOON + MINUTE


def test_who_launched_is_known_of_a_launch_that_happened() -> None:
    """A plan is no launch, and counts in nobody's history."""
    flown = other(facts=launch(actor="North Korea", status="happened"))
    planned = other(facts=launch(actor="North Korea", status="planned"))

    assert grow(story(), flown)[0].actor == "North Korea"
    assert grow(story(), planned)[0].actor is None


def test_the_best_match_of_a_topic_is_kept() -> None:
    """A story's evidence is its strongest."""
    assert grow(story(), other(), score=0.95)[0].matches[0].score == 0.95


def test_a_story_is_as_grave_as_its_gravest_report() -> None:
    """Each is judged by itself; an exact kind replaces a loose one, and what rises is told."""
    known, _ = grow(story(severity=3), other(facts=launch(kind="ballistic", status="happened")))
    graver, change = grow(known, other("Donghae News", facts=launch(kind="icbm", status="happened")))

    assert (graver.severity, change) == (5, Change.UPDATE)
    assert [fact.value for fact in facts_of(graver).launch["kind"]] == ["icbm", "ballistic"]


def test_two_reports_do_not_make_a_grave_one_of_their_halves() -> None:
    """An intercontinental missile that is planned, and another one that flew, are no intercontinental missile flown."""
    planned, _ = grow(story(severity=1), other(facts=launch(kind="icbm", status="planned")))
    flown, _ = grow(planned, other("Donghae News", facts=launch(kind="ballistic", status="happened")))

    assert flown.severity == 3

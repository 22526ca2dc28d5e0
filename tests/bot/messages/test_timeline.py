"""What happened in a time, for a reader: what the panels of the picture show, and the words and rows beside it."""

from datetime import UTC, date, timedelta
from typing import Any

from bot.messages.i18n import load_speech
from bot.messages.naming import Naming
from bot.messages.timeline import ROWS, Timeline
from bot.model.facts import Fact, Facts, LaunchFacts, SanctionsFacts
from bot.stories.timeline import Happening, Period, by_week, happening
from tests.making import NOON, match, report, story, subscriber


def fact(value: Any) -> Fact[Any]:
    """A fact with some sentence."""
    return Fact(value, "It is so.")


def told(facts: Facts | None = None, topic: str = "launches", days_ago: int = 0, severity: int = 3) -> Happening:
    """What a story of one report with these facts tells."""
    at = NOON - timedelta(days=days_ago)
    return happening(story(matches=(match(topic),), reports=(report(facts=facts),), opened_at=at, severity=severity))


def launch(**values: Any) -> Facts:
    """A launch."""
    given: dict[str, Any] = {name: fact(value) for name, value in values.items()}
    return Facts(launch=LaunchFacts(**given))


def sanctions(*issuers: str, act: str = "imposed") -> Facts:
    """A step in sanctions."""
    return Facts(sanctions=SanctionsFacts(issuer=fact(issuers) if issuers else None, act=fact(act)))


def timeline(*happenings: Happening, language: str = "en") -> Timeline:
    """The timeline of four weeks for a reader of this language."""
    period = Period(NOON.date() - timedelta(days=27), NOON.date())
    return Timeline(Naming(load_speech()), subscriber(language=language), "Launches", period, happenings)


def test_events_are_counted_by_week_and_fires_in_the_readers_zone() -> None:
    """What opened before the first week's day, by the reader's clock, is of the first week all the same."""
    weeks = (date(2026, 11, 11), date(2026, 11, 18))
    counts = by_week([told(), told(severity=5), told(days_ago=7), told(days_ago=90)], weeks, UTC)

    assert counts == ((0, 0), (0, 0), (2, 1), (0, 0), (0, 1))


def test_only_what_flew_is_a_launch_and_only_what_was_done_are_sanctions() -> None:
    """Announcements, comments and demands are events, and no more."""
    assert told(launch(kind="icbm", status="happened")).launch
    assert told(launch(kind="icbm", status="failed")).launch
    assert told(launch(kind="icbm", status="planned")).launch is None
    assert told(launch(kind="icbm", status="happened", told_as="reaction")).launch is None
    assert told(launch(kind="icbm", status="happened"), "sanctions").launch is None
    assert told(sanctions("Japan"), "sanctions").sanctions
    assert told(sanctions("Japan", act="proposed"), "sanctions").sanctions is None
    assert told(sanctions("Japan", act="lifted"), "sanctions").eased


def test_launches_are_shown_by_kind_and_with_their_figures() -> None:
    """The most frequent kind first; of figures those that were flown, not those that it could have reached."""
    flew = {"status": "happened"}
    shown = timeline(
        told(launch(kind="icbm", name="Hwasong-18", range_km=1000.0, apogee_km=6000.0, **flew)),
        told(launch(kind="srbm", range_km=400.0, range_is="capability", **flew)),
        told(launch(kind="srbm", apogee_km=90.0, **flew)),
        told(launch(**flew)),
    )
    weeks, kinds, figures = shown.panels()

    assert weeks.title == "Launches: events a week"
    assert weeks.series[2].values == (0, 0, 0, 4)
    assert dict(zip(kinds.labels, kinds.series[0].values, strict=True)) == {
        "short-range missile": 2,
        "ICBM": 1,
        "not stated": 1,
    }
    assert figures.labels == ("Nov 24 · Hwasong-18", "Nov 24 · short-range missile")
    assert [series.values for series in figures.series] == [(1000.0, None), (6000.0, 90.0)]


def test_sanctions_are_shown_by_issuer_in_the_readers_language() -> None:
    """Those who act together count each; who comes beyond the room is one of the others."""
    many = [told(sanctions(f"Country {number}"), "sanctions") for number in range(ROWS)]
    shown = timeline(
        *(told(sanctions("Japan", "South Korea"), "sanctions") for _ in range(2)),
        told(sanctions("Japan", act="eased"), "sanctions"),
        *many,
        language="ko",
    )
    _, panel = shown.panels()

    assert panel.labels[:2] == ("일본", "한국")
    assert (panel.labels[-1], len(panel.labels)) == ("그 밖", ROWS + 1)
    assert [series.values[0] for series in panel.series] == [2, 1]
    assert [series.values[-1] for series in panel.series] == [2, 0]
    assert f"부과·연장 {ROWS + 2}건, 완화·해제 1건" in shown.caption("/timeline")


def test_a_row_has_what_the_picture_leaves_out() -> None:
    """Every fact as it is, in English, for whoever counts on."""
    (row,) = timeline(told(sanctions("Japan", "South Korea"), "sanctions")).rows()

    assert (row["issuer"], row["act"], row["kind"]) == ("Japan; South Korea", "imposed", None)

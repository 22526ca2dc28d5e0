"""Which report tells a story to a reader: one in their language, and of those the gravest."""

from dataclasses import replace

from bot.model import Tier
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.stories.telling import telling
from tests.making import report, story


def launched(kind: str) -> Facts:
    """The facts of a launch of this kind."""
    return Facts(launch=LaunchFacts(Fact("North Korea", "So."), Fact(kind, "So."), status=Fact("happened", "So.")))


KOREAN = report("Hangang", language="ko", title="북한, 미사일 발사", url="https://a.example/ko")
ENGLISH = report(
    "Bugle", title="North Korea fires missile - Bugle", url="https://a.example/en", lead="It flew far. It fell."
)
TOLD = story(headline="북한, 미사일 발사", language="ko", reports=(KOREAN, ENGLISH))


def test_a_report_in_the_readers_language_tells() -> None:
    """With its own headline, address and sentences; each reader hears theirs."""
    english, korean, other = (telling(TOLD, language) for language in ("en", "ko", "ja"))

    assert (english.headline, english.url, english.summary) == (
        "North Korea fires missile - Bugle",
        "https://a.example/en",
        "It flew far. It fell.",
    )
    assert (korean.headline, korean.url, korean.summary) == (TOLD.headline, TOLD.url, TOLD.summary)
    assert [one.foreign for one in (english, korean, other)] == [False, False, True]


def test_of_several_the_gravest_then_the_most_official_then_the_first_tells() -> None:
    """A later report counts where it says more than the first."""
    grave = replace(ENGLISH, title="North Korea fires ICBM", facts=launched("icbm"))
    mild = replace(ENGLISH, title="North Korea fires rocket", facts=launched("srbm"))
    official = replace(mild, title="JCS on a launch", tier=Tier.OFFICIAL)

    assert telling(story(reports=(mild, grave)), "en").headline == "North Korea fires ICBM"
    assert telling(story(reports=(mild, official)), "en").headline == "JCS on a launch"
    assert (
        telling(story(headline="The first", reports=(mild, replace(mild, title="Again"))), "en").headline == "The first"
    )


def test_a_language_that_nobody_knows_is_read_by_who_reads_its_script() -> None:
    """Nothing is called foreign that may not be; a region of a language is the language."""
    unknown, korean = report(language=None), replace(KOREAN, language=None)
    british = story(reports=(KOREAN, report(language="en-GB", title="London calling")))

    told = {reader: telling(story(reports=(unknown, korean)), reader) for reader in ("en", "ko", "ja")}
    assert {reader: (one.headline == KOREAN.title, one.foreign) for reader, one in told.items()} == {
        "en": (False, False),
        "ko": (True, False),
        "ja": (False, True),
    }
    assert telling(british, "en").headline == "London calling"

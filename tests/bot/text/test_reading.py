"""Reading: what is read of a text, once, for everyone who judges it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.reading import LONGEST, Mention, Reading, Sentence
from tests.making import read

TEXT = "SEOUL, Nov. 24 (Yonhap) -- North Korea fired a missile. It flew 900 km.\nJapan protested."


def test_sentences_know_their_places() -> None:
    """The title is 0; those of the text count on, know what stands before them, and which begin a paragraph."""
    reading = read("North Korea fires missile", TEXT)

    assert [(one.place, one.before, one.opens, one.text) for one in reading.sentences] == [
        (0, 0, True, "North Korea fires missile"),
        (1, 0, True, "North Korea fired a missile."),
        (2, 28, False, "It flew 900 km."),
        (3, 43, True, "Japan protested."),
    ]


def test_a_text_without_a_title_begins_with_its_first_sentence() -> None:
    """Its places still count from 1, since 0 is the title's."""
    reading = read(" ", "Japan protested.")

    assert reading.heading is None
    assert [one.place for one in reading.sentences] == [1]


def test_what_is_worked_out_is_kept() -> None:
    """A text is searched for countries once, however many ask for them."""
    asked = []

    def find(sentence: Sentence) -> tuple[Mention, ...]:
        asked.append(sentence.text)
        return (Mention("kp", 0, 11),)

    reading = Reading.of("North Korea fires missile", "Japan protested.", "en", find)
    for _ in range(3):
        assert [one.mentions[0].code for one in reading.sentences] == ["kp", "kp"]

    assert asked == ["North Korea fires missile", "Japan protested."]


def test_the_language_is_told_by_the_script_where_another_is_declared() -> None:
    """A feed that says English may carry a Korean entry."""
    assert read("북한, 탄도미사일 발사", "", "en").language == "ko"
    assert read("Missile fired", "", None).language is None
    assert read("Missile fired", "", "en-GB").language == "en"


def test_a_sentence_is_found_by_its_text() -> None:
    """So that evidence leads back to what was read; what does not stand there is a sentence by itself."""
    reading = read("", TEXT)

    assert reading.sentence("It flew 900 km.") is reading.body[1]
    assert reading.sentence("It fell.").text == "It fell."


@given(
    title=st.text(max_size=200), text=st.text(max_size=500), declared=st.sampled_from(["en", "ko", "ja", None, "xx"])
)
def test_any_text_can_be_read(title: str, text: str, declared: str | None) -> None:
    """Whatever a feed sends: each sentence stands in the title or the text, and is not empty."""
    reading = read(title, text, declared)

    assert all(one.text.strip() and len(one.text) <= LONGEST for one in reading.sentences)
    assert all(one.text in (reading.text if one.place else reading.title) for one in reading.sentences)

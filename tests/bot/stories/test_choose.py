"""bot.stories.choose: the sentences that say what happened, in several languages, none that hangs in the air."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.choose import choose
from bot.text.prose import sentences

HEADING = "Northern navy fires two missiles into eastern sea"
LEAD = "The northern navy fired two ballistic missiles into the eastern sea on Tuesday, the joint staff said."
FLIGHT = "The missiles flew about 400 kilometres from the navy's eastern base before they fell into the sea."
COUNCIL = "The security council will meet over the missiles on Wednesday, the northern neighbour's envoy said."
PADDING = (
    "Fishing boats of three villages had stayed in their harbours since the weekend because of heavy weather.",
    "Shops along the quay sold lanterns, dried squid and postcards to visitors who had come by the early ferry.",
    "A brass band from the school played on the square until rain drove the players under the market's roof.",
)


def told(lines: list[str], heading: str = HEADING, limit: int = 400, language: str = "en") -> str:
    """What is chosen of a text."""
    found = sentences("\n".join(lines), language)
    return " ".join(found[at] for at in choose(found, heading, limit))


def test_what_happened_is_told_in_its_order() -> None:
    """The lead and what the article comes back to, in the order of the article; not what stands beside it."""
    assert told([PADDING[0], LEAD, PADDING[1], FLIGHT, PADDING[2], COUNCIL]).startswith(f"{LEAD} {FLIGHT}")
    assert not any(line in told([LEAD, *PADDING, FLIGHT]) for line in PADDING)


def test_a_text_that_fits_is_told_whole() -> None:
    """A feed's few sentences are a summary already."""
    assert told([LEAD, "He named no date."]) == f"{LEAD} He named no date."


@pytest.mark.parametrize(
    "sentence",
    [
        "He said the missiles that the northern navy fired into the eastern sea flew 400 kilometres.",
        "But it said the two missiles of the northern navy had fallen into the eastern sea.",
        "This was the second time that the navy fired missiles into the eastern sea.",
        '"The navy fired two missiles into the eastern sea," he said of the northern missiles.',
        "“Missiles fell into the eastern sea and the navy fired them,” said she of the northern navy.",
    ],
)
def test_nothing_hangs_in_the_air(sentence: str) -> None:
    """A pronoun without the sentence that it points back to is not told, however well the rest fits."""
    assert sentence not in told([LEAD, PADDING[0], sentence, *PADDING[1:], FLIGHT])


def test_a_pronoun_may_follow_what_it_stands_for() -> None:
    """Right behind a sentence that is told, it is understood."""
    follow = "It said the missiles of the northern navy had flown low over islands and fishing grounds."
    assert told([LEAD, follow, *PADDING]).startswith(f"{LEAD} {follow}")


def test_questions_headings_and_the_title_are_not_told() -> None:
    """What asks or names says nothing."""
    question = "Will the northern navy fire more missiles into the eastern sea this year?"
    chosen = told([HEADING, question, "Missiles into the eastern sea", LEAD, *PADDING, FLIGHT])
    assert chosen == f"{LEAD} {FLIGHT}"


def test_the_same_thing_is_told_once() -> None:
    """A sentence that says again what one before it said does not take the place of news."""
    again = "On Tuesday the northern navy fired two ballistic missiles into the eastern sea, the staff said."
    assert again not in told([LEAD, again, *PADDING, FLIGHT, COUNCIL])


LANGUAGES = {
    "ko": (
        "북한, 동해로 탄도미사일 두 발 발사",
        "북한이 화요일 오전 동해상으로 단거리 탄도미사일 두 발을 발사했다고 합동참모본부가 밝혔다.",
        "미사일은 약 400킬로미터를 날아 동해상에 떨어졌다고 합동참모본부는 설명했다.",
        "그는 북한의 탄도미사일 발사가 동해의 평화를 해친다고 말했다.",
        "축제가 열린 광장에는 이른 아침부터 많은 방문객이 모여 등불을 구경하고 기념품을 샀다.",
    ),
    "ja": (
        "北朝鮮が弾道ミサイル2発を発射",
        "防衛省は火曜日の朝、北朝鮮が弾道ミサイル2発を日本海に向けて発射したと発表した。",
        "弾道ミサイルは約400キロ飛び、日本海の排他的経済水域の外に落ちたと防衛省は説明した。",
        "彼は北朝鮮の弾道ミサイル発射を強く非難すると述べた。",
        "広場では朝から祭りが開かれ、多くの家族連れが屋台の料理や音楽を楽しんだという。",
    ),
    "zh": (
        "朝鲜向东部海域发射两枚弹道导弹",
        "联合参谋本部星期二说，朝鲜向东部海域发射了两枚短程弹道导弹。",
        "联合参谋本部说，这两枚弹道导弹飞行约四百公里后落入东部海域。",
        "他说朝鲜发射弹道导弹的行为令人无法接受。",
        "广场上的节日从早晨开始，许多家庭来这里看灯笼、听音乐、买小吃。",
    ),
    "ru": (
        "КНДР запустила две баллистические ракеты",
        "КНДР запустила во вторник две баллистические ракеты в сторону Японского моря, сообщил объединённый штаб.",
        "Баллистические ракеты пролетели около 400 километров и упали в Японское море, уточнил штаб.",
        "Он заявил, что баллистические ракеты КНДР угрожают миру на Японском море.",
        "На площади с утра шёл праздник, семьи смотрели на фонари, слушали музыку и покупали сладости.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_are_told_as_well(language: str) -> None:
    """The lead and the detail, not the pronoun and not the padding."""
    heading, lead, detail, pronoun, padding = LANGUAGES[language]
    chosen = told([lead, padding, pronoun, detail], heading, len(lead) + len(detail) + len(pronoun) + 2, language)

    assert chosen.startswith(lead)
    assert detail in chosen
    assert pronoun not in chosen
    assert padding not in chosen


@given(st.lists(st.text(max_size=80), max_size=12), st.text(max_size=40), st.integers(0, 400))
def test_places_rise_and_fit(lines: list[str], heading: str, limit: int) -> None:
    """Whatever comes: places of the text, each once, rising; within the limit unless it is one alone."""
    places = choose(lines, heading, limit)

    assert places == sorted(set(places))
    assert set(places) <= set(range(len(lines)))
    assert len(places) <= 1 or len(" ".join(lines[at] for at in places)) <= limit

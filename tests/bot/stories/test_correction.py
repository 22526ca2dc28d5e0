"""What takes a report back, and what only corrects it."""

import pytest

from bot.model import Change, Correction
from bot.stories.cluster import OpenStories
from bot.stories.features import load_features
from tests.making import NOON, arrival, detector

RETRACTED, CORRECTED = Correction.RETRACTED, Correction.CORRECTED


@pytest.mark.parametrize(
    ("title", "correction"),
    [
        ("(Withdrawn) North Korea fires missile", RETRACTED),
        ("CORRECTED: North Korea did not fire missile, army says", RETRACTED),
        ("CORRECTED: Five missiles, not eight, were fired", CORRECTED),
        ("UPDATE 1-CORRECTED-North Korea fires missile", CORRECTED),
        ("[정정] 북한 미사일 5발", CORRECTED),
        ("[철회] 북한 미사일 발사", RETRACTED),
        ("정정: 북한, 미사일 발사하지 않아", RETRACTED),
        ("【撤回】北朝鮮がミサイル発射", RETRACTED),
        ("訂正：北朝鮮はミサイルを発射していない", RETRACTED),
        ("【訂正】北朝鮮のミサイルは5発", CORRECTED),
        ("更正：朝鲜并未发射导弹", RETRACTED),
        ("更正：北韓發射五枚導彈", CORRECTED),
        ("撤稿：朝鲜发射导弹", RETRACTED),
        ("更正／北韓未進行核試", RETRACTED),
        ("CORRECTED: No North Korean missile was fired, army says", RETRACTED),
        ("[정정] '북한 미사일 발사'는 오보였습니다", RETRACTED),
        ("[속보 정정] 이스라엘, 이란 공습 사실 아냐", RETRACTED),
        ("【訂正】空爆の情報は誤り 国防省", RETRACTED),
        ("ИСПРАВЛЕНО: КНДР не производила пуск", RETRACTED),
        ("ОТОЗВАНО: КНДР запустила ракету", RETRACTED),
        ("Исправлено: КНДР запустила пять ракет", CORRECTED),
        ("미국, 대이란 제재 철회", None),
        ("Candidate withdrawn from race", None),
        ("Rocket launch cancelled", None),
        ("North Korea did not fire missile, army says", None),
    ],
)
def test_marks_of_five_languages(title: str, correction: Correction | None) -> None:
    """The mark before a title, and whether the correction leaves anything of the news."""
    assert load_features().of(title, "", None).correction is correction


def test_what_takes_back_news_that_was_never_told_is_no_alert() -> None:
    """Nobody is rung for what nobody was told of."""
    detection = detector().detect(arrival("(Withdrawn) North Korea fires missile"), OpenStories(), NOON)

    assert (detection.story, detection.change) == (None, Change.NONE)

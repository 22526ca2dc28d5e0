"""Datelines: where and by whom a text is told."""

import pytest

from bot.text.dateline import undated


@pytest.mark.parametrize(
    "dateline",
    [
        "SEOUL, Nov. 3 (Yonhap) -- ",
        "(서울=연합뉴스) 홍길동 기자 = ",
        "ТЕЛЬ-АВИВ, 3 ноября. /ТАСС/. ",
        "МОСКВА, 3 ноя - РИА Новости. ",
        "【ソウル共同】",
        "新华社北京11月3日电 ",
    ],
)
def test_a_dateline_is_left_out(dateline: str) -> None:
    """In the manner of each language; a text without one stays as it is."""
    assert undated(f"{dateline}The test was held.") == undated("The test was held.") == "The test was held."

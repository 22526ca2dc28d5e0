"""Where and by whom a text is told, in the words before its first sentence: a dateline has no part in the event."""

import re

_DATELINE = re.compile(
    r"^[A-Z][^()!?\n]{0,60}\([^()]{2,40}\)\s*[-–—]+\s*|^[A-Z][A-Za-z./]{1,12} [-–] (?=[A-Z])"
    r"|^(?:\([^()=]{1,30}=[^()]{1,30}\)|\[[^\[\]]{1,30}\])\s*(?:[가-힣]{2,4} ?(?:기자|특파원) ?=?)?\s*"
    r"|^[А-ЯЁ][^/\n]{1,40}/[^/\n]{2,40}/\.?\s*|^[А-ЯЁ]{3}[^.\n]{0,30} [-–—] [А-ЯЁ][^.\n]{1,30}\.\s*"
    r"|^【[^【】\n]{2,30}】\s*|^新[华華]社[^，。\s]{2,20}[电電]\s*"
)
"""SEOUL, Nov. 3 (Yonhap) --; (서울=연합뉴스) 홍길동 기자 =; СЕУЛ, 3 ноября. /ТАСС/.; МОСКВА, 3 ноя - РИА Новости.;
新华社北京11月3日电."""


def undated(text: str) -> str:
    """A text without the dateline before it."""
    return _DATELINE.sub("", text, count=1)

"""Whether a report takes back, or corrects, what was told: by the mark before its title, or its words."""

import re

from bot.model import Correction

_WITHDRAWN = (
    r"withdrawn|retracted|retraction|story withdrawn|report withdrawn|kill|deleted|taken down"
    r"|(?:기사|보도|전문)? ?(?:철회|취소|삭제)|오보|(?:記事)?(?:撤回|取り消し|取消し?|削除)|誤報|撤稿|撤銷|撤消|误报"
    r"|отозвано|отозвана|снято|аннулировано|опровержение"
)
_CORRECTED = (
    r"corrected|correction|corrects|clarification|amended|refile|정정(?:보도)?|수정|바로잡습니다|訂正|修正|更正|勘误|勘誤"
    r"|исправлено|исправление|уточнение|поправка"
)
_OPENS, _CLOSES = r"[\[(（【〔<〈《]", r"[\])）】〕>〉》]"


def _mark(words: str) -> re.Pattern[str]:
    """These words before a title, in brackets or with a colon or a dash behind them."""
    return re.compile(
        rf"\s*(?:{_OPENS}\s*(?:{words})\s*{_CLOSES}\s*[:：]?|(?:{words})\s*(?:[:：]|\s[-–—]))\s*", re.IGNORECASE
    )


_MARKS = {Correction.RETRACTED: _mark(_WITHDRAWN), Correction.CORRECTED: _mark(_CORRECTED)}
_NOTHING = re.compile(
    r"\b(?:did not|didn['’]t|has not|had not|never) "
    r"(?:fire|launch|test|conduct|carry out|impose|sanction|strike|attack|hold|take place|happen)"
    r"|\bno (?:missiles?|launch|test|strike|attack|sanctions) (?:was|were|took|happened|has|have)\b|\bfalse alarm\b"
    r"|(?:발사|실험|시험|제재|공격|공습|보도)[^.…]{0,12}(?:않|아니|없었|사실무근|사실이 아)"
    r"|(?:発射|実験|制裁|攻撃)[^。]{0,10}(?:ない|なかった|いません|否定|誤り)"
    r"|(?:并未|並未|没有|沒有|未曾)(?:发射|發射|试射|試射|进行|進行|实施|實施|制裁|攻击|攻擊|发动|發動)"
    r"|не (?:запускал|проводил|наносил|вводил|испытывал|атаковал)",
    re.IGNORECASE,
)
"""A title of which a correction says that what was told has not happened at all."""


def marked(title: str) -> Correction | None:
    """What the mark before a title says; None where it has none."""
    for correction, mark in _MARKS.items():
        if mark.match(title):
            return correction
    return None


def unmarked(title: str) -> str:
    """The title without such a mark."""
    for mark in _MARKS.values():
        if found := mark.match(title):
            return title[found.end() :]
    return title


def correction_of(title: str, worded: Correction | None) -> Correction | None:
    """What a report takes back or corrects; `worded` is what the words of its title say.

    A correction by which nothing has happened takes the news back.
    """
    said = marked(title) or worded
    return Correction.RETRACTED if said is Correction.CORRECTED and _NOTHING.search(title) else said

"""Whether a report takes back or corrects what was told, or adds to it: by the mark before its title, or its words."""

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


_HASTE = r"(?:속보|긴급|기사|\d보|速報|快讯|快訊|срочно|urgent|breaking)"
"""What may stand beside it in the same brackets."""


def _mark(words: str) -> re.Pattern[str]:
    """These words before a title, in brackets or with a colon or a dash behind them."""
    return re.compile(
        rf"\s*(?:{_OPENS}\s*(?:{_HASTE}[\s·/,]*)?(?:{words})\s*(?:[\s·/,]*{_HASTE})?{_CLOSES}\s*[:：]?|(?:{words})\s*(?:[:：／｜|/]|\s[-–—]))\s*",
        re.IGNORECASE,
    )


_MARKS = {Correction.RETRACTED: _mark(_WITHDRAWN), Correction.CORRECTED: _mark(_CORRECTED)}
_BESIDE = _mark(
    r"photos?(?: of the (?:day|week))?|pictures?|in (?:photos|pictures)|(?:photo )?gallery|graphic|infographic|cartoon"
    r"|opinion|editorial|op-ed|commentary|letters?(?: to the editor)?|on this day|book review"
    r"|사진|포토(?:뉴스)?|화보|그래픽|만평|사설|칼럼|기고|시론|오피니언|오늘의 역사"
    r"|写真|図解|社説|論説|コラム|寄稿|今日は何の日|组图|組圖|图集|高清图|社论|社論|社评|评论|評論|时评|历史上的今天"
    r"|фото(?:галерея)?|инфографика|мнение|колонка|карикатура"
)
_NOTHING = re.compile(
    r"\b(?:did not|didn['’]t|has not|have not|had not|never) "
    r"(?:fire|launch|test|conduct|carr(?:y|ied) out|impose|sanction|str(?:ike|uck)|attack|h[eo]ld|to?ok place|happen)"
    r"|\b(?:was|were) not (?:fire|launch|test|conduct|carried|impose|sanction|struck|hit|attack|lift|list)"
    r"|\bno (?:[\w.-]+ ){0,3}(?:missiles?|launch|test|strikes?|attack|sanctions)\b"
    r"|\bfalse alarm\b"
    r"|(?:발사|실험|시험|제재|공격|공습|보도|해제|타격)[^.…]{0,12}"
    r"(?:않|아니|아닌|없|사실무근|사실과 달|사실이? 아|오보|오류)"
    r"|(?:発射|実験|制裁|攻撃|空爆|解除|打ち上げ)[^。]{0,10}(?:ない|なかった|なし|いません|否定|誤り|誤報)"
    r"|(?:并未|並未|没有|沒有|未曾|未有|未)"
    r"(?:发射|發射|试射|試射|进行|進行|实施|實施|制裁|攻击|攻擊|袭击|襲擊|空袭|空襲|轰炸|轟炸|打击|打擊|发动|發動|解除)"
    r"|\bне (?:запускал|проводил|наносил|вводил|снимал|испытывал|атаковал|осуществлял|производил|было )",
    re.IGNORECASE,
)
"""A title of which a correction says that what was told has not happened at all."""


def marked(title: str) -> Correction | None:
    """What the mark before a title says; None where it has none."""
    for correction, mark in _MARKS.items():
        if mark.match(title):
            return correction
    return None


def beside(title: str) -> bool:
    """Whether the mark before a title says that it shows, or comments on, what others report."""
    return _BESIDE.match(title) is not None


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

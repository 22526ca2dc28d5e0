"""Cut the font of the pictures from Noto Sans CJK: `python docs/font.py NotoSansCJK-Regular.ttc`, needs fonttools.

Debian's package fonts-noto-cjk has that file. What is kept: Latin, Cyrillic, signs, kana, the 2350 Korean syllables in
use (KS X 1001) and the 2965 kanji of JIS level 1; what only type setters need (hints, ligatures, vertical forms) goes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import main

OUT = Path(__file__).parent.parent / "bot" / "pictures" / "data" / "NotoSansCJK-part.otf"
RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x400, 0x460),
    (0x2010, 0x2028),
    (0x3000, 0x3020),
    (0x3040, 0x3100),
    (0xFF01, 0xFF5F),
)
SIGNS = "‰′″€←↑→↓−●▲★"
UNUSED = "vhea,vmtx,VORG,GSUB,GPOS,BASE"


def table(codec: str, first: int, last: int) -> Iterator[str]:
    """The letters of these rows of a double-byte character set."""
    for row in range(first, last + 1):
        for cell in range(0xA1, 0xFF):
            yield bytes((row, cell)).decode(codec, "ignore")


letters = {chr(code) for start, end in RANGES for code in range(start, end)}
letters |= {*SIGNS, *table("euc_kr", 0xB0, 0xC8), *table("euc_jp", 0xB0, 0xCF)}
main(
    [
        *(sys.argv[1], "--font-number=0", f"--text={''.join(sorted(letters))}", f"--output-file={OUT}"),
        *("--no-hinting", "--layout-features=", f"--drop-tables+={UNUSED}", "--name-IDs=*"),
    ]
)

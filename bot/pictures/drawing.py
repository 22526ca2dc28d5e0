"""Panels -> a picture (PNG): pygal draws them, resvg makes pixels of it. Runs in a worker, which alone loads the two.

pygal changes how a process finds its modules: one more reason to have it in no other.

The font is a part of Noto Sans CJK (SIL Open Font License, `data/OFL.txt`), which has Latin, Cyrillic, every Korean
syllable in use, kana and the common kanji; `docs/font.py` cuts it. A letter that it lacks comes from a font of the
machine, where one has it.
"""

from collections.abc import Callable, Sequence
from importlib.resources import files
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from bot.model.chart import Panel

WIDTH, TITLE, TEXT, SMALL = 800, 26, 22, 20
"""Pixels: of the picture, and of its letters. A phone shows it at less than half of that."""
ZOOM = 2
"""How many pixels are made of each, for those who look closely."""
STANDING, FRAME, ROW = 440, 140, 40
"""Pixels of a panel whose bars stand; what one whose bars lie has around them, and of each bar."""
MARGIN, ROOM, TICKS = 20, 710, 6
"""Pixels around a panel, and below standing bars for their labels; lines beside them."""
PYGALS = 0.6
"""How wide a letter is to pygal, as a part of its height."""
FONT = "Noto Sans CJK JP"
BACKGROUND, LINES, WORDS = "#ffffff", "#d9d9d9", "#222222"


def draw(panels: Sequence[Panel]) -> bytes:
    """The picture, the panels one below the other."""
    import resvg_py

    drawn, height = [], 0
    for panel in panels:
        svg, tall = _panel(panel)
        drawn.append(svg.replace("<svg ", f'<svg y="{height}" ', 1))
        height += tall
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    picture = f'{head} width="{WIDTH}" height="{height}">{"".join(drawn)}</svg>'
    font = str(files("bot.pictures") / "data" / "NotoSansCJK-part.otf")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture,
            background=BACKGROUND,
            zoom=ZOOM,
            font_files=[font],
            sans_serif_family=FONT,
            font_family=FONT,
        )
    )


def _panel(panel: Panel) -> tuple[str, int]:
    """A panel as SVG, and how tall it is."""
    import pygal

    rows = len(panel.labels) * (1 if panel.stacked else len(panel.series))
    legend = len(panel.series) > 1
    height = FRAME + rows * ROW + (0 if legend else -ROW) if panel.lying else STANDING
    kinds: dict[tuple[bool, bool], Callable[..., Any]] = {
        (False, True): pygal.StackedBar,
        (False, False): pygal.Bar,
        (True, True): pygal.HorizontalStackedBar,
        (True, False): pygal.HorizontalBar,
    }
    chart = kinds[panel.lying, panel.stacked](
        style=_style([series.colour for series in panel.series]),
        width=WIDTH,
        height=height,
        title=_clean(panel.title),
        show_legend=legend,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(panel.series),
        legend_box_size=SMALL,
        truncate_label=-1,
        truncate_legend=-1,
        print_values=panel.lying,
        formatter=_number,
        value_formatter=_number,
        margin=MARGIN,
        margin_left=MARGIN + (_unforeseen(panel.labels) if panel.lying else 0),
        explicit_size=True,
        disable_xml_declaration=True,
        js=[],
    )
    _scale(chart, panel)
    for series in panel.series:
        chart.add(_clean(series.name), list(series.values[:: -1 if panel.lying else 1]))
    svg: str = chart.render()
    return svg[svg.index("<svg ") :], height


def _scale(chart: Any, panel: Panel) -> None:
    """The labels, of which some are left out where there are many, and lines at round numbers."""
    labels = [_clean(label) for label in panel.labels]
    if panel.lying:  # pygal lays them from below, and turns the axes with the bars
        chart.x_labels = labels[::-1]
        chart.show_x_labels = chart.show_x_guides = False
        return
    step = ceil(len(labels) * (max(map(_wide, labels)) + SMALL / 2) / ROOM)
    # Counted from the last, which is now.
    chart.x_labels = [label if (len(labels) - 1 - at) % step == 0 else "" for at, label in enumerate(labels)]
    most = max((sum(series.values[at] or 0 for series in panel.series) for at in range(len(labels))), default=0)
    tick = _round(most / TICKS)
    chart.y_labels = [{"value": tick * at, "label": f"{tick * at:,}"} for at in range(int(-(-most // tick)) + 1)]


def _wide(text: str) -> float:
    """Pixels of a small text: letters of East Asia are as wide as they are tall."""
    return sum(SMALL * (1.0 if east_asian_width(char) in "WF" else PYGALS) for char in text)


def _unforeseen(labels: Sequence[str]) -> int:
    """Pixels that labels take beyond what pygal keeps for them, which counts letters."""
    return ceil(max(map(_wide, labels)) - max(map(len, labels)) * SMALL * PYGALS)


def _round(least: float) -> int:
    """The first of 1, 2, 5, 10, 20, 50 ... that is no less."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size >= least:
                return factor * size
        size *= 10


def _style(colours: Sequence[str]) -> Any:
    from pygal.style import Style

    return Style(
        background=BACKGROUND,
        plot_background=BACKGROUND,
        foreground=WORDS,
        foreground_strong=WORDS,
        foreground_subtle=WORDS,
        colors=tuple(colours),
        font_family=FONT,
        title_font_size=TITLE,
        label_font_size=SMALL,
        major_label_font_size=SMALL,
        legend_font_size=TEXT,
        value_font_size=SMALL,
        opacity="1",
        guide_stroke_dasharray="1,0",
        major_guide_stroke_dasharray="1,0",
        guide_stroke_color=LINES,
        major_guide_stroke_color=LINES,
    )


def _number(value: float | None) -> str:
    """A value as it stands at its bar; nothing where there is none."""
    return f"{value:,.0f}" if value else ""


def _clean(text: str) -> str:
    """Text without what XML does not take."""
    return "".join(char for char in text if char.isprintable())

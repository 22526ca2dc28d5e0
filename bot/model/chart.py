"""A picture of numbers before it is drawn: panels of bars, one below the other, every word in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one kind: what they are called, a value for each label (None: no bar), and their colour (`#0072b2`)."""

    name: str
    values: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars over labels, stacked or side by side; `lying`: a row a label, each bar with its value."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = True
    lying: bool = False

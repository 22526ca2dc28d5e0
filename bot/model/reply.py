"""A message as it is to be shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` (1 to 64 bytes) comes back to us, `url` is opened, or `copied` (up to 256) is copied.

    `style` is its colour, as the Bot API names it: `primary` (blue), `success` (green), `danger` (red).
    """

    label: str
    data: str | None = None
    url: str | None = None
    copied: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What Telegram shows of a page below a text: the page's address, and whether its picture is large."""

    url: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send or to show in place: Telegram HTML, rows of buttons under it, and a page that it previews."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = field(default=())
    preview: Preview | None = None

"""An address -> a QR code, which phones read."""

from io import BytesIO

SCALE = 10
"""Pixels of a module: a code of ours is some 450 wide."""


def qr(address: str) -> bytes:
    """The picture (PNG); a quarter of it may be dirty or covered."""
    import segno  # here, so that only who shares loads it

    picture = BytesIO()
    segno.make(address, error="q", micro=False).save(picture, kind="png", scale=SCALE)
    return picture.getvalue()

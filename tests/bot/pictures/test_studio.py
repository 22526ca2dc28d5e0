"""Pictures: drawn in a process that ends, so many a chat; what is drawn, and the QR code."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import PictureError
from bot.model.chart import Panel, Series
from bot.pictures.qr import qr
from bot.pictures.studio import MOST, QUEUE, WITHIN, Studio
from bot.preview.chats import png_size
from tests.making import MINUTE, NOON

SECOND = timedelta(seconds=1)
BARS = Panel("발사 <&> \x00제재", ("9월 1일", "", "9月3日"), (Series("횃불", (1, None, 3), "#fed98e"),))


async def test_every_kind_of_panel_is_drawn() -> None:
    """With signs of XML, letters of no font and what is no letter; one value, none, and thousands."""
    pair = (Series("a", (1.0, None), "#56b4e9"), Series("b", (None, 90_000.0), "#e69f00"))
    lying = Panel("Range \U0001f525", ("ICBM " * 5, "화성-18 발사체의 종류가 긴 이름"), pair, stacked=False, lying=True)
    many = Panel("", tuple(map(str, range(105))), (Series("", tuple(range(105)), "#56b4e9"),))

    short = Panel("", ("a",), (Series("", (5,), "#56b4e9"),), lying=True)
    async with Studio() as studio:  # here it would change how modules are found
        size = png_size(await studio.draw((BARS, lying, short, many)))

    assert size is not None
    width, height = size
    assert width == 1600
    assert 1600 < height < 4000


def test_a_chat_or_a_person_has_so_many_pictures_in_a_time() -> None:
    """In one chat or in several; the others are not concerned, and the first to come is the first to be forgotten."""
    studio = Studio()
    for number in range(MOST):
        assert studio.admit({1, -number - 10}, NOON + number * SECOND) is None

    assert studio.admit({1, -99}, NOON + MINUTE) == WITHIN - MINUTE
    assert studio.admit({2}, NOON + MINUTE) is None
    assert studio.admit({1}, NOON + WITHIN) is None
    assert studio.admit({1}, NOON + WITHIN) == SECOND


async def test_whoever_comes_when_many_wait_is_turned_away() -> None:
    """So that nobody waits for minutes; those before are drawn."""
    async with Studio() as studio:
        drawn = [asyncio.create_task(studio.draw((BARS,))) for _ in range(QUEUE)]
        await asyncio.sleep(0)
        with pytest.raises(PictureError):
            await studio.draw((BARS,))
        assert all(map(png_size, await asyncio.gather(*drawn)))


def test_an_address_becomes_a_code_that_fits_a_phone() -> None:
    """With room around it, as readers need."""
    size = png_size(qr("https://t.me/bongsu_preview_bot?start=s1kW4C_T1-ru"))

    assert size is not None
    assert 350 < size[0] == size[1] < 600

"""The pictures of the documents: `python docs/screenshot.py docs/` starts a preview and takes them; some two minutes.

Each is a picture of the real page in Chromium, most as a phone shows it. They want a font with emoji (Debian's
`fonts-noto-color-emoji`) and one with Korean (`fonts-noto-cjk`).
"""

import argparse
import asyncio
import os
import re
import shutil
import socket
import struct
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""What keeps Chromium headless, and off the network."""
NEWS_SECONDS = 100
"""How long the preview publishes, and a little."""
DESK, PHONE = (1000, 720), (390, 780)
SCALE = 1.5
FLAT = """for (const main of document.querySelectorAll('[data-view] main')) {
  main.style.background = 'var(--ground)';
  main.querySelector('#newest').style.visibility = 'hidden';
}"""
"""Chromium dithers a gradient, and the picture of one is several times as large; and a button would hide text."""
ALERT = re.compile("fires short-range ballistic missile")
"""The alert that is shown: with facts, and reports in three languages."""

REDUCE = """async png => {
  const image = await createImageBitmap(await (await fetch(png)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = pen.getImageData(0, 0, image.width, image.height).data;
  const like = i => (pixels[i] >> 3) << 10 | (pixels[i + 1] >> 3) << 5 | pixels[i + 2] >> 3;
  const counts = new Map(), first = new Map(), indices = new Map(), used = [];
  for (let i = 0; i < pixels.length; i += 4) {
    counts.set(like(i), (counts.get(like(i)) ?? 0) + 1);
    if (!first.has(like(i))) first.set(like(i), [pixels[i], pixels[i + 1], pixels[i + 2]]);
  }
  for (const [key] of [...counts].sort((a, b) => b[1] - a[1])) {
    const [r, g, b] = first.get(key);
    const far = ([x, y, z]) => (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
    if (used.length < 256) indices.set(key, used.push([r, g, b]) - 1);
    else indices.set(key, used.reduce((best, one, at) => far(one) < far(used[best]) ? at : best, 0));
  }
  const rows = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < rows.length; i++) rows[i] = indices.get(like(4 * i));
  let text = "";
  for (let i = 0; i < rows.length; i += 8192) text += String.fromCharCode(...rows.subarray(i, i + 8192));
  return [image.width, image.height, used.flat(), btoa(text)];
}"""
"""A picture as indices into its 256 most frequent colours, any other becoming the nearest: a third of its size."""


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


@asynccontextmanager
async def preview(chat: int, page: int) -> AsyncIterator[None]:
    """`bongsu preview` with its chat page and the operator's page on these ports, until the block is left."""
    environment = os.environ | {"BONGSU_HTTP_LISTEN": f"127.0.0.1:{page}", "BONGSU_LOG_LEVEL": "error"}
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "preview", "--port", str(chat), env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        while started.stdout and b"is at" not in await started.stdout.readline():
            pass
        yield
    finally:
        started.terminate()
        await started.wait()


def _indexed(width: int, height: int, palette: list[int], indices: bytes) -> bytes:
    """A PNG of colour type 3 (W3C PNG, 11.2): header, palette, one byte a pixel in rows that begin with filter 0."""
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


class Camera:
    """A browser before one preview, and the folder in which its pictures are put."""

    def __init__(self, browser: Browser, chat: str, folder: Path) -> None:
        self._browser = browser
        self._chat = chat
        self._folder = folder

    async def opened(self, url: str, size: tuple[int, int] = PHONE, *, dark: bool = False) -> Page:
        """A page on a screen of that size."""
        viewport = {"width": size[0], "height": size[1]}
        page = await self._browser.new_page(
            viewport=viewport,  # type: ignore[arg-type] # a TypedDict
            device_scale_factor=SCALE,
            color_scheme="dark" if dark else "light",
        )
        await page.goto(url)
        return page

    async def chat(self, number: str = "", size: tuple[int, int] = PHONE, *, dark: bool = False) -> Page:
        """A chat, with what was said in it."""
        page = await self.opened(f"{self._chat}#{number}", size, dark=dark)
        await page.locator(".message, #empty:not([hidden])").last.wait_for()
        return page

    async def save(self, page: Page, name: str) -> None:
        """Take the picture and close the page."""
        await page.evaluate(FLAT)
        await page.wait_for_timeout(500)
        taken = "data:image/png;base64," + b64encode(await page.screenshot()).decode()
        await page.close()
        blank = await self._browser.new_page()
        width, height, palette, indices = await blank.evaluate(REDUCE, taken)
        await blank.close()
        self._folder.joinpath(f"{name}.png").write_bytes(_indexed(width, height, palette, b64decode(indices)))


async def follow_all(page: Page) -> None:
    """Start the bot, press the button of each topic, and wait for the news."""
    await page.locator("#start").click()
    await page.locator(".key").first.wait_for()
    while await page.locator(".key", has_text="⬜").count():
        await page.locator(".key", has_text="⬜").first.click()
        await page.wait_for_timeout(700)
    await page.wait_for_timeout(NEWS_SECONDS * 1000)
    await page.close()


async def said(page: Page, text: str) -> Locator:
    """Say something, and wait for the answer."""
    before = await page.locator(".message.bot").count()
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    answer = page.locator(".message.bot").nth(before)
    await answer.wait_for()
    return answer


def alert(page: Page) -> Locator:
    """The alert that is shown."""
    return page.locator(".message.bot", has_text=ALERT).filter(has=page.locator(".keys")).first


async def pressed(page: Page, label: str) -> Locator:
    """Press a button of the alert, and wait for the answer."""
    before = await page.locator(".message.bot").count()
    await alert(page).locator(".key", has_text=label).click()
    answer = page.locator(".message.bot").nth(before)
    await answer.wait_for()
    return answer


async def to_top(page: Page, shown: Locator) -> None:
    """Scroll so that this begins the picture."""
    await shown.evaluate("element => element.scrollIntoView({block: 'start'})")
    await page.mouse.move(0, 0)


async def take_all(camera: Camera, operators: str) -> None:
    """Take every picture, once the news is there."""
    page = await camera.chat(size=DESK)
    await to_top(page, alert(page))
    await camera.save(page, "preview")
    page = await camera.chat()
    await to_top(page, alert(page))
    await camera.save(page, "tour-alert")
    for name, label in (("tour-why", "Why?"), ("tour-sources", "Sources")):
        page = await camera.chat()
        await to_top(page, await pressed(page, label))
        await camera.save(page, name)
    for name, words, dark in (("tour-settings", "/settings", True), ("tour-timeline", "/timeline launches", False)):
        page = await camera.chat(dark=dark)
        await to_top(page, await said(page, words))
        await page.wait_for_timeout(3000)
        await camera.save(page, name)
    page = await camera.chat("-1000000000001")
    await camera.save(page, "tour-threads")
    page = await camera.chat()
    await said(page, "/language ko")
    await to_top(page, await said(page, "/today"))
    await camera.save(page, "tour-korean")
    await camera.save(await camera.opened(operators), "page")


async def take(folder: Path) -> None:
    """Start a preview and a browser, and put all pictures into the folder."""
    chat, operators = _free_ports(2)
    async with preview(chat, operators), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        camera = Camera(browser, f"http://127.0.0.1:{chat}/", folder)
        await follow_all(await camera.chat(size=DESK))
        await take_all(camera, f"http://127.0.0.1:{operators}/")
        await browser.close()


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    asyncio.run(take(parser.parse_args().folder))


if __name__ == "__main__":
    main()

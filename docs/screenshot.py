"""A picture of a running preview: `python docs/screenshot.py URL OUTPUT.png [--after 60] [--width 390] [--height 844]`.

A chat that nobody has spoken in is started, every topic that is offered is followed, and the picture is taken so many
seconds later. `--dark` asks for the page's dark colours. The operator's page, which the preview has with
`BONGSU_HTTP_LISTEN=127.0.0.1:8080 bongsu preview`, is taken as it is.
"""

import argparse
import asyncio
import shutil
from pathlib import Path

from playwright.async_api import async_playwright

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


async def take(url: str, output: Path, width: int, height: int, after: float, *, dark: bool = False) -> None:
    """Open the page, follow the topics where nobody has yet, and save what a screen of that size then shows."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = await browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=2, color_scheme="dark" if dark else "light"
        )
        await page.goto(url)
        await page.locator(".message, #empty:not([hidden]), .figures").last.wait_for()
        if await page.locator("#start").is_visible():
            await page.locator("#start").click()
            await page.locator(".key").first.wait_for()
            while await page.locator(".key", has_text="⬜").count():
                await page.locator(".key", has_text="⬜").first.click()
                await page.wait_for_timeout(700)
            await page.wait_for_timeout(after * 1000)
        await page.screenshot(path=output)
        await browser.close()


def main() -> None:
    """Read the arguments and take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("output", type=Path)
    parser.add_argument("--after", type=float, default=60)
    parser.add_argument("--width", type=int, default=1100)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    args = parser.parse_args()
    asyncio.run(take(args.url, args.output, args.width, args.height, args.after, dark=args.dark))


if __name__ == "__main__":
    main()

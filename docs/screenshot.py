"""A picture of a running chat page: `python docs/screenshot.py URL OUTPUT.png [--width 390 --height 844] [--dark]`."""

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


async def take(url: str, output: Path, width: int, height: int, *, dark: bool = False) -> None:
    """Open the page, wait for its newest message and save what a screen of that size shows."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = await browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=2, color_scheme="dark" if dark else "light"
        )
        await page.goto(url)
        await page.locator(".message, #empty:not([hidden])").last.wait_for()
        await page.screenshot(path=output)
        await browser.close()


def main() -> None:
    """Read the arguments and take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("output", type=Path)
    parser.add_argument("--width", type=int, default=1100)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    args = parser.parse_args()
    asyncio.run(take(args.url, args.output, args.width, args.height, dark=args.dark))


if __name__ == "__main__":
    main()

"""A web page's bytes -> its Article: the text without the page's furniture, and the title.

trafilatura finds the article. What it leaves of the page around it is told by the page's own markup (captions, embedded
posts, boxes, teasers that are one link) and then, line by line, by what `prose.clean` knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree, html

from bot.text.html import clean_line
from bot.text.prose import clean, furniture, squeezed, stems
from bot.web.decode import decode

LEAST = 40
"""Letters that a page's text must have to be an article's."""
ALIKE = 0.4
"""The share of a headline's words that an article on the same thing has at least."""
LINKED = 0.7
"""A block of text that is a link for so much of it is a teaser, not a paragraph."""
MOST_DROPPED = 0.75
"""Markup that calls more than this share of the text furniture is not to be believed."""

_BLOCKS = (
    "self::p or self::li or self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::figcaption"
)
_INNER = etree.XPath(f".//*[{_BLOCKS} or self::div or self::span or self::cite or self::blockquote]")
_ARTICLES = etree.XPath("//article|//*[@itemprop='articleBody']")
_PARAGRAPHS = etree.XPath(".//p")
_PIECES = etree.XPath("//p|//li|//div[not(*)]|//span[not(*)]")
_LINES = etree.XPath(f"//*[{_BLOCKS}][.//a]")
_LINKS = etree.XPath(".//a//text()")


def _classed(*words: str) -> str:
    """An XPath condition: the class attribute holds one of these words, perhaps within a longer one."""
    return " or ".join(f"contains(@class, '{word}')" for word in words)


_ASIDES = etree.XPath(
    "|".join(
        (
            "//figcaption",
            f"//*[{_classed('caption', 'photo-credit', 'image-credit')}]",
            # Posts of others that a page embeds.
            f"//blockquote[{_classed('twitter-tweet', 'instagram-media', 'tiktok-embed', 'bluesky-embed')}]",
            # Boxes that the reader may fold out, and those that advertise.
            "//details",
            f"//*[{_classed('factbox', 'fact-box', 'infobox', 'newsletter', 'related-', 'read-more', 'readmore')}]",
            # Who wrote it.
            f"//*[@rel='author' or @itemprop='author' or {_classed('byline', 'author-name')}]",
            "//a[.//p or .//div or .//h2 or .//h3 or .//h4]",
        )
    )
)
_HEADINGS = etree.XPath("//h1|//title")
_AUTHORS = etree.XPath("//meta[@name='author' or @property='article:author']/@content")
_TITLES = tuple(
    etree.XPath(path) for path in ("//meta[@property='og:title']/@content", "string(//h1)", "string(//title)")
)


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says: its text in paragraphs (newline-separated), and its title."""

    text: str
    title: str | None = None


def read(body: bytes, *, content_type: str = "", language: str | None = None) -> Article | None:
    """The article of an HTML page, None where it has none; `language` is the one that it is likely in.

    The library that finds it takes 0.4 s and 20 MB to load, which only the process that reads pages should pay.
    """
    from trafilatura import bare_extraction

    page = _tree(decode(body, content_type=content_type, languages=[language]).text)
    if page is None:
        return None
    title = next((line for path in _TITLES if (line := _line(path(page)))), "")
    beside = set(_furniture(page))
    own = _own_text(page, beside, title)
    for notice in [block for block in _PIECES(page) if furniture().is_notice(_line(block))]:
        notice.clear(keep_tail=True)  # else the longest of them is found instead of a short article
    found = bare_extraction(page, include_comments=False, include_tables=False)
    text = found.text if found is not None and found.text else ""  # type: ignore[union-attr]  # it is no dict here
    text = _of_article(clean(_without(text, beside), title), own, title)
    return Article(text, title or None) if len(text) >= LEAST else None


def tells(text: str, title: str) -> bool:
    """Whether a text is on what this headline says, and not a wall, a notice or a list in an article's place."""
    words = set(stems(title))
    return not words or len(words & set(stems(text))) >= ALIKE * len(words)


def _own_text(page: etree._Element, furniture: set[str], title: str) -> str:
    """The paragraphs of what the page's markup calls its article: the longest such text on what its title says."""
    texts = ("\n".join(map(_line, _PARAGRAPHS(article))) for article in _ARTICLES(page))
    cleaned = (clean(_without(text, furniture), title) for text in texts)
    return max((text for text in cleaned if tells(text, title)), key=len, default="")


def _of_article(text: str, own: str, title: str) -> str:
    """The text without what stands outside the page's own article, unless that is on what the title says as well."""
    inside = squeezed(own)
    beside = [line for line in text.splitlines() if squeezed(line) not in inside]
    if len(own) < LEAST or tells("\n".join(beside), title):
        return text
    kept = "\n".join(line for line in text.splitlines() if line not in beside)
    return max(kept, own, key=len)


def _tree(text: str) -> etree._Element | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing in it that is markup
        return None


def _furniture(page: etree._Element) -> Iterator[str]:
    """The lines, squeezed, that the page's markup sets apart from its article."""
    for heading in (*_HEADINGS(page), *_AUTHORS(page)):
        yield squeezed(_line(heading))
    for aside in _ASIDES(page):
        yield squeezed(_line(aside))
        yield from (squeezed(_line(block)) for block in _INNER(aside))
    for block in _LINES(page):
        line, links = squeezed(_line(block)), squeezed("".join(_LINKS(block)))
        if len(links) >= LINKED * len(line):
            yield line


def _without(text: str, furniture: Iterable[str]) -> str:
    """The text's lines without those of the furniture."""
    lines = [line.strip().removeprefix("- ") for line in text.splitlines()]
    kept = "\n".join(line for line in lines if squeezed(line) not in furniture)
    return kept if len(kept) >= (1 - MOST_DROPPED) * len(text) else "\n".join(lines)


def _line(found: object) -> str:
    """What an XPath found, an element or a text or a list of these, as one clean line."""
    if isinstance(found, list):
        found = found[0] if found else ""
    return clean_line("".join(found.itertext()) if isinstance(found, etree._Element) else str(found))

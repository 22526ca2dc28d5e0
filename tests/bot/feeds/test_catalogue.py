"""The catalogue's two forms: what they say, what they refuse, and that nothing is lost between them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.errors import DataError
from bot.feeds.catalogue import MAX_CHARACTERS, NAMESPACE, load_catalogue, read_catalogue, source_from, write_opml
from bot.model import Source, Tier

BONGHWA = 'url = "https://bonghwa.example/rss", outlet = "봉화일보"'

words = st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(str.isprintable).filter(bool)
codes = st.none() | st.sampled_from(["ko", "en", "ja", "kr", "us"])
sources = st.builds(
    Source,
    url=st.text("abcXYZ0189?&=%+:~-/", max_size=30).map("https://bonghwa.example/".__add__),
    outlet=words,
    language=codes,
    country=codes,
    timezone=st.sampled_from(["UTC", "Asia/Seoul", "America/Argentina/Buenos_Aires"]),
    tier=st.sampled_from(Tier),
    newsroom=st.none() | words,
    user_agent=st.none() | st.just("Reader/1 (+home)"),
)


def toml(*entries: str) -> str:
    """A catalogue of these inline tables."""
    return "feeds = [\n" + "".join(f"    {{ {entry} }},\n" for entry in entries) + "]\n"


def opml(body: str) -> str:
    """An OPML document with this body."""
    return f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<opml version="1.1"><head/><body>{body}</body></opml>'


def listed(text: str, name: str = "x.opml") -> tuple[Source, ...]:
    """The sources of a catalogue that has no faults."""
    catalogue = read_catalogue(text, name)
    assert catalogue.faults == ()
    return catalogue.sources


def complaint(text: str, name: str) -> str | None:
    """What is wrong with this catalogue, or None; whatever is, the chat has a text for it."""
    try:
        catalogue = read_catalogue(text, name)
        assert catalogue.sources
        assert all(fault.key for fault in catalogue.faults)
    except DataError as exc:
        return str(exc) if exc.key else "only English"
    return None


class TestToml:
    def test_every_field_is_read(self) -> None:
        """A line of TOML says all that a Source holds."""
        text = toml(
            f'{BONGHWA}, language = "ko", country = "kr", timezone = "Asia/Seoul", tier = "agency", newsroom = "봉화"'
            ', user_agent = "Reader/1"'
        )
        expected = Source(
            "https://bonghwa.example/rss", "봉화일보", "ko", "kr", "Asia/Seoul", Tier.AGENCY, "봉화", "Reader/1"
        )
        assert listed(text, "feeds.toml") == (expected,)

    def test_what_is_left_out_has_its_default(self) -> None:
        """Only the address and the outlet must be there."""
        assert listed(toml(BONGHWA), "feeds.toml") == (Source("https://bonghwa.example/rss", "봉화일보"),)

    @pytest.mark.parametrize(
        ("entry", "complaint"),
        [
            ('url = "https://a.example/rss"', "outlet is missing"),
            ('outlet = "A"', "url is missing"),
            (f"{BONGHWA}, lang = 'ko'", "there is no field 'lang'"),
            (f"{BONGHWA}, user_agent = '봉수/1'", "user_agent must be ASCII, as headers are"),
            (f"{BONGHWA}, tier = 'rumour'", "'rumour' is not a tier; the tiers are official, agency"),
            (f"{BONGHWA}, timezone = 'Asia/Pyongyong'", "no timezone 'Asia/Pyongyong'"),
            (f"{BONGHWA}, timezone = '../etc/passwd'", "no timezone '../etc/passwd'"),
            (f"{BONGHWA}, timezone = 'Asia'", "no timezone 'Asia'"),
            (f"{BONGHWA}, language = 'kor'", "language must be a two-letter code in lower case, not 'kor'"),
            (f"{BONGHWA}, country = 'KR'", "country must be a two-letter code in lower case, not 'KR'"),
            (f"{BONGHWA}, country = 82", "country must be a text in quotes"),
            ("url = 'ftp://a.example/rss', outlet = 'A'", "it must begin with http:// or https://"),
            ("url = 'https:///rss', outlet = 'A'", "is not the address of a feed"),
            ("url = 'https://[::1/rss', outlet = 'A'", "is not the address of a feed"),
            ("url = 'https://a.example:99999/', outlet = 'A'", "is not the address of a feed"),
            ("url = 'https://a.example/a b', outlet = 'A'", "is not the address of a feed"),
            ('url = "https://a.example/\\u0007", outlet = "A"', "is not the address of a feed"),
        ],
    )
    def test_a_wrong_entry_is_named_by_file_and_number(self, entry: str, complaint: str) -> None:
        """Who keeps a catalogue is told which feed is wrong, how, and what would be right; the others are listed."""
        catalogue = read_catalogue(toml(BONGHWA.replace("bonghwa", "other"), entry), "mine.toml")
        assert [source.url for source in catalogue.sources] == ["https://other.example/rss"]
        (fault,) = map(str, catalogue.faults)
        assert fault.startswith("mine.toml, feed 2: ")
        assert complaint in fault

    def test_where_nothing_is_good_the_catalogue_is_refused(self) -> None:
        """The first fault is told in full, and how many there are."""
        with pytest.raises(DataError, match=r"^mine\.toml, feed 1: url is missing\. Wrong as well: 1 more\.$"):
            read_catalogue(toml('outlet = "A"', 'outlet = "B"'), "mine.toml")

    def test_an_address_twice_is_a_mistake(self) -> None:
        """In a file that people keep by hand, the second line would silently win or lose."""
        catalogue = read_catalogue(toml(BONGHWA, BONGHWA), "mine.toml")
        assert len(catalogue.sources) == 1
        (fault,) = catalogue.faults
        assert str(fault) == "mine.toml, feed 2: https://bonghwa.example/rss is listed before; remove one of the two."

    def test_a_note_on_a_shared_host_is_no_part_of_the_source(self) -> None:
        """It is for whoever keeps the catalogue."""
        assert listed(toml(f'{BONGHWA}, shared_host = "two ministries"'), "x.toml") == listed(toml(BONGHWA), "x.toml")

    def test_a_feeds_own_scheme_is_the_webs(self) -> None:
        """Browsers hand addresses to readers under `feed:`."""
        urls = ["feed://a.example/", "feed:https://b.example/", "FEED://https://c.example/"]
        sources = listed(toml(*(f'url = "{url}", outlet = "A"' for url in urls)), "x.toml")
        assert [source.url for source in sources] == ["http://a.example/", "https://b.example/", "https://c.example/"]

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "no list named `feeds`"),
            ("feeds = 1", "no list named `feeds`"),
            ("feeds = []", "lists no feeds"),
            ("feeds = [1]", "feed 1: it must be a table"),
            ("feeds = [\n  { url = https://a.example }\n]", "not valid TOML: Invalid value (at line 2"),
            ("feeds = " + "[" * 5000, "not valid TOML"),
            ("feeds = " + "9" * 5000, "not valid TOML"),
            ("#" * (MAX_CHARACTERS + 1), "is longer than"),
        ],
    )
    def test_what_is_no_catalogue_is_refused(self, text: str, complaint: str) -> None:
        """Any other text ends in a sentence that begins with the file's name."""
        with pytest.raises(DataError) as caught:
            read_catalogue(text, "mine.toml")
        assert str(caught.value).startswith("mine.toml")
        assert complaint in str(caught.value)


class TestOpml:
    def test_other_readers_files_are_understood(self) -> None:
        """Folders of any depth, `title` before `text`, else the address, loosely written languages."""
        text = opml(
            '<outline text="News"><outline text="Korea"><outline type="rss" text="t" title="봉화 &amp; 일보"'
            ' xmlUrl=" https://a.example/rss?x=1&amp;y=2 " language="KO-kr" category="agency"/></outline>'
            '<outline text=" " xmlUrl="https://b.example/" language="unknown" category="/News"/></outline>'
        )
        assert listed("\ufeff\n" + text.partition("\n")[2], "subscriptions") == (
            Source("https://a.example/rss?x=1&y=2", "봉화 & 일보", "ko", tier=Tier.AGENCY),
            Source("https://b.example/", "https://b.example/"),
        )

    def test_a_declared_encoding_does_not_matter_to_text(self) -> None:
        """Text has been decoded already, whatever its XML declaration still says."""
        text = opml('<outline text="봉화" xmlUrl="https://a.example/"/>')
        assert listed(text)[0].outlet == "봉화"

    def test_a_feed_in_two_folders_is_one_feed(self) -> None:
        """Readers list a feed once a folder; the first one counts."""
        text = opml('<outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlUrl="https://a.example/"/>')
        assert [source.outlet for source in listed(text)] == ["A"]

    @given(st.lists(sources, min_size=1, max_size=5, unique_by=lambda source: source.url))
    def test_nothing_is_lost_on_the_way_through_opml(self, catalogue: list[Source]) -> None:
        """What is exported is imported unchanged, in its order, whatever the outlets are called."""
        assert listed(write_opml(catalogue)) == tuple(catalogue)

    def test_the_built_in_catalogue_survives_opml(self) -> None:
        """All that the curated list says can be carried to another reader and back."""
        catalogue = load_catalogue(None).sources
        assert listed(write_opml(catalogue)) == catalogue

    def test_what_is_written_is_opml_2(self) -> None:
        """Other readers find the version, a title, and on each outline `type`, `text` and `xmlUrl`, escaped."""
        written = write_opml([Source('https://a.example/?a=1&b="2"', "<A> &\x07'B'")])
        document = etree.fromstring(written.encode())
        (outline,) = document.findall("body/outline")
        assert (document.tag, document.get("version")) == ("opml", "2.0")
        assert document.findtext("head/title")
        assert dict(outline.attrib) | {"type": "rss", "text": "<A> & 'B'"} == dict(outline.attrib)
        assert outline.get("xmlUrl") == 'https://a.example/?a=1&b="2"'

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("<opml", "not well-formed XML"),
            ("<opml><body><outline></body></opml>", "lists no feeds"),
            ("<opml><body><outline", "not well-formed XML"),
            ("<opml version='2.0'><head/></opml>", "it must be an <opml> with a <body>"),
            ("<rss><body/></rss>", "it must be an <opml> with a <body>"),
            ("<opml><body><outline text='folder'/></body></opml>", "lists no feeds"),
            ("<opml><body>\n<outline xmlUrl=''/></body></opml>", "line 2: url is missing"),
            ("<opml><body>\n\n<outline xmlUrl='feed:x'/></body></opml>", "line 3: 'feed:x' is not the address"),
            ("<opml><body>" + "<outline>" * 100_000, "not well-formed XML"),
            ("<" + "a" * MAX_CHARACTERS, "is longer than"),
        ],
    )
    def test_what_is_no_opml_is_refused(self, text: str, complaint: str) -> None:
        """Broken, foreign, deep and huge documents end in one sentence."""
        with pytest.raises(DataError) as caught:
            read_catalogue(text, "theirs.opml")
        assert str(caught.value).startswith("theirs.opml")
        assert complaint in str(caught.value)

    @pytest.mark.parametrize(
        "outline",
        [
            '<outline text="봉화&nbsp;일보" xmlUrl="https://a.example/?a=1&b=2&copy=3&lang=ko"/>',
            '<outline text="봉화 일보" xmlUrl="https://a.example/?a=1&amp;b=2&amp;copy=3&#38;lang=ko"/>',
            '<OUTLINE TEXT="봉화 일보" xmlurl="https://a.example/?a=1&b=2&copy=3&lang=ko"></OUTLINE>',
            '<outline Title="봉화 일보" XMLURL="https://a.example/?a=1&b=2&copy=3&lang=ko" x:y="1"/>',
            '<outline text="봉화\x08일보" xmlUrl="https://a.example/?a=1&b=2&copy=3&lang=ko"/>',
            '<outline text="봉화&#8;일보" text="x" xmlUrl="https://a.example/?a=1&b=2&copy=3&lang=ko"/>',
        ],
    )
    @pytest.mark.parametrize("document", [opml, lambda body: f"<OPML><Body>{body}</Body></OPML>"])
    def test_what_other_programs_write_loosely_is_mended(self, outline: str, document: Callable[[str], str]) -> None:
        """Bare ampersands, HTML's entities, other cases, control characters, names of no namespace, twice one name."""
        assert listed(document(outline)) == (Source("https://a.example/?a=1&b=2&copy=3&lang=ko", "봉화 일보"),)

    def test_angle_brackets_in_a_name_are_text(self) -> None:
        """As many exports have them."""
        assert listed(opml('<outline text="a < b" xmlUrl="https://a.example/"/>'))[0].outlet == "a < b"

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            ('<outline text="dead" xmlUrl=""/>', "url is missing"),
            ('<outline text="dead" type="rss"/>', "url is missing"),
            ('<outline text="dead" xmlUrl="mailto:a@b.example"/>', "is not the address of a feed"),
            ('<outline text="dead" xmlUrl=https://x.example//>', "not well-formed XML"),
            ('<outline text="say "dead"" xmlUrl="https://x.example/"/>', "not well-formed XML"),
            ('<outline text="dead" xmlUrl="https://x.example/ />', "not well-formed XML: a quotation mark is missing"),
            ('  <outline text="dead xmlUrl="https://x.example/">', "not well-formed XML: a quotation mark is missing"),
            (f'<outline xmlns:b="{NAMESPACE}" text="A" b:timezone="Mars" xmlUrl="https://x.example/"/>', "no timezone"),
        ],
    )
    def test_one_bad_line_keeps_no_other_out(self, bad: str, reason: str) -> None:
        """It is named by its number, the first one being 1, and the lines around it are listed."""
        good = [f'<outline text="{n}" xmlUrl="https://a.example/{n}"/>' for n in range(50)]
        lines = ["<!DOCTYPE opml [", "]>", "<opml><body>", *good[:25], bad, *good[25:], "</body></opml>"]
        catalogue = read_catalogue("\n".join(lines), "theirs.opml")
        assert [source.outlet for source in catalogue.sources] == [str(n) for n in range(50)]
        (fault,) = map(str, catalogue.faults)
        assert fault.startswith(("theirs.opml, line 29: ", "theirs.opml, line 30: "))
        assert reason in fault

    def test_what_a_broken_off_file_listed_is_listed(self) -> None:
        """And where it broke off is told."""
        catalogue = read_catalogue(opml('<outline text="A" xmlUrl="https://a.example/"/>\n<outline te'), "x.opml")
        assert [source.outlet for source in catalogue.sources] == ["A"]
        assert "not well-formed XML" in str(catalogue.faults[0])


def test_entities_are_never_expanded_nor_fetched(tmp_path: Path) -> None:
    """A document type is cut off before anything in it is read: bombs, files and addresses stay untouched."""
    secret = tmp_path / "secret"
    secret.write_text("hush", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    outline = '<outline text="&e29;" xmlUrl="https://a.example/"/>'
    for declaration in (f'<!ENTITY e0 "ha">{bomb}', f'<!ENTITY e29 SYSTEM "{secret.as_uri()}">'):
        text = f"<!DOCTYPE opml [\n{declaration}]><opml><body>{outline}</body></opml>"
        assert [source.outlet for source in listed(text)] == ["&e29;"]


@settings(max_examples=200)
@given(st.text(max_size=200) | st.text("<>/='\" opmlbdyutinexUr:[]{}&#;!-\n", max_size=200))
def test_any_text_is_a_catalogue_or_a_clear_sentence(text: str) -> None:
    """Reading raises nothing but DataError, and that is one line."""
    for name in ("x.toml", "x.opml"):
        said = complaint(text, name)
        assert said is None or said.startswith(name)


class TestFiles:
    def test_toml_and_opml_are_told_by_their_content(self, tmp_path: Path) -> None:
        """A file may have any name."""
        path = tmp_path / "feeds.txt"
        path.write_text(toml(BONGHWA), encoding="utf-8")
        from_toml = load_catalogue(path)
        path.write_text(write_opml(from_toml.sources), encoding="utf-8-sig")
        assert load_catalogue(path) == from_toml

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "windows-1251"])
    def test_opml_may_be_in_any_encoding(self, tmp_path: Path, encoding: str) -> None:
        """The one that it declares, or that its first bytes show."""
        outlet = "Вести" if encoding == "windows-1251" else "Café Liberté"
        declared = encoding.removesuffix("-sig").removesuffix("-le")
        text = f'<?xml version="1.0" encoding="{declared}"?>\n<opml><body><outline text="{outlet}" xmlUrl="https://a.example/"/></body></opml>'
        path = tmp_path / "theirs.opml"
        path.write_bytes(text.encode(encoding))
        assert load_catalogue(path).sources == (Source("https://a.example/", outlet),)

    def test_an_empty_opml_file_is_told_by_its_name(self) -> None:
        """Whoever has an empty .opml is not told about TOML."""
        with pytest.raises(DataError, match="not well-formed XML"):
            read_catalogue("", "Subscriptions.OPML")

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        """Missing files, folders and other encodings each end in a sentence."""
        latin = tmp_path / "latin.toml"
        latin.write_bytes(b'feeds = [{ outlet = "\xe9" }]')
        for path, complaint in (
            (tmp_path / "none.toml", "cannot be read: No such file"),
            (tmp_path, "cannot be read: Is a directory"),
            (latin, "is not UTF-8 text"),
        ):
            with pytest.raises(DataError, match=complaint) as caught:
                load_catalogue(path)
            assert str(path) in str(caught.value)


def test_names_are_kept_in_one_printable_line() -> None:
    """What reaches a terminal or XML holds no control characters."""
    assert source_from({"url": "https://a.example/", "outlet": " A\x1b[2J \n B \x00 C"}, "x").outlet == "A [2J B C"

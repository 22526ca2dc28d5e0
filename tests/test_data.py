"""The data files that are shipped hold what they promise."""

import re
import tomllib
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from babel import Locale

from bot.config import JobName
from bot.feeds.catalogue import load_catalogue
from bot.model import Source, Tier
from bot.text.newsrooms import newsroom, newsroom_name

ROOT = Path(__file__).parent.parent

HTTP_ONLY = {"www.xinhuanet.com", "www.chinadaily.com.cn", "en.kremlin.ru"}
"""Hosts whose feeds are known by http addresses alone."""

GROUPS = {
    "Korea in English": {"en.yna.co.kr", "english.hani.co.kr", "www.koreaherald.com", "feed.koreatimes.co.kr"},
    "Korea in Korean": {"www.yna.co.kr", "www.hani.co.kr", "www.chosun.com", "rss.donga.com", "www.newsis.com"},
    "Korean broadcasters": {"world.kbs.co.kr", "news.sbs.co.kr"},
    "Japan": {"news.web.nhk", "www.japantimes.co.jp", "asia.nikkei.com", "www.asahi.com", "mainichi.jp"},
    "United Nations": {"news.un.org", "press.un.org", "www.iaea.org"},
    "those who publish sanctions": {"public.govdelivery.com", "www.gov.uk", "www.consilium.europa.eu", "www.korea.kr"},
    "specialists": {"www.nknews.org", "www.38north.org", "kcnawatch.org", "www.armscontrol.org", "thebulletin.org"},
    "sanctions specialists": {"sanctionsnews.bakermckenzie.com", "www.europeansanctions.com"},
    "space": {"www.nasa.gov", "www.esa.int", "global.jaxa.jp", "spacenews.com", "spaceflightnow.com"},
    "world desks": {"feeds.bbci.co.uk", "www.theguardian.com", "rss.nytimes.com", "www.aljazeera.com", "tass.com"},
    "searches": {"news.google.com"},
}


@pytest.fixture(scope="module")
def catalogue() -> tuple[Source, ...]:
    """The built-in catalogue."""
    catalogue = load_catalogue(None)
    assert catalogue.faults == ()
    return catalogue.sources


class TestCatalogue:
    def test_it_is_large_and_lists_each_address_once(self, catalogue: tuple[Source, ...]) -> None:
        """At least 60 feeds are promised."""
        assert len({source.url for source in catalogue}) == len(catalogue) >= 60

    @pytest.mark.parametrize("group", GROUPS)
    def test_the_promised_kinds_of_source_are_there(self, catalogue: tuple[Source, ...], group: str) -> None:
        """Nobody drops an agency or a ministry by accident."""
        assert GROUPS[group] <= {urlsplit(source.url).hostname for source in catalogue}

    def test_addresses_are_https_where_https_is_known(self, catalogue: tuple[Source, ...]) -> None:
        """Plain http is an exception that is written down here."""
        plain = {urlsplit(source.url).hostname for source in catalogue if source.url.startswith("http:")}
        assert plain == HTTP_ONLY

    def test_languages_and_countries_exist(self, catalogue: tuple[Source, ...]) -> None:
        """Codes are ISO 639-1 and ISO 3166-1, not merely two letters."""
        names = Locale("en")
        assert {source.language for source in catalogue if source.language} <= set(names.languages)
        assert {source.country.upper() for source in catalogue if source.country} <= set(names.territories)

    def test_every_tier_is_represented(self, catalogue: tuple[Source, ...]) -> None:
        """Confirmation by kinds of source needs all of them."""
        assert {source.tier for source in catalogue} == set(Tier)

    def test_outlets_of_a_country_have_its_zone(self, catalogue: tuple[Source, ...]) -> None:
        """A date without a zone in a Korean or Japanese feed is not UTC."""
        zones = {"kr": "Asia/Seoul", "jp": "Asia/Tokyo"}
        for source in catalogue:
            assert source.timezone == zones.get(source.country or "", source.timezone)

    def test_searches_are_aggregators(self, catalogue: tuple[Source, ...]) -> None:
        """What a search engine collects is nobody's own report."""
        for source in catalogue:
            assert (source.tier is Tier.AGGREGATOR) >= ("news.google.com" in source.url)

    def test_alternatives_of_a_search_stand_in_parentheses(self, catalogue: tuple[Source, ...]) -> None:
        """OR binds tighter than a blank there: `satellite OR nuclear test` asks for a test in either case."""
        for source in catalogue:
            if "news.google.com" in source.url:
                (asked,) = parse_qs(urlsplit(source.url).query)["q"]
                assert " OR " not in re.sub(r"\([^()]*\)", "", asked), asked
                assert " when:" in asked, "without it, old pages are found"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    """The lines of the catalogue, as they are written."""
    text = resources.files("bot.feeds").joinpath("data/feeds.toml").read_text("utf-8")
    written: list[dict[str, str]] = tomllib.loads(text)["feeds"]
    return written


class TestNewsrooms:
    def test_feeds_of_one_host_share_a_newsroom(self, lines: list[dict[str, str]]) -> None:
        """Who publishes under one roof confirms nothing that it said itself, unless the line says why it is another."""
        under: defaultdict[str | None, set[str]] = defaultdict(set)
        for line in lines:
            if not line.get("shared_host"):
                under[urlsplit(line["url"]).hostname].add(newsroom_name(line.get("newsroom") or line["outlet"]))
        assert {host: names for host, names in under.items() if len(names) > 1} == {}

    def test_whom_we_poll_a_search_may_bring_as_well(self, lines: list[dict[str, str]]) -> None:
        """Every outlet of the catalogue is a newsroom that is known, but for one whose name means two."""
        unknown = {
            line["outlet"] for line in lines if line["tier"] != "aggregator" and newsroom(line["outlet"]) is None
        }
        assert unknown == {"CNA"}

    def test_a_reason_is_given_only_where_one_is_needed(self, lines: list[dict[str, str]]) -> None:
        """A note that explains nothing misleads whoever keeps the list."""
        hosts = Counter(urlsplit(line["url"]).hostname for line in lines)
        assert [
            line["url"] for line in lines if "shared_host" in line and hosts[urlsplit(line["url"]).hostname] < 2
        ] == []

    @pytest.mark.parametrize(
        "outlets",
        [
            ("Yonhap", "연합뉴스", "연합뉴스TV"),
            ("TASS", "ТАСС"),
            ("Hankyoreh", "한겨레"),
            ("KBS", "KBS World"),
            ("毎日新聞", "The Mainichi"),
            ("Daily NK", "데일리NK", "デイリーNK"),
            ("Focus Taiwan", "中央社"),
            ("Radio Free Asia", "자유아시아방송"),
            ("US Treasury", "US Treasury OFAC", "US Federal Register: OFAC"),
        ],
    )
    def test_a_newsroom_under_several_names_is_one(self, lines: list[dict[str, str]], outlets: tuple[str, ...]) -> None:
        """Each of these outlets is in the catalogue, and all are of one newsroom."""
        assert set(outlets) <= {line["outlet"] for line in lines}
        assert len({newsroom_name(outlet) for outlet in outlets}) == 1


def test_compose_runs_every_job() -> None:
    """compose.yaml has a service a job, named for it, that does this job and no other."""
    lines = (ROOT / "compose.yaml").read_text(encoding="utf-8").splitlines()
    services = [
        line.strip(" :") for line in lines if line.startswith("  ") and line[2:3].strip() and line.endswith(":")
    ]
    jobs = [line.split(": ")[1] for line in lines if "BONGSU_JOBS: " in line]

    assert sorted(jobs) == sorted(JobName)
    assert set(jobs) <= set(services)

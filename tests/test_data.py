"""The data files that are shipped hold what they promise."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel import Locale

from bot.config import JobName
from bot.feeds.catalogue import load_catalogue
from bot.model import Source, Tier

ROOT = Path(__file__).parent.parent

HTTP_ONLY = {"www.segye.com", "www.xinhuanet.com", "www.chinadaily.com.cn"}
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


def test_compose_runs_every_job() -> None:
    """compose.yaml has a service a job, named for it, that does this job and no other."""
    lines = (ROOT / "compose.yaml").read_text(encoding="utf-8").splitlines()
    services = [
        line.strip(" :") for line in lines if line.startswith("  ") and line[2:3].strip() and line.endswith(":")
    ]
    jobs = [line.split(": ")[1] for line in lines if "BONGSU_JOBS: " in line]

    assert sorted(jobs) == sorted(JobName)
    assert set(jobs) <= set(services)

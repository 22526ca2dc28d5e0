"""Names of weapons and vehicles in another language than that of the text."""

import pytest

from bot.facts.called import called


@pytest.mark.parametrize(
    ("name", "english", "korean", "japanese"),
    [
        ("神舟十八号", "Shenzhou-18", "선저우 18호", "神舟18号"),
        ("长征七号", "Long March 7", "창정 7호", "長征7号"),
        ("창정 7A호", "Long March 7A", "창정 7A호", "長征7A号"),
        ("화성-18형", "Hwasong-18", "화성-18형", "火星18"),
        ("Hwasong-18", "Hwasong-18", "화성-18형", "火星18"),
        ("누리호", "Nuri", "누리호", "ヌリ号"),
        ("Союз", "Soyuz", "소유스", "ソユーズ"),
        ("H3", "H3", "H3", "H3"),
        ("Wonsan", "Wonsan", "원산", "元山"),
        ("순안", "Sunan", "순안", "順安"),
        ("비크람-1", None, None, None),
    ],
)
def test_a_name_is_the_readers(name: str, english: str | None, korean: str | None, japanese: str | None) -> None:
    """With its number, if it has one; what is in Latin letters stands in every language, what is unknown in none."""
    assert [called(name, language) for language in ("en", "ko", "ja")] == [english, korean, japanese]
    assert called(name, "xx") == english

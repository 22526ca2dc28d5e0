"""Languages: what is declared, where the script allows it; else what the letters say."""

import pytest

from bot.text.language_id import language_of


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("北朝鮮、核実験", ("ja-JP",), "ja"),
        ("北朝鮮、核実験", (None,), "zh"),
        ("朝鮮試射飛彈", ("zh-TW",), "zh"),
        ("北朝鮮が発射", (), "ja"),
        ("북한, 발사", ("ja",), "ko"),
        ("Ракета стартовала", ("en",), "ru"),
        ("Ракета їх", (), "uk"),
        ("A rocket rose", ("fr", "en"), "fr"),
        ("A rocket rose", (), None),
        ("2026", ("ko",), "ko"),
    ],
)
def test_the_script_decides_and_the_declaration_chooses(
    text: str, declared: tuple[str | None, ...], language: str | None
) -> None:
    """A declared language counts where it is written so, a Japanese headline in ideographs alone included."""
    assert language_of(text, declared) == language

"""LibreTranslate: texts in one language -> the same in another; errors name neither address nor key.

Its API: https://docs.libretranslate.com/api/operations/translate/
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import BongsuError, FetchError
from bot.web.fetch import Fetcher

UNSURE = frozenset({"zh"})
"""Languages that versions of it call by different codes: it is left to find out."""


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    """A server of it, at an address that the operator chose."""

    fetcher: Fetcher
    url: str
    key: str | None = field(default=None, repr=False)

    async def translate(self, texts: Sequence[str], source: str | None, target: str) -> Sequence[str]:
        """These texts in the target language; `source` None: it finds out. Languages are ISO 639-1 codes."""
        known = (source or "").replace("_", "-").split("-")[0].lower()
        asked = {
            "q": list(texts),
            "source": "auto" if not known or known in UNSURE else known,
            "target": target,
            "format": "text",
        }
        body = json.dumps(asked | ({"api_key": self.key} if self.key else {})).encode()
        try:
            answer = await self.fetcher.send("POST", f"{self.url}/translate", body, {"Accept": "application/json"})
        except FetchError as exc:
            what = f"answered {exc.status}" if exc.status else f"could not be reached ({exc.kind})"
            raise BongsuError(f"the translator {what}") from None
        return _texts(answer, len(texts))


def _texts(answer: bytes, count: int) -> Sequence[str]:
    try:
        texts = json.loads(answer)["translatedText"]
    except (ValueError, TypeError, KeyError):
        texts = None
    if not isinstance(texts, list) or len(texts) != count or not all(isinstance(text, str) for text in texts):
        raise BongsuError("the translator answered something else than translations")
    return [" ".join(text.split()) for text in texts]

"""The grammar of queries: plain text -> Expression, with Lark, which only who asks a query needs to load."""

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from babel import Locale
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from bot.errors import QueryError
from bot.model import Tier
from bot.queries.expression import Expression, Fact, Words, every, no, some
from bot.text.words import Kind, Term, folded

FIELDS = ("title", "source", "lang", "country", "topic", "tier")
"""What may stand before a colon."""
TIERS = frozenset(tier.value for tier in Tier)
NAMED_IN = ("en", "ko", "ja", "zh", "ru")
"""The languages in which countries and languages may be named instead of by their codes."""

_GRAMMAR = r"""
?start: some
?some: every (_OR every)*
?every: one (_AND? one)*
?one: (_NOT | _MINUS) one -> no
    | "(" some ")"
    | FIELD _value -> field
    | FIELD "(" _value (_OR _value)* ")" -> field
    | _value -> anywhere
_value: WORD | PHRASE

_OR.2: /\||OR(?![^\s()"|])/
_AND.2: /AND(?![^\s()"|])/
_NOT.2: /NOT(?![^\s()"|])/
_MINUS.2: /-+(?![\s-]|$)/
FIELD.2: /[^\W\d_]+:/
PHRASE.2: /=?"[^"]*"/
WORD: /[^\s()"|-][^\s()"|]*/
%ignore /\s+/
"""
_KEPT = "*+#$€£¥₩%"
"""Signs that may be part of a word; other punctuation at its edges is dropped."""


def read(plain: str, topics: frozenset[str] | None) -> Expression:
    """The expression that a query in plain letters means, or a QueryError."""
    try:
        return cast("Expression", _parser(topics).parse(plain))
    except UnexpectedInput as exc:
        raise _error(plain, exc) from None


@lru_cache(maxsize=4)
def _parser(topics: frozenset[str] | None) -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Reader(topics))


@v_args(inline=True)
class _Reader(Transformer[Token, Expression]):
    """Makes expressions while the text is parsed; what a token says wrong is a QueryError at its place."""

    def __init__(self, topics: frozenset[str] | None) -> None:
        super().__init__()
        self._topics = topics

    def every(self, *parts: Expression) -> Expression:
        return every(parts)

    def some(self, *parts: Expression) -> Expression:
        return some(parts)

    def no(self, part: Expression) -> Expression:
        return no(part)

    def anywhere(self, token: Token) -> Expression:
        return Words(_term(token))

    def field(self, field: Token, *values: Token) -> Expression:
        name = field[:-1].casefold()
        if name not in FIELDS:
            raise QueryError("query-field", field.start_pos, name=field[:-1])
        return some(self._leaf(name, value) for value in values)

    def _leaf(self, field: str, token: Token) -> Expression:
        if field in ("title", "source"):
            return Words(_term(token), field)
        said = folded(token.strip('"'))
        known = self._values(field)
        if known is None:
            return Fact(field, said)
        if said not in known:
            names = ", ".join(sorted(known)) if field in ("topic", "tier") else ""
            raise QueryError(f"query-{field}", token.start_pos, name=token.strip('"'), known=names)
        return Fact(field, known[said])

    def _values(self, field: str) -> Mapping[str, str] | None:
        """What a field may be, as it may be written; None: anything."""
        if field == "lang":
            return _codes("languages")
        if field == "country":
            return _codes("territories")
        names = TIERS if field == "tier" else self._topics
        return None if names is None else {name: name for name in names}


def _term(token: Token) -> Term:
    """The word or phrase that a token spells; sentence marks around it are not part of it."""
    said = token.removeprefix("=")
    text, whole = said.strip('"').strip(), said != token or said.startswith('"')
    while (again := _bare(folded(text).replace('"', " "))) != text:
        text = again
    word = text.strip("*").strip()
    if "*" in word:
        raise QueryError("query-star", token.start_pos)
    if not any(map(str.isalnum, word)):
        raise QueryError("query-letters", token.start_pos)
    starred = text != word
    if starred and len(word) < 2:
        raise QueryError("query-short", token.start_pos)
    return Term(word, text.startswith("*"), text.endswith("*"), closed=False, kind=_kind(word, starred, whole))


def _kind(word: str, starred: bool, whole: bool) -> Kind:
    """How a word stands among others: one of East Asian writing within compounds, unless it is quoted or starred."""
    glued = all("가" <= char <= "힣" or "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" for char in word)
    if starred or not glued or len(word) < 2:
        return Kind.USUAL
    return Kind.WHOLE if whole else Kind.WITHIN


def _bare(text: str) -> str:
    """A text without the marks at its ends, but for those that belong to a word, as in C++ or $100."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in _KEPT):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in _KEPT):
        end -= 1
    return text[start:end]


@lru_cache(maxsize=2)
def _codes(kind: str) -> Mapping[str, str]:
    """Two-letter codes in lower case by themselves and by their names in several languages, all folded."""
    codes = {"uk": "gb"} if kind == "territories" else {}
    for language in NAMED_IN:
        for name, called in getattr(Locale(language), kind).items():
            if len(name) == 2 and name.isalpha():
                codes.setdefault(folded(called), name.lower())
                codes[name.lower()] = name.lower()
    return codes


def _error(text: str, exc: UnexpectedInput) -> QueryError:
    """What a person would say of it: what was expected, and where."""
    at = exc.pos_in_stream or 0
    if isinstance(exc, UnexpectedCharacters):  # every other letter begins some token
        return QueryError("query-quote" if text[at] == '"' else "query-dash", at)
    if not isinstance(exc, UnexpectedToken):
        raise exc
    ends = exc.token.type == "$END"
    if "RPAR" in exc.accepts:
        return QueryError("query-open", _last_open(text)) if ends else QueryError("query-group", at)
    if exc.accepts == {"$END"}:
        return QueryError("query-close", at)
    return QueryError("query-word" if "FIELD" in exc.accepts else "query-value", len(text) if ends else at)


def _last_open(text: str) -> int:
    """Where the last parenthesis stands that is never closed."""
    opened: list[int] = []
    for token in _parser(None).lex(text):
        if token.type == "LPAR":
            opened.append(token.start_pos or 0)
        elif token.type == "RPAR":
            opened.pop()
    return opened[-1]

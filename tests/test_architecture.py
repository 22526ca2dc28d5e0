"""The picture of the code, held: which room may use which, what must be pure; and each planted violation is caught."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage")

MAY_USE = {
    "model": "",
    "errors": "",
    "log": "",
    "config": "errors",
    "store": "model",
    "text": "model errors",
    "web": "errors",
    "feeds": "model errors store text web",
    "pages": "errors text web",
    "topics": "model errors text",
    "places": "model errors text",
    "queries": "model errors text places",
    "facts": "model errors text places",
    "stories": "model errors text pages topics places queries facts",
    "pictures": "model errors web",
    "messages": "model errors text topics places queries facts stories",
    "telegram": "model",
    "pipeline": "model errors config store web feeds pages queries stories messages telegram",
    "preview": "model feeds",
    "roof": (
        "model errors log config store web feeds pages topics stories pictures messages telegram pipeline preview *"
    ),
    "handlers": "model errors config store topics places queries stories pictures messages telegram pipeline",
    "storage": "model errors store text",
}
"""What each room uses besides itself: in `bot` only rooms above it; the roof (`*`) knows handlers and storage too."""
PURE = ["model", "errors", "text", "topics", "places", "queries", "facts", "stories", "messages"]
"""The rooms that judge: no clock, no network, no files but their own data, no logging; `now` is an argument."""
PURE_TOO = {
    "bot.web.decode", "bot.web.inflate", "bot.web.link", "bot.web.wall", "bot.feeds.formats", "bot.feeds.dates",
    "bot.feeds.parse", "bot.feeds.catalogue", "bot.feeds.websub", "bot.pages.article", "bot.telegram.limits",
    "bot.telegram.circuit_breaker", "bot.telegram.line", "bot.pipeline.hosts", "bot.pipeline.meters",
    "bot.pipeline.schedule", "bot.pipeline.timing", "bot.pipeline.troubles", "bot.roof.metrics",
    "bot.roof.diagnosis", "bot.roof.page.plots", "bot.roof.page.reasons",
}  # fmt: skip
"""What is as pure in the rooms that reach out."""

PURE_LIBRARIES = frozenset(
    {
        "ahocorasick_rs",
        "babel",
        "brotli",
        "feedparser",
        "fluent",
        "lark",
        "lxml",
        "markupsafe",
        "opencc",
        "prometheus_client",
        "rapidfuzz",
        "sentencex",
        "trafilatura",
        "zstandard",
        "zoneinfo",
    }
)
# fmt: off
PURE_STANDARD = frozenset({
    "__future__", "base64", "binascii", "bisect", "calendar", "codecs", "collections", "dataclasses", "datetime",
    "difflib", "email", "enum", "functools", "hashlib", "heapq", "hmac", "html", "importlib", "io", "ipaddress",
    "itertools", "json", "math", "operator", "pathlib", "posixpath", "random", "re", "string", "struct", "tomllib",
    "types", "typing", "unicodedata", "urllib", "uuid", "warnings", "xml", "zlib",
})
# fmt: on
IMPURE_CALLS = {
    "open",
    "print",
    "input",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "random.random",
    "random.choice",
    "random.randint",
    "urlopen",
    "urllib.request.urlopen",
    "getenv",
    "os.getenv",
}  # fmt: skip
"""Calls that read a clock, chance, a file or the environment: what a pure room is handed instead."""

Tree = dict[str, ast.Module]


@cache
def modules() -> Tree:
    """Every module of the product by its dotted name; read once, so change a copy."""
    tree = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            tree[name] = ast.parse(path.read_text(encoding="utf-8"))
    return tree


def imports(tree: ast.Module, *, running: bool = False) -> Iterator[str]:
    """The modules that a module imports, dotted; `running`: only those that its import alone brings in."""
    nodes = tree.body if running else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(tree: Tree, name: str, *, running: bool = False) -> set[str]:
    """The modules of ours that a module imports."""
    return {target for target in imports(tree[name], running=running) if target in tree} - {name}


def room(name: str) -> str:
    """The room of a module: the folder or module below `bot`, or the package beside it."""
    first, _, rest = name.partition(".")
    inner = rest.partition(".")[0]
    return ("roof" if inner == "__main__" else inner) if first == "bot" and rest else first


def wrong_imports(tree: Tree) -> list[str]:
    """What uses a room that it may not."""
    return [
        f"{name} imports {target}"
        for name in tree
        for target in own(tree, name)
        if room(target) not in (room(name), "bot")
        and not (room(target) in MAY_USE[room(name)].split() or (room(name) == "roof" and not target.startswith("bot")))
    ]


def behind_doors(tree: Tree) -> list[str]:
    """What uses a part of another room that this room does not offer: the names of its `__all__`."""
    found = []
    for name in tree:
        for target in own(tree, name):
            package, _, inner = target.removeprefix("bot.").partition(".")
            elsewhere = target.startswith("bot.") and inner and room(target) != room(name) and package not in OPEN
            if elsewhere and inner.partition(".")[0] not in offered(tree[f"bot.{package}"]):
                found.append(f"{name} imports {target}")
    return found


OPEN = {"model"}
"""Whose names are all for everyone."""


def offered(package: ast.Module) -> set[str]:
    """The names of a package's `__all__`."""
    for node in package.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def impure(tree: Tree) -> list[str]:
    """What in a pure room reaches for the world: libraries off the allow-list, clocks, files, chance, logging."""
    found = []
    for name in sorted(name for name in tree if room(name) in PURE or name in PURE_TOO):
        for target in imports(tree[name]):
            top = target.split(".")[0]
            if top not in PURE_LIBRARIES | PURE_STANDARD | {"bot"}:
                found.append(f"{name} imports {target}")
        for node in ast.walk(tree[name]):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in IMPURE_CALLS:
                found.append(f"{name} calls {ast.unparse(node.func)}")
            elif isinstance(node, ast.AsyncFunctionDef | ast.Await):
                found.append(f"{name} awaits")
    return found


def cycles(tree: Tree) -> list[str]:
    """Modules that import each other, around any number of corners."""
    graph = {name: own(tree, name, running=True) for name in tree}
    found: list[str] = []
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            found.append(" -> ".join((*path[path.index(name) :], name)))
        elif name not in done:
            for target in sorted(graph[name]):
                visit(target, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    return found


def undocumented(tree: Tree) -> list[str]:
    """Modules and public names without a sentence."""
    found = [name for name, module in tree.items() if not ast.get_docstring(module) and ".versions." not in name]
    for name, module in tree.items():
        for node in module.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or "migrations" in name:
                continue
            if not node.name.startswith("_") and not ast.get_docstring(node):
                found.append(f"{name}.{node.name}")
    return found


def test_rooms_use_what_is_above_them() -> None:
    """Each room uses the rooms of its line only, storage and handlers are strangers, and nobody uses the roof."""
    assert wrong_imports(modules()) == []


def test_rooms_are_entered_by_their_doors() -> None:
    """Of another room one uses only what its `__all__` names."""
    assert behind_doors(modules()) == []


def test_no_line_of_the_table_looks_down() -> None:
    """In `bot` a room uses only rooms above it in the table, and none that it does not need."""
    tree, order = modules(), list(MAY_USE)
    for name in order[: order.index("handlers")]:
        used = {room(target) for module in tree if room(module) == name for target in own(tree, module)}
        assert set(MAY_USE[name].split()) - {"*"} == used & set(order[: order.index(name)]), name


def test_the_judging_rooms_are_pure() -> None:
    """Who judges has no clock, no network, no files, no logging, and imports pure libraries only."""
    assert impure(modules()) == []


def test_there_are_no_cycles() -> None:
    """No module imports itself around a corner."""
    assert cycles(modules()) == []


def test_everything_public_is_explained() -> None:
    """Every module and public name says in a sentence what it is."""
    assert undocumented(modules()) == []


def test_every_module_has_a_room() -> None:
    """A new module of `bot` lives in a room, and a new room is a line in the table."""
    assert [name for name in modules() if name != "bot" and room(name) not in MAY_USE] == []


def test_every_test_folder_is_a_package() -> None:
    """Without `__init__.py`, `tests/storage` would shadow `storage`."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}

    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    ("module", "line", "check"),
    [
        ("bot.stories.cluster", "import storage", wrong_imports),
        ("bot.stories.cluster", "from bot.web import fetch", wrong_imports),
        ("bot.text.words", "from bot.topics.matcher import Matcher", wrong_imports),
        ("bot.telegram.send", "from bot.web.fetch import Fetcher", wrong_imports),
        ("storage", "from bot.messages.render import cut", wrong_imports),
        ("storage", "import handlers", wrong_imports),
        ("handlers", "from storage import open_store", wrong_imports),
        ("bot.pipeline", "from bot.roof import service", wrong_imports),
        ("bot.pages.extract", "from bot.web.guard import Guard", behind_doors),
        ("handlers.latest", "from bot.messages.bar_chart import bars", behind_doors),
        ("bot.messages.render", "import httpx", impure),
        ("bot.pipeline.timing", "import logging", impure),
        ("bot.pipeline.timing", "at = datetime.now(UTC)", impure),
        ("bot.topics.matcher", "text = open('x').read()", impure),
        ("bot.stories.detect", "async def f() -> None:\n    ...", impure),
        ("bot.model", "from bot.stories.cluster import join", cycles),
        ("bot.model", "def f() -> None:\n    ...", undocumented),
    ],
)
def test_a_planted_violation_is_caught(module: str, line: str, check: object) -> None:
    """Each rule fails when it is broken."""
    tree = dict(modules())
    tree[module] = ast.parse(f"{ast.unparse(tree[module])}\n{line}\n")

    assert callable(check)
    assert check(tree) != []


def test_a_text_is_read_once() -> None:
    """Who judges takes a Reading: nobody but it, and who reads pages, cleans a text or splits it into sentences."""
    readers = {"bot.text.prose.clean", "bot.text.prose.sentences"}
    users = {name for name, module in modules().items() if name.startswith("bot.") and readers & set(imports(module))}

    assert users == {"bot.text.reading", "bot.pages.article"}

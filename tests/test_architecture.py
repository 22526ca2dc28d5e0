"""The picture of the code, held: who may import whom, a pure floor, and that planted violations are caught."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage")

FLOOR = {
    "bot.model", "bot.model.feed", "bot.model.entry", "bot.model.match", "bot.model.story", "bot.model.subscriber",
    "bot.model.delivery", "bot.model.health", "bot.model.reply",
    "bot.errors", "bot.decode", "bot.language", "bot.formats", "bot.parse", "bot.html", "bot.link",
    "bot.dates", "bot.topics", "bot.match", "bot.prose", "bot.cluster", "bot.summarize", "bot.detect", "bot.timing",
    "bot.limits", "bot.reach", "bot.inflate", "bot.i18n", "bot.render", "bot.catalogue", "bot.words", "bot.expression",
    "bot.query", "bot.follow", "bot.trial", "bot.picture", "bot.names", "bot.countries", "bot.parts", "bot.article",
    "bot.choose", "bot.signs", "bot.story", "bot.factline", "bot.websub", "bot.metrics",
    "bot.severity", "bot.facts", "bot.facts.record", "bot.facts.words", "bot.facts.passage", "bot.facts.when",
    "bot.facts.who", "bot.facts.numbers", "bot.facts.count", "bot.facts.launch", "bot.facts.listed",
    "bot.facts.parties", "bot.facts.sanctions", "bot.facts.nuclear", "bot.facts.read", "bot.facts.merge",
}  # fmt: skip
PROMISE = {"bot.store"}
PARTS = {"bot.guard", "bot.worker"}
"""What only an edge uses: the guarded transport below fetch, the process below parse_pool and extract."""
EDGES = {"bot.fetch", "bot.parse_pool", "bot.extract", "bot.send", "bot.wire", "bot.web"}
JOBS = {"bot.pipeline.works", "bot.pipeline.polling", "bot.pipeline.detecting", "bot.pipeline.delivering"}
"""What the pipeline is made of."""
FLOW = {"bot.pipeline", "bot.replay", "bot.hubs", "bot.retention"}
HOUSE = {"bot.config", "bot.log"}
LAYERS = {"floor": FLOOR, "promise": PROMISE, "part": PARTS, "edge": EDGES, "job": JOBS, "flow": FLOW, "house": HOUSE}
ROOF = "bot.roof", "bot.__main__"
PREVIEW = "bot.preview"

PURE_LIBRARIES = frozenset(
    {
        "ahocorasick_rs",
        "babel",
        "brotli",
        "feedparser",
        "fluent",
        "lark",
        "lxml",
        "opencc",
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
    "itertools", "json", "math", "operator", "pathlib", "posixpath", "random", "re", "string", "tomllib", "types",
    "typing", "unicodedata", "urllib", "warnings", "xml", "zlib",
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
"""Calls that read a clock, chance, a file or the environment: what the floor is handed instead."""

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


def group(name: str) -> str:
    """The layer of a module."""
    for layer, members in LAYERS.items():
        if name in members:
            return layer
    if name.startswith(ROOF):
        return "roof"
    if name.startswith(PREVIEW):
        return "preview"
    return name.split(".")[0]


MAY_IMPORT = {
    "floor": {"floor", "bot"},
    "promise": {"floor", "bot"},
    "part": {"floor", "bot"},
    "edge": {"floor", "part", "bot"},
    "job": {"floor", "promise", "edge", "house", "job", "bot"},
    "flow": {"floor", "promise", "edge", "house", "job", "bot"},
    "house": {"floor", "bot"},
    "preview": {"floor", "preview", "bot"},
    "handlers": {"floor", "promise", "edge", "house", "handlers", "bot"},
    "storage": {"storage", "floor", "promise", "bot"},
    "bot": set(),
    "roof": {"floor", "promise", "edge", "flow", "house", "preview", "handlers", "storage", "roof", "bot"},
}
STORAGE_MAY = {"bot", "bot.model", "bot.errors", "bot.store", "bot.facts.record", "bot.words"}


def wrong_imports(tree: Tree) -> list[str]:
    """What imports what it may not."""
    found = []
    for name in tree:
        for target in own(tree, name):
            layer, other = group(name), group(target)
            beyond = layer == "storage" and other != "storage" and target not in STORAGE_MAY
            if other not in MAY_IMPORT[layer] or beyond:
                found.append(f"{name} imports {target}")
    return found


def impure(tree: Tree) -> list[str]:
    """What in the floor reaches for the world: libraries off the allow-list, clocks, files, chance, logging."""
    found = []
    for name in sorted(FLOOR & set(tree)):
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


def test_imports_follow_the_layout() -> None:
    """storage and handlers are strangers, edges never meet, and nothing but the roof knows them all."""
    assert wrong_imports(modules()) == []


def test_the_floor_is_pure() -> None:
    """The floor has no clock, no network, no files, no logging, and imports pure libraries only."""
    assert impure(modules()) == []


def test_there_are_no_cycles() -> None:
    """No module imports itself around a corner."""
    assert cycles(modules()) == []


def test_everything_public_is_explained() -> None:
    """Every module and public name says in a sentence what it is."""
    assert undocumented(modules()) == []


def test_every_module_has_a_place() -> None:
    """A new module of `bot` is put into a layer here, or it fails."""
    homeless = [name for name in modules() if group(name) == "bot" and name != "bot"]

    assert homeless == []


def test_nobody_imports_the_roof() -> None:
    """What builds everything is used by nothing."""
    tree = modules()
    users = [name for name in tree if group(name) != "roof" for target in own(tree, name) if group(target) == "roof"]

    assert users == []


def test_every_test_folder_is_a_package() -> None:
    """Without `__init__.py`, `tests/storage` would shadow `storage`."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}

    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    ("module", "line", "check"),
    [
        ("bot.cluster", "import storage", wrong_imports),
        ("bot.cluster", "from bot import fetch", wrong_imports),
        ("bot.send", "from bot.fetch import Fetcher", wrong_imports),
        ("storage", "from bot.render import cut", wrong_imports),
        ("storage", "import handlers", wrong_imports),
        ("handlers", "from storage import open_store", wrong_imports),
        ("bot.pipeline", "from bot.roof import service", wrong_imports),
        ("bot.render", "import httpx", impure),
        ("bot.timing", "import logging", impure),
        ("bot.timing", "at = datetime.now(UTC)", impure),
        ("bot.match", "text = open('x').read()", impure),
        ("bot.detect", "async def f() -> None:\n    ...", impure),
        ("bot.model", "from bot.cluster import join", cycles),
        ("bot.model", "def f() -> None:\n    ...", undocumented),
    ],
)
def test_a_planted_violation_is_caught(module: str, line: str, check: object) -> None:
    """Each rule fails when it is broken."""
    tree = dict(modules())
    tree[module] = ast.parse(f"{ast.unparse(tree[module])}\n{line}\n")

    assert callable(check)
    assert check(tree) != []

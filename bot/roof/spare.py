"""Parts of libraries that a library loads at its import and that nothing here ever calls: they are left out.

A placeholder stands for such a module where it is imported, so this is called before the libraries are: by the command
line, and by nothing that a test imports.
"""

import sys
from types import ModuleType

UNUSED = ("sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session")
"""SQLAlchemy's sessions, and by them its whole object mapper: 40 modules, 6 MB, a ninth of a start's processor time."""
OPTIONAL = "httpx._main"
"""httpx's own command line: 100 modules where click, rich and pygments are installed; it does without by itself."""


class _Unused(ModuleType):
    """Has nothing, whatever is imported from it."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def leave_out_unused() -> None:
    """Have these modules never be loaded; one that is loaded already stays."""
    for name in UNUSED:
        sys.modules.setdefault(name, _Unused(name))
    sys.modules.setdefault(OPTIONAL, None)  # type: ignore[arg-type] # to Python: there is no such module

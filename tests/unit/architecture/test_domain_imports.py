"""The domain can be taken elsewhere: it imports the standard library, msgspec and itself."""

import ast
import sys
from pathlib import Path

DOMAIN = Path(__file__).parents[3] / "src/shop_domain"
ALLOWED = sys.stdlib_module_names | {"msgspec", "shop_domain"}


def imported_modules(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}


def test_the_domain_imports_the_standard_library_and_msgspec_only():
    foreign = {
        f"{path.relative_to(DOMAIN)}: {name}"
        for path in DOMAIN.rglob("*.py")
        for name in imported_modules(path)
        if name.split(".")[0] not in ALLOWED
    }
    assert foreign == set()

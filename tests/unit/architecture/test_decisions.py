"""Every decision of the domain is proven by unit tests, and one that branches by a file of tests of its own name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOMAIN = ROOT / "src/shop_domain"
UNIT = ROOT / "tests/unit"
PLUMBING = {"__init__", "model", "errors", "events", "ports", "service", "limits"}
BRANCHES = (ast.If, ast.IfExp, ast.Match, ast.BoolOp, ast.While)


def decision_files() -> Iterator[Path]:
    """Give the files that decide: plumbing and use cases are proven on every storage, and values decide nothing."""
    for path in sorted(DOMAIN.glob("*/*.py")):
        if path.stem not in PLUMBING and any(
            isinstance(n, ast.FunctionDef) for n in ast.walk(ast.parse(path.read_text()))
        ):
            yield path


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def branches(source: str) -> bool:
    """Tell whether a source answers differently by what it is given."""
    return any(isinstance(node, BRANCHES) or _filters(node) for node in ast.walk(ast.parse(source)))


def _filters(node: ast.AST) -> bool:
    return isinstance(node, ast.comprehension) and bool(node.ifs)


TESTED = {module for test in UNIT.rglob("*.py") for module in imported_modules(test)}


@pytest.mark.parametrize("path", [*decision_files()], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_decision_is_in_a_unit_test(path):
    assert f"shop_domain.{path.parent.name}.{path.stem}" in TESTED


@pytest.mark.parametrize(
    "path",
    [path for path in decision_files() if branches(path.read_text())],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_decision_that_branches_has_a_test_of_its_name(path):
    test = UNIT / path.parent.name / f"test_{path.stem}.py"
    assert test.is_file()
    assert f"shop_domain.{path.parent.name}.{path.stem}" in set(imported_modules(test))


@pytest.mark.parametrize(
    ("source", "is_decision"),
    [
        ("LIMIT = 3", False),
        ("def f(x): return x + 1", False),
        ("def f(x): return [y for y in x]", False),
        ("def f(x): return [y for y in x if y]", True),
        ("def f(x): return 1 if x else 2", True),
        ("def f(x): return x or 2", True),
        ("def f(x):\n    if x:\n        return 1", True),
        ("def f(x):\n    match x:\n        case _:\n            return 1", True),
    ],
)
def test_what_counts_as_a_branch(source, is_decision):
    assert branches(source) is is_decision

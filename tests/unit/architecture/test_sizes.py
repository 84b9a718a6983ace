"""The project stays readable in small pieces: files and functions have a median and a largest size."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[3]
CODE = sorted((ROOT / "src").rglob("*.py"))
EVERYTHING = [path for part in ("src", "tests", "bench", "examples") for path in sorted((ROOT / part).rglob("*.py"))]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    name = path.relative_to(ROOT)
    return [(f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1) for node in found]


def test_no_file_has_more_than_300_lines():
    assert {str(path.relative_to(ROOT)): n for path in EVERYTHING if (n := lines(path)) > 300} == {}


def test_half_of_the_files_have_at_most_90_lines():
    assert median(map(lines, CODE)) <= 90


def test_no_function_has_more_than_30_lines():
    assert {name: n for path in CODE for name, n in functions(path) if n > 30} == {}


def test_half_of_the_functions_have_at_most_8_lines():
    assert median(n for path in CODE for _, n in functions(path)) <= 8

"""The type checker holds both storages to every slice of a transaction that there is."""

import ast
import inspect
from pathlib import Path

from shop_adapters.conformance import EverySlice

SOURCE = Path(__file__).parents[3] / "src"


def slices() -> set[str]:
    """Find every protocol that is named like a slice."""
    trees = (ast.parse(path.read_text()) for path in SOURCE.rglob("*.py"))
    classes = (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    return {node.name for node in classes if node.name.endswith("Tx") and "Protocol" in map(ast.unparse, node.bases)}


def test_every_slice_is_among_them():
    assert slices() == {kind.__name__ for kind in inspect.getmro(EverySlice) if kind.__name__.endswith("Tx")}
    assert len(slices()) > 20

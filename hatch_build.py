"""Bring ReDoc's file and its licence into the package, so that whoever installs the package has its pages too."""

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "src/shop_http/documentation/redoc"
FILES = ("LICENSE", "bundles/redoc.standalone.js", "bundles/redoc.standalone.js.LICENSE.txt")


class CopyRedoc(BuildHookInterface[Any]):
    """Copies them out of the package that brings them; both kinds of wheel, whole and editable, are made after it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - Hatch's signature
        """Copy the files."""
        package = find_spec("drf_spectacular_sidecar")
        if package is None or package.origin is None:
            raise FileNotFoundError("drf-spectacular-sidecar is not installed: it brings ReDoc")
        brought = Path(package.origin).parent / "static/drf_spectacular_sidecar/redoc"
        folder = Path(self.root) / FOLDER
        folder.mkdir(exist_ok=True)
        for name in FILES:
            shutil.copyfile(brought / name, folder / Path(name).name)

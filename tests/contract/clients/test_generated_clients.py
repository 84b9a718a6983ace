"""Three generators make clients from the OpenAPI document: they compile, ask for what is needed, and refuse mistakes.

`make clients` installs the generators; nothing else needs them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_http.app import create_app
from tests.contract.http.server_process import running_server
from tests.contract.http.trial_routes import settings_for_trial

TOOLS = Path(sys.prefix) / "clients"
NODE_TOOLS = TOOLS / "node_modules/.bin"
PYTHON_TOOLS = TOOLS / "python/bin"
STRICT = (
    *("--strict", "--noEmit", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"),
    *("--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"),
)
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE_TOOLS / "tsc").exists(), reason="LOUD: no generators: run `make clients`"
)
needs_python = pytest.mark.skipif(
    not (PYTHON_TOOLS / "openapi-python-client").exists(), reason="LOUD: no generators: run `make clients`"
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    with TestClient(create_app(build(settings_for_trial()))) as client:
        return client.get("/api/schema/").json()


@pytest.fixture
def written(document, tmp_path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))
    return path


def run(*command: object) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    words, environment = [str(word) for word in command], {**os.environ, "PATH": path}
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs_node
def test_a_shop_of_forty_lines_compiles_against_the_generated_types_and_its_mistakes_do_not(written, tmp_path):
    run(NODE_TOOLS / "openapi-typescript", written, "-o", tmp_path / "schema.d.ts")
    shutil.copy(Path(__file__).with_name("shop.ts"), tmp_path)
    run(NODE_TOOLS / "tsc", *STRICT, tmp_path / "shop.ts")


@needs_node
def test_a_whole_client_in_typescript_compiles_and_mistakes_with_it_do_not(written, tmp_path):
    run(NODE_TOOLS / "openapi-ts", "-i", written, "-o", tmp_path / "client")
    shutil.copy(Path(__file__).with_name("sdk.ts"), tmp_path)
    run(NODE_TOOLS / "tsc", *STRICT, tmp_path / "client/index.ts", tmp_path / "sdk.ts")


ASK = """
from client import Client
from client.api.catalogue import list_products
answer = list_products.sync_detailed(client=Client(base_url=ADDRESS))
assert answer.status_code == 200, answer
assert answer.parsed.results == [], answer.parsed
"""


@needs_python
def test_a_client_in_python_leaves_no_operation_out_and_reads_a_running_shop(written, tmp_path):
    command = (PYTHON_TOOLS / "openapi-python-client", "generate", "--path", written, "--meta", "none")
    told = run(*command, "--output-path", tmp_path / "client")
    assert "arning" not in told, told
    with running_server(tmp_path) as server:
        asked = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nADDRESS = 'http://127.0.0.1:{server.port}'\n{ASK}"
        run(PYTHON_TOOLS / "python", "-c", asked)

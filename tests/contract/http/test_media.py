"""The shop's own pictures, as a browser gets them."""

import msgspec
import pytest


@pytest.fixture
def settings(settings, tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "secret.webp").write_bytes(b"secret")
    (tmp_path / "media" / "mug-160.webp").write_bytes(b"a picture")
    (tmp_path / "media" / "page.html").write_bytes(b"<script>")
    return msgspec.structs.replace(settings, media_dir=str(tmp_path / "media"))


def test_a_picture_is_given_with_its_kind_and_may_be_kept(client):
    answer = client.get("/media/mug-160.webp")
    assert (answer.status_code, answer.content) == (200, b"a picture")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "max-age=86400, public"


@pytest.mark.parametrize(
    "name",
    ["none.webp", "page.html", "..%2Fsecret.webp", "%2E%2E/secret.webp", "..\\secret.webp", ".webp", "a%00.webp", ""],
)
def test_nothing_else_is_given(client, name):
    assert client.get(f"/media/{name}").status_code == 404

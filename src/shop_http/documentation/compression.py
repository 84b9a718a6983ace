"""Public files, compressed once: nothing with a secret in it may go this way, since its length would tell of it."""

import gzip
import hashlib
from functools import lru_cache

from litestar import Response
from litestar.types import Scope

from shop_http.errors import accepts
from shop_http.request_info import request_info


def public_file(scope: Scope, content: bytes, media_type: str, *, caching: str) -> Response[bytes]:
    """Give a file as small as the client takes it, with a tag that changes when the file does."""
    tag, compressed = _prepared(content)
    headers = {"Content-Type": media_type, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    if accepts(request_info(scope).headers.get(b"accept-encoding", b""), b"gzip"):
        return Response(compressed, headers={**headers, "ETag": f'"{tag}-gzip"', "Content-Encoding": "gzip"})
    return Response(content, headers={**headers, "ETag": f'"{tag}"'})


@lru_cache(maxsize=16)
def _prepared(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, mtime=0)

"""Another application beside the shop's, below a path of its own."""

from litestar.types import ASGIApp, Receive, Scope, Send


def beside(app: ASGIApp, path: str, other: ASGIApp) -> ASGIApp:
    """Let another application answer below a path; it is not the shop, so none of the shop's rules stand before it."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_other = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{path}/")
        await (other if is_other else app)(scope, receive, send)

    return serve

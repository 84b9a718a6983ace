"""Pictures of products, for everybody."""

from typing import Final

from litestar import Controller, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.params import FromPath

from shop_http.dependencies import Media
from shop_http.guards import public

ONE_DAY: Final = CacheControlHeader(public=True, max_age=86_400)


class MediaController(Controller):
    """The pictures that the shop serves itself."""

    path = "/media"
    tags = ["Catalogue"]

    @get(
        "/{name:str}",
        guards=[public],
        operation_id="ShowPicture",
        cache_control=ONE_DAY,
        include_in_schema=False,
    )
    def show(self, name: FromPath[str], media: Media) -> Response[bytes]:
        """Give a picture."""
        file = media.read(name)
        return Response(file.content, headers={"Content-Type": file.media_type})

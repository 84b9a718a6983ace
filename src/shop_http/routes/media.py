"""Pictures of products, for everybody."""

from typing import Final

from shop_http.answers import Reply
from shop_http.guards import Access
from shop_http.media import MediaFolder
from shop_http.routing import Controller, get

DAY_SECONDS: Final = 86_400


class MediaController(Controller):
    """The pictures that the shop serves itself."""

    path = "/media"
    tag = "Catalogue"

    @get("/{name:str}", access=Access.PUBLIC, operation_id="ShowPicture", in_schema=False, cached_for=DAY_SECONDS)
    def show(self, name: str, media: MediaFolder) -> Reply[bytes]:
        """Give a picture."""
        file = media.read(name)
        return Reply(file.content, headers={"Content-Type": file.media_type})

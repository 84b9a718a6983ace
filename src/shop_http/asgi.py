"""The application for a server: `granian --interface asgi shop_http.asgi:app`."""

from shop_http.app import from_environment

app = from_environment()

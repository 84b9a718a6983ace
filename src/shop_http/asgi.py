"""The application for a server: `granian --interface asgi shop_http.asgi:app`."""

import gc
from importlib import import_module

# All that is made while loading stays: to look for garbage in it again and again took nearly half of a start.
gc.disable()
app = import_module("shop_http.app").from_environment()
gc.freeze()
gc.enable()

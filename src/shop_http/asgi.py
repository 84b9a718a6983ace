"""The application for a server: `granian --interface asgi shop_http.asgi:app`."""

import gc
from importlib import import_module

# All that is made while loading stays: to look for garbage in it again and again took nearly half of a start.
gc.disable()
app = import_module("shop_http.app").from_environment()
gc.freeze()
# Requests leave next to no garbage in circles, but make thousands of objects: looking after every 700 of them took a
# twentieth of the time of a large cart.
gc.set_threshold(20_000, 20, 50)
gc.enable()

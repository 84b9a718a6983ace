"""Races over HTTP: each is one trial on a running shop, and raises where the shop was wrong."""

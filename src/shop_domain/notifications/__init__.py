"""Telling people what happened: which mail each event makes, and how often a delivery is tried."""

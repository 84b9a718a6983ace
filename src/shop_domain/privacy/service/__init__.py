"""Exporting and erasing a person's data."""

"""Notifications in SQL."""

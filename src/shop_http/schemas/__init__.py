"""Requests and answers: their names, limits and texts."""

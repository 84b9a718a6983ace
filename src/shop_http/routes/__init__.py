"""One file of handlers a context."""

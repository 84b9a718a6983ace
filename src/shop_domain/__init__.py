"""The shop itself: pure decisions and the services that carry them out."""

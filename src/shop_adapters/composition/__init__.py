"""The composition root: settings in, a wired shop out."""

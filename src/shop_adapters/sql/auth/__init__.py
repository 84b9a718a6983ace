"""Sessions, tries and blocks, as rows."""

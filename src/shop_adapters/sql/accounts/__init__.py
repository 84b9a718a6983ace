"""Users and the links that are mailed to them, as rows."""

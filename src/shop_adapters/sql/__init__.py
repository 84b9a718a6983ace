"""Every port of storage over SQLAlchemy Core, on SQLite and PostgreSQL."""

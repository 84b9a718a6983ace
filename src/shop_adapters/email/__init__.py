"""Mail, to a real server or to a folder."""

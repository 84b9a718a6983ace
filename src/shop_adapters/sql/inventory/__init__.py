"""Stock: what lies there, what is promised, and every move of it."""

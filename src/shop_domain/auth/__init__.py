"""Who is at the door: signing in, sessions, and the watch over both."""

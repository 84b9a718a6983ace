"""What the world knows about postal addresses and telephone numbers."""

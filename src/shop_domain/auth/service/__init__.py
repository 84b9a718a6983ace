"""What the door does, a file for each kind of visit."""

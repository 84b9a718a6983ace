"""The catalogue's tables and the statements that read and write them."""

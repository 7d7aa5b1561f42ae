"""The migrations of the toy module with one more, in which something goes wrong where a test wants it."""

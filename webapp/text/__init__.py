"""What is written: the text of motions, and what amendments do to it."""

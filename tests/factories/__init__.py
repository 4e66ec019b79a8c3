"""One factory for each model; every default valid. A test names only what it is about."""

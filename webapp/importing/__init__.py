"""How text arrives: files as domain values, with warnings."""

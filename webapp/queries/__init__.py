"""How things are looked up: reads only, and what may be seen is part of the query."""

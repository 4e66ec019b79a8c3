"""What benchmarks of the running service share: databases, servers, a full hall, and load."""

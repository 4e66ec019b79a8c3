"""What is in order: standing orders as plain values, tables and exact arithmetic."""

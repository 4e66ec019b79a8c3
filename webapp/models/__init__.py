"""What is kept: tables and the constraints that guard them."""

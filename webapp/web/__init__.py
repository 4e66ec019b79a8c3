"""What every page shares: access, forms, errors, the clock."""

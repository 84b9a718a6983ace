"""What lies in the warehouse, what is promised to orders, and every move of it."""

"""What the district has: its tables, how a roster is loaded, compared, switched and read."""

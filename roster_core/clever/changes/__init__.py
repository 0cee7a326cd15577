"""What one set of files has that another had not, and what holds a delivery."""

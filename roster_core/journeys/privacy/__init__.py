"""What is kept of people and for how long; everything about one of them; and erasing it."""

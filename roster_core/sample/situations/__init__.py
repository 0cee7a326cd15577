"""What the sample has to show, each situation found again by what it is."""

"""Students from end to end: read, filled and written a block at a time."""

"""Work that goes on outside of the process that asked for it."""

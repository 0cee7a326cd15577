"""Brakes before a delivery: what holds a set of files back, against the set that the destination got last."""

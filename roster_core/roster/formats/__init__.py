"""Rosters that arrive in other forms than roster CSV: each is read tolerantly and becomes an `Intake`."""

"""Clever files: built from the roster, checked against the specification, compared."""

"""Drawn portraits: clearly made up, never the same twice, always the same for the same person."""

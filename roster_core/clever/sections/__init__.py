"""Sections, their courses, teachers and terms."""

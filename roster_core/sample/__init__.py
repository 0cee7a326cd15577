"""The made-up Maple Hollow district, built by a seeded program."""

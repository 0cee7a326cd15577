"""Batches from the first file to the result: what pages and commands do with them."""

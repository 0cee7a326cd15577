"""Folders and ZIPs of Clever files as they are, whoever made them."""

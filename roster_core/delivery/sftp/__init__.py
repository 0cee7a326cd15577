"""Delivery by SFTP: connection and pinned host key, an upload that checks every answer, publishing of a whole set."""

"""Clever's roster files as tables of data: files, columns, allowed values, rules (clever-sftp-spec §3)."""

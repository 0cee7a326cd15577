"""Ways out for a set of files: SFTP, a folder, e-mail; what arrived is read back, and the receipt says so."""

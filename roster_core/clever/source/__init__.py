"""Where the rows of an export come from: a database, a part of it, or frames."""

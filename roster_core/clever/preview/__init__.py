"""What the options do, told at once by a process that stays."""

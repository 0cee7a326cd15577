"""What an export is asked to do: its options, their rules, and where they come from."""

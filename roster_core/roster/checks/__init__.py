"""The rules of roster-csv §3 over an intake of any format, stage by stage."""

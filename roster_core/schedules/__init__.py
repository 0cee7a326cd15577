"""When exports run by themselves: rules, instants across clock changes, blackouts, and what is due now."""

"""Who may do what: rights, users and the check that every journey makes."""

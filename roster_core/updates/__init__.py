"""What batches of e-mails and documents change, as rules: what comes in, what is wrong with it, what it comes to."""

"""What batches of e-mails and documents are about: reading what came in, and judging it."""

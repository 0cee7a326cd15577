"""What photos, e-mails and documents share: the life of a batch, its items, matching and archives."""

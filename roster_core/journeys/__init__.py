"""What a person sets out to do, end to end: reads, calls the core, stores, records."""

"""Students, guardians and staff: who is exported, and what is written of them."""

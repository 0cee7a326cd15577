"""The roster's tables (roster-model §2–4 and §6): every key starts with the district, IDs of the SIS are text."""

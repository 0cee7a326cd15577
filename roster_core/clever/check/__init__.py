"""Any folder or ZIP of Clever files held against the specification, whoever made it."""

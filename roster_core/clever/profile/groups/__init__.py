"""The export options, one module per group of the form (export-options §2)."""

"""What each finding of the export means: what happened, why it matters, and the options that it is about."""

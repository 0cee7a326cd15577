"""Where files lie: by the hash of what is in them, in a folder or an object store, plain or encrypted."""

"""The typed spec, as written."""

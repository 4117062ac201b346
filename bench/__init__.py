"""How long the work takes, beside the work of others on the same files in the same run. Not a test: machines differ."""

"""Names resolved, everything typed, in the order of computation."""

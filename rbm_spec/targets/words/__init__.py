"""A resolved plan -> sentences that say what its formulas, measures and targets are.

The phrases of a language stand in generators/words/<language>.toml; here stands which phrase says what, and where
brackets are needed so that a sentence can be read in one way only.
"""

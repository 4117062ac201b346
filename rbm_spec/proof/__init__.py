"""A plan -> whether its targets agree: random data drawn, computed by each, compared with the reference, and shrunk.

`draw` makes data with edge values, `engines` compute it, `compare` finds what differs, `shrink` looks for the smallest
data that shows it, `verify` does all this for a number of runs. The same seed gives the same runs.
"""

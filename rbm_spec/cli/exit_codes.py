"""What the number says that a command ends with."""

CLEAN = 0
FINDINGS = 1
USAGE = 2
FAULT = 70
"""A fault of rbm-spec itself."""
INPUT_OUTPUT = 74
INTERRUPTED = 130
"""This and the next as shells number the signals behind them."""
CLOSED_PIPE = 141

"""Calculate from a folder of CSV files: python -m itu_2028_2031 --data DIR --period 2028."""

from __future__ import annotations

import sys

from . import PLAN
from .runtime.command import run

if __name__ == "__main__":
    sys.exit(run(PLAN, sys.argv[1:]))

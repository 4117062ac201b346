"""What is said about a pull request → a small file that another job reads → a comment and suggestions.

The job that looks at a pull request may do nothing but hand over a file; the job that may write comments never sees the
branch. So `gathered` makes the file, and `record` reads it as a stranger's: bounded, of one shape, and nothing in it is
more than text.
"""

from __future__ import annotations

from rbm_spec.render.pull.comment import comment
from rbm_spec.render.pull.gathered import gathered
from rbm_spec.render.pull.record import MOST_BYTES, Refused, record
from rbm_spec.render.pull.scanned import scanned
from rbm_spec.render.pull.suggestions import suggestions

__all__ = ["MOST_BYTES", "Refused", "comment", "gathered", "record", "scanned", "suggestions"]

"""What a number means once rows have been aggregated, in one place for every engine.

Standard library only: this folder travels as it is inside each generated calculation package, and the reference
evaluator uses it too. Rows are another matter: each engine has its own way with them and is tested against the
reference evaluator.
"""

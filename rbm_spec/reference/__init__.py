"""The reference evaluator: what the language means, row by row, with exact numbers.

It is slow on purpose and short on purpose. Every target is tested against it.
"""

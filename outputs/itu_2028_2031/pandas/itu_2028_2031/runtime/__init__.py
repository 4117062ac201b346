"""How the package computes over tables: columns, data checks, derived datasets, aggregates, cells, results.

Nothing here knows any indicator; those stand one module each in `indicators`. What a number means once rows have been
aggregated is in `kernel`.
"""

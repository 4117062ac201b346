"""Expressions: nodes, parser, catalogue of functions and operators, types and units."""

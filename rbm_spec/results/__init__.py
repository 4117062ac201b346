"""Computed observations -> facts in plain words and values, and these as a table for people or files for programs."""

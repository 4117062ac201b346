"""Hostile input: one file each, beside it what must be found, as lines of `CODE line:column`."""

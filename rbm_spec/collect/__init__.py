"""Returned files -> tables of text with the place of every row, strict and in words; nothing is guessed or repaired."""

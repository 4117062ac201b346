"""Tests of documents with tracked changes."""

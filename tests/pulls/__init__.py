"""Tests of what stands on pull requests."""

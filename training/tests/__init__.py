"""Tests at tiny width, without data: `python -m pytest training` from the repository's root."""

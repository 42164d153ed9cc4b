"""Measures of a pack, each with its n and its judge."""

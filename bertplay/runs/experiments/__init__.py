"""Runs that belong together, as one result."""

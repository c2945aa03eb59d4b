"""The worksheet page."""

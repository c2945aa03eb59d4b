"""The worksheet page: what was asked, what of it is kept, and three files."""

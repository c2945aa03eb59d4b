"""The home page: a sentence to click in, and links to the other pages."""

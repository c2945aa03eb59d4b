"""The home page: a sentence to click in, and the ways into the other pages."""

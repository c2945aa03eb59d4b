"""The tabs of the page on WordPiece."""

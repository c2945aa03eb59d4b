"""The tabs of the page on next-sentence prediction."""

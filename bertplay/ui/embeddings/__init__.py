"""The tabs of the page on embeddings."""

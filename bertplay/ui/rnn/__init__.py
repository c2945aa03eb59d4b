"""The tabs of the page RNN vs Transformer."""

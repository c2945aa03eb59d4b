"""The tabs of the page on pretraining."""

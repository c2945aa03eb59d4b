"""What a model is, where it comes from, and the shared model cache."""

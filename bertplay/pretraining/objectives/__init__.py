"""One task that a model is pretrained with a file."""

"""A sample of the text that the bundled models were trained on: the files, and an index of their sentences."""

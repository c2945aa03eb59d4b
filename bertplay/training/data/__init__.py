"""The examples of a run: read from files, checked, divided, and the bundled sample sets. No torch."""

"""The examples of a run: read from files, checked, divided, and the sample sets that travel with bertplay. No torch."""

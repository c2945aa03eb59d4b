"""The command line, one lesson a file: each has `commands`, and its results as lines of plain text."""

"""The command line: what each page computes, as commands. Each file has its `commands`, and its results as lines of plain text."""

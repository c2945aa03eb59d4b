"""The parts of lessons: one function a part; the reader chooses, and only the chosen one runs."""

"""A teacher's lesson around every page: the question above it, the steps of a lesson file, a lesson of one's own."""

"""A teacher's lesson around every page: the question above it, the steps of a lesson file, the teacher's own lesson."""

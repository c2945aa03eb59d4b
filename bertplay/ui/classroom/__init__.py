"""A class, as the pages see it: who belongs to it, what the teacher asks, what the students answered."""

"""A class: the teacher asks, students guess, the teacher reveals. No name is stored, and nothing is kept for longer than a day."""

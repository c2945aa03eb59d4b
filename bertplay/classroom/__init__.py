"""A class: the teacher asks, students guess, the teacher reveals. No names are stored, and everything is deleted after a day."""

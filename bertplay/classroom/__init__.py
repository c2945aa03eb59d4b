"""A class: the teacher asks, students guess, the teacher reveals the answer. No names are stored; everything is deleted after a day."""
